/** Less is what clocks are corrected by while they run. */
const SET_BACK_MS = 60_000;
const LOOK_MS = 1_000;

/**
 * Calls once when the machine's clock was set back by more than a minute, with
 * by how many seconds. What reads the clock to know when to do something, like
 * the job queue, then does nothing until it has come as far again; a process
 * that starts anew does. The clock that is compared with cannot be set.
 */
export function watchClock(onSetBack: (seconds: number) => void): void {
  let ahead = Date.now() - performance.now();
  const watch = setInterval(() => {
    const before = ahead;
    ahead = Date.now() - performance.now();
    if (before - ahead < SET_BACK_MS) return;
    clearInterval(watch);
    onSetBack(Math.round((before - ahead) / 1000));
  }, LOOK_MS);
  watch.unref();
}
