import { spawn } from "node:child_process";
import { bootstrap, BootstrapInterrupted, BootstrapProblem, root, stopSignals } from "./bootstrap.mjs";
import { watchNpm } from "./npm-parent.mjs";

/**
 * Makes the dependencies exist, then runs a TypeScript or JavaScript file of
 * the checkout on Node 24 and ends as it ends. Signals are passed on; the
 * channel between both tells the inner process when this one was killed.
 */
export async function runOnNode24(file, args) {
  const started = Date.now();
  // Reaches whoever listens for signals just then.
  watchNpm(() => process.kill(process.pid, "SIGTERM"));
  let shown = false;
  let node;
  try {
    node = await bootstrap((text) => {
      const line = process.stderr.isTTY ? `\r\u001b[K  … ${text}` : "";
      if (line !== "") process.stderr.write(line);
      else if (!shown) process.stderr.write(`  … installing packages\n`);
      shown = true;
    });
  } catch (error) {
    if (error instanceof BootstrapInterrupted) process.exit(130);
    if (!(error instanceof BootstrapProblem)) throw error;
    process.stderr.write(`${shown && process.stderr.isTTY ? "\n" : ""}${error.message}\n`);
    process.exit(1);
  }
  if (shown) {
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    process.stderr.write(`${process.stderr.isTTY ? "\r\u001b[K" : ""}  ✓ packages installed (${seconds} s)\n`);
  }

  const child = spawn(node, ["--disable-warning=ExperimentalWarning", `${root}/${file}`, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of stopSignals) process.on(signal, () => child.kill(signal));
  const [code, signal] = await new Promise((resolve, reject) =>
    child.once("error", reject).once("exit", (...how) => resolve(how)),
  );
  process.exit(code ?? (signal === "SIGINT" ? 130 : 143));
}
