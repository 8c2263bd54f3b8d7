import type { Ability } from "./abilities.ts";

/**
 * What open windows can be told to read anew, and who may be told: whoever
 * holds the ability, or everybody with a session about his own things.
 */
export const liveTopics = {
  directory: "directory.read",
  guests: "guest.read",
  health: "health.read",
  imports: "directory.import",
  notifications: "self",
  operations: "operations.read",
  /** Scans, repairs and contested rooms. */
  reconciler: "room.reconcile",
  roles: "role.read",
  rooms: "room.read",
  /** What the account itself may do. */
  session: "self",
} as const satisfies Record<string, Ability | "self">;
export type LiveTopic = keyof typeof liveTopics;
export const liveTopicNames = Object.keys(liveTopics) as [LiveTopic, ...LiveTopic[]];
