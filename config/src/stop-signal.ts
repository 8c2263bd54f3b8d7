/** Why a command ends early: a person, or the end of the process that started it, asked for it. */
export class StopRequest extends Error {}

/** Fires at Ctrl-C, SIGTERM, SIGHUP, and when the process that started this one was killed. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort(new StopRequest("asked to stop"));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  process.once("disconnect", stop);
  return controller.signal;
}
