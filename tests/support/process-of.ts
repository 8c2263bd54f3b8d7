import { join } from "node:path";
import { readRuns } from "@portico/config/processes/run-record.ts";

/** The process of an engine now, of the installation with these data; undefined while it is being started again. */
export function processOf(engine: string, data: string): number | undefined {
  const [run] = readRuns(join(data, "run")).alive;
  return run?.processes.find(({ name }) => name === engine)?.pid;
}
