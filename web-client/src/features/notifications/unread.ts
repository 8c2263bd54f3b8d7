import { signal } from "@preact/signals-core";

/** News in the bell that nobody has looked at. */
export const unreadNotices = signal(0);
