import { commandOf, identify, parentOf, type ProcessId } from "./process-id.ts";

/**
 * The `npm start` above a process. When it is killed its children live on
 * without a terminal, so the launcher watches it. Undefined when npm is not
 * what started us.
 */
export function npmAncestor(pid: number): ProcessId | undefined {
  if (process.env["npm_lifecycle_event"] === undefined) return undefined;
  for (
    let parent = parentOf(pid), depth = 0;
    parent !== undefined && parent > 1 && depth < 5;
    parent = parentOf(parent), depth++
  )
    if (/^npm |(?:^|\/)npm(?:-cli\.js)? /.test(`${commandOf(parent)} `)) return identify(parent);
  return undefined;
}
