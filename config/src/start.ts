import { once } from "node:events";
import type { Installation } from "./installation.ts";
import { printFirstAdmin, printSignIns, readStatus } from "./status.ts";
import { StopRequest, stopSignal } from "./stop-signal.ts";
import type { Terminal } from "./terminal.ts";
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
  const status = await readStatus(installation);
  terminal.line();
  terminal.line(`Portico is ready at ${status.web}  (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  printSignIns(status.accounts, installation, terminal);
  if (!installation.config.sampleCompany) printFirstAdmin(installation, terminal);
  terminal.line();
  terminal.line("Ctrl-C stops it. Logs: " + status.logs);
  if (jsonReady) process.stdout.write(`${JSON.stringify(status)}\n`);
  if (!stopping.aborted) await once(stopping, "abort");
  terminal.line();
  await running.stop();
  return 0;
}
