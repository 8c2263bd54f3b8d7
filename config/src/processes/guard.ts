/**
 * Outlives the launcher. Standard input is a pipe that only the launcher holds:
 * its end means that the launcher stopped, cleanly or by `kill -9`. Then
 * everything that its record still names is stopped.
 */
import { readRecord, removeRun } from "./run-record.ts";
import { stopAll } from "./stop-process.ts";
import { dirname } from "node:path";

const file = process.argv[2];
if (file === undefined) throw new Error("the guard needs the path of a run record");
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
for await (const _ of process.stdin);

const record = readRecord(file);
if (record) {
  await stopAll(record.processes);
  removeRun(dirname(file), record.launcher);
}
