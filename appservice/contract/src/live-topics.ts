import type { Ability } from "./abilities.ts";
import { gather, type Merged } from "./derive.ts";

export type LiveTopic = keyof Merged<"topics">;

/** What open windows can be told to read again, and who may be told, as the capabilities declare it. */
export const liveTopics: Readonly<Record<LiveTopic, Ability | "self">> = gather("topics");
export const liveTopicNames = Object.keys(liveTopics) as LiveTopic[];
