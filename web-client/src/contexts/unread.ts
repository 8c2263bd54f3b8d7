import { signal } from "@preact/signals-core";

/** Unread messages in all rooms together. Written by the chat pages, shown by the shells. */
export const unreadTotal = signal(0);
