import { once } from "node:events";
import type { Installation } from "./installation.ts";
import { readStatus } from "./status.ts";
import { StopRequest, stopSignal } from "./stop-signal.ts";
import type { Terminal } from "./terminal.ts";
import { printTryFirst } from "./try-first.ts";
import { typed } from "./typed.ts";
import { up } from "./up.ts";

/**
 * `npm start`: brings the installation up, says where it is, and stays until it
 * is asked to stop. Resolves to the exit code: 0 after a stop on request, 130
 * when that came before everything was up.
 */
export async function start(installation: Installation, terminal: Terminal, jsonReady: boolean): Promise<number> {
  const began = performance.now();
  const stopping = stopSignal();
  terminal.line(`Portico starts with the data of ${installation.folders.data}`);
  let running;
  try {
    running = await up(installation, terminal, stopping);
  } catch (error) {
    if (error instanceof StopRequest) return 130;
    throw error;
  }
  const status = readStatus(installation);
  terminal.line();
  terminal.line(`Portico is ready at ${status.web}  (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  const building = status.engines.filter(({ state }) => state === "installing").map(({ name }) => name);
  if (building.length > 0)
    terminal.line(`Meetings follow by themselves; "${typed(installation, "status")}" says how far they are.`);
  await printTryFirst(installation, terminal);
  terminal.line();
  terminal.line("Ctrl-C stops it. Logs: " + status.logs);
  if (jsonReady) {
    await Promise.race([running.complete, once(stopping, "abort")]);
    process.stdout.write(`${JSON.stringify(readStatus(installation))}\n`);
  }
  if (!stopping.aborted) await once(stopping, "abort");
  terminal.line();
  await running.stop();
  return 0;
}
