import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";

/**
 * One process for certain: numbers are given again, a number together with the
 * kernel's start time (clock ticks since boot, field 22 of `/proc/<pid>/stat`,
 * proc(5)) is not.
 */
export const ProcessId = z.object({ pid: z.int().positive(), startTicks: z.string() });
export type ProcessId = z.infer<typeof ProcessId>;

/** The identity of a running process; undefined when it is gone or a zombie. */
export function identify(pid: number): ProcessId | undefined {
  const fields = statFields(pid);
  const startTicks = fields?.[19];
  return startTicks === undefined || fields?.[0] === "Z" ? undefined : { pid, startTicks };
}

/** Whether exactly this process still runs. */
export const isAlive = (id: ProcessId): boolean => identify(id.pid)?.startTicks === id.startTicks;

/** Whether a process group has a member that still runs; one that only waits to be asked for its exit code does not. */
export const isGroupAlive = (group: number): boolean =>
  readdirSync("/proc").some((name) => {
    const fields = /^\d+$/.test(name) ? statFields(Number(name)) : undefined;
    return fields?.[2] === String(group) && fields[0] !== "Z";
  });

/** The command line of a process as a person would type it, at most 200 characters. */
export function commandOf(pid: number): string | undefined {
  const line = readProc(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ").trim();
  return line ? line.slice(0, 200) : readProc(`/proc/${pid}/comm`)?.trim();
}

/** Sends a signal to a process, or with a negative number to its group; false when nobody is there any more. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}

/** The fields after the command name, which may itself hold spaces and brackets. */
function statFields(pid: number): string[] | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** A process may end between two looks; then there is nothing to read. */
function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
