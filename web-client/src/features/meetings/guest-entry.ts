import { signal } from "@preact/signals-core";

/** By what a guest by link shows that he was let in; null for people with an account. */
export const guestEntry = signal<{ readonly entryId: string; readonly secret: string } | null>(null);
