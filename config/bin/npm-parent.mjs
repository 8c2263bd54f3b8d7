import { readFileSync } from "node:fs";

/** The kernel's start time of a process, which tells it from a later one with the same number. */
export const startTicks = (pid) => statFields(pid)[19] ?? "gone";

/**
 * Calls `gone` once when the npm that runs this script is killed: its children
 * live on without a terminal, and nobody would stop them. Does nothing when no
 * npm runs it.
 */
export function watchNpm(gone) {
  const npm = process.env["npm_lifecycle_event"] === undefined ? undefined : npmAbove(process.ppid);
  if (npm === undefined) return;
  const ticks = startTicks(npm);
  const timer = setInterval(() => {
    if (startTicks(npm) === ticks) return;
    clearInterval(timer);
    gone();
  }, 1000);
  timer.unref();
}

function npmAbove(pid) {
  if (!(pid > 1)) return undefined;
  // npm writes what it does over its command line: "npm start".
  const command = readProc(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
  return /^npm |(^|\/)npm(-cli\.js)? /.test(command) ? pid : npmAbove(Number(statFields(pid)[1]));
}

/** The fields of proc(5) "stat" after the command name; none when the process is gone. */
function statFields(pid) {
  const stat = readProc(`/proc/${pid}/stat`);
  return stat === "" ? [] : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** A process may end between two looks; then there is nothing to read. */
function readProc(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
