import { signal } from "@preact/signals-core";

const MINUTE = 60_000;

/**
 * The time, whole minutes; read in a render, it renders again when the minute is
 * over. Words like "today" and "5 minutes ago" follow it.
 */
export const minute = signal(Math.floor(Date.now() / MINUTE) * MINUTE);

const look = (): void => {
  minute.value = Math.floor(Date.now() / MINUTE) * MINUTE;
};

/** To be called once by the page. A tab that slept looks again when it is seen. */
export const startClock = (): void => {
  setInterval(look, MINUTE / 4);
  document.addEventListener("visibilitychange", look);
};
