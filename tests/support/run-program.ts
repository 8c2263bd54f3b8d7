import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { checkout } from "./boot.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a program without input to its end, keeping its output or showing it as
 * it comes. Signals to this process are passed on.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  output: "keep" | "show" = "keep",
  cwd: string = checkout,
): Promise<{ code: number; output: string }> {
  const child = spawn(program, args, {
    cwd,
    // Programs of node_modules say `env node`, and the machine's own may be an older one.
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`, ...env },
    stdio: output === "show" ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, pass);
  const [code] = (await once(child, "close")) as [number | null];
  for (const signal of SIGNALS) process.off(signal, pass);
  return { code: code ?? 1, output: Buffer.concat(chunks).toString() };
}
