import { setTimeout as delay } from "node:timers/promises";
import { isAlive, isGroupAlive, sendSignal } from "./process-id.ts";
import type { ProcessRecord } from "./run-record.ts";

/**
 * Asks a process to end by its own signals, one after the other, and kills it
 * when it does not. Resolves when it and its process group are gone.
 */
export async function stopProcess(record: ProcessRecord): Promise<void> {
  for (const { signal, ms } of record.stop) {
    if (!isAlive(record)) break;
    sendSignal(record.pid, signal as NodeJS.Signals);
    await goneWithin(() => !isAlive(record), ms);
  }
  // Whatever the process left in its group would be nobody's.
  if (sendSignal(-record.pid, "SIGKILL")) await goneWithin(() => !isGroupAlive(record.pid), 2000);
}

/** Looks rather than listens, because a process of an earlier run is nobody's child here. */
async function goneWithin(gone: () => boolean, ms: number): Promise<void> {
  const until = performance.now() + ms;
  while (!gone() && performance.now() < until) await delay(20);
}

/** Stops all, the last started first. */
export async function stopAll(records: readonly ProcessRecord[]): Promise<void> {
  for (const record of records.toReversed()) await stopProcess(record);
}
