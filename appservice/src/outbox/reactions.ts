import type { DomainEventName } from "@portico/contract/events.ts";
import type { LiveTopic } from "@portico/contract/live-topics.ts";
import type { NoticeContent } from "@portico/contract/notices.ts";
import type { Role } from "@portico/contract/roles.ts";
import type { Db } from "../db/connection.ts";
import type { RecordedEvent } from "./consumer.ts";

/** Something to say in a room; who says it twice says it once. */
export interface RoomMessage {
  readonly roomId: string;
  /** A local user to send as; the bot when absent. */
  readonly sender?: string;
  /** Event type, `m.room.message` unless said otherwise. */
  readonly type?: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Something to tell one person in the bell. */
export type Notice = NoticeContent & { readonly userId: string };

/** Something that open windows show and that is different now. Clients read it anew; no data travel with it. */
export interface Change {
  readonly topic: LiveTopic;
  /** Ids of the things that changed; empty when it is about the whole. */
  readonly ids?: readonly string[];
  /** Only these accounts, and those with one of the roles. Without both: everybody who may read the topic. */
  readonly users?: readonly string[];
  readonly roles?: readonly Role[];
}

type React<Name extends DomainEventName, Effect> = (
  event: RecordedEvent<Name>,
  db: Db,
) => readonly Effect[] | Promise<readonly Effect[]>;

/** What follows from an event. Each part is tried again by itself until it succeeds, in order per stream. */
export interface Reactions<Name extends DomainEventName> {
  /** Matrix events to send. What is returned first is kept and sent exactly once, whatever happens on the way. */
  readonly messages?: React<Name, RoomMessage>;
  /** Entries in people's bells. */
  readonly notices?: React<Name, Notice>;
  /** What open windows shall read anew. */
  readonly changes?: React<Name, Change>;
}

/** The events that a feature reacts to. */
export type Outbox = { readonly [Name in DomainEventName]?: Reactions<Name> };

/** What the features together return for one event, of one part. */
export async function reactTo<Part extends keyof Reactions<DomainEventName>>(
  outboxes: readonly Outbox[],
  part: Part,
  event: RecordedEvent,
  db: Db,
): Promise<EffectOf<Part>[]> {
  const effects: EffectOf<Part>[] = [];
  for (const outbox of outboxes) {
    const react = outbox[event.name]?.[part] as React<DomainEventName, EffectOf<Part>> | undefined;
    if (react !== undefined) effects.push(...(await react(event, db)));
  }
  return effects;
}

/** The names of the events that some feature reacts to in this way. */
export const namesWith = (outboxes: readonly Outbox[], part: keyof Reactions<DomainEventName>): DomainEventName[] => [
  ...new Set(
    outboxes.flatMap((outbox) =>
      (Object.keys(outbox) as DomainEventName[]).filter((name) => outbox[name]?.[part] !== undefined),
    ),
  ),
];

interface Effects {
  readonly messages: RoomMessage;
  readonly notices: Notice;
  readonly changes: Change;
}
type EffectOf<Part extends keyof Reactions<DomainEventName>> = Effects[Part];
