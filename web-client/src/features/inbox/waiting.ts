import { computed, signal } from "@preact/signals-core";
import type { ResponseOf } from "../../api/types.ts";

type Answer = ResponseOf<"GET /api/inbox">;
export type InboxItem = Answer["items"][number];

/** What waits at the application service; null until it has answered. */
export const atService = signal<Answer | null>(null);
/** Why it was last not to be had; null where it was. */
export const serviceProblem = signal<unknown>(null);
/** Invitations and mentions, which only this device's conversations know. */
export const inConversations = signal<readonly InboxItem[]>([]);

/** Everything that waits for the user: what is due first, then conversations, then the rest. */
export const waiting = computed<readonly InboxItem[]>(() => {
  const items = atService.value?.items ?? [];
  const due = items.filter(({ dueAt }) => dueAt !== undefined);
  return [...due, ...inConversations.value, ...items.filter(({ dueAt }) => dueAt === undefined)];
});
