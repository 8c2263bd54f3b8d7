import { isDeepStrictEqual } from "node:util";
import type { Locale, LocalizedText } from "@portico/contract/common.ts";
import { ROOM_PURPOSE_EVENT } from "@portico/contract/matrix.ts";
import type { ManagedRoomRow } from "../../../db/tables/managed-room.ts";
import type { RoomOptions, StateEvent } from "../../../matrix/ports.ts";
import { powerLevels } from "../../../matrix/power-levels.ts";

/**
 * State events of a managed room that only the bot writes. Picture and pins belong to its people, and so does the
 * topic unless one is wanted.
 */
export const OUR_STATE = [
  "m.room.name",
  "m.room.topic",
  "m.room.power_levels",
  "m.room.join_rules",
  "m.room.history_visibility",
  "m.room.guest_access",
  "m.space.child",
  "m.space.parent",
  ROOM_PURPOSE_EVENT,
] as const;
const ours: ReadonlySet<string> = new Set(OUR_STATE);
export const isOurs = (event: Pick<StateEvent, "type">): boolean => ours.has(event.type);

/** A state event as it shall be; no content at all: there shall be none (client-server API, "m.space.child"). */
export interface StateItem {
  readonly type: string;
  readonly stateKey: string;
  readonly content: Readonly<Record<string, unknown>>;
}
export interface ActualItem extends StateItem {
  readonly eventId: string;
  readonly sender: string;
  /** Not known to be our own write. */
  readonly foreign: boolean;
}

/** What the state of a room follows from, besides its row. */
export interface RoomFacts {
  /** Powers above none. */
  readonly power: Readonly<Record<string, number>>;
  /** Outside companies whose people are members, each once, in order. */
  readonly outsiders: readonly string[];
  /** Room ids: the space that lists this room, and the rooms that this space lists. */
  readonly parent: string | null;
  readonly children: readonly string[];
}

/** The text in the language in which this installation writes into rooms. */
export const inLocale = (text: LocalizedText, locale: Locale): string =>
  locale === "zh" && text.zh !== "" ? text.zh : text.en;

/** The topic of a capability's room is kept where it gives one. */
const keepsTopic = (room: ManagedRoomRow): boolean => room.purpose === "owned" && room.topic !== null;

const levelsOf = (room: ManagedRoomRow, facts: RoomFacts): Readonly<Record<string, unknown>> =>
  powerLevels(facts.power, {
    kind: room.kind,
    archived: room.archived_at !== null,
    powers: room.powers,
    keepsTopic: keepsTopic(room),
  });

/** How the room is created; everything in it is wanted afterwards too. */
export const creationOptions = (room: ManagedRoomRow, facts: RoomFacts, locale: Locale): RoomOptions => ({
  kind: room.kind,
  name: inLocale({ en: room.name_en, zh: room.name_zh }, locale),
  // A topic that is kept is written once, by whoever keeps it.
  ...(room.topic !== null && !keepsTopic(room) && { topic: room.topic }),
  purpose: purposeContent(room, facts),
  levels: levelsOf(room, facts),
});

/**
 * Content of our state event, by which any client sees what the room is for
 * and which outsiders read along. `key` is how a room is found again whose
 * creation was interrupted before its id could be kept.
 */
const purposeContent = (room: ManagedRoomRow, { outsiders }: RoomFacts): Record<string, unknown> => ({
  key: room.key,
  purpose: room.purpose,
  ...(room.department_id !== null && { department_id: room.department_id }),
  ...(room.project_id !== null && { project_id: room.project_id }),
  ...(room.customer_id !== null && { customer_id: room.customer_id }),
  ...(room.owner_kind !== null && { owner: { kind: room.owner_kind, id: room.owner_id } }),
  // By it a client offers to answer only where its user cannot begin.
  ...(room.powers?.begin !== undefined && { begin: room.powers.begin }),
  ...(room.archived_at !== null && { archived: true }),
  outsiders,
});

/** The state that the room shall have. A closed room is listed by no space, so that spaces hold what is going on. */
export function wantedState(
  room: ManagedRoomRow,
  facts: RoomFacts,
  { locale, serverName }: { locale: Locale; serverName: string },
): StateItem[] {
  const link = { via: [serverName] };
  const item = (type: string, content: Readonly<Record<string, unknown>>, stateKey = ""): StateItem => ({
    type,
    stateKey,
    content,
  });
  return [
    item("m.room.power_levels", levelsOf(room, facts)),
    item("m.room.join_rules", { join_rule: "invite" }),
    item("m.room.history_visibility", { history_visibility: "shared" }),
    item("m.room.guest_access", { guest_access: "forbidden" }),
    item("m.room.name", { name: inLocale({ en: room.name_en, zh: room.name_zh }, locale) }),
    ...(keepsTopic(room) ? [item("m.room.topic", { topic: room.topic })] : []),
    item(ROOM_PURPOSE_EVENT, purposeContent(room, facts)),
    ...facts.children.map((child) => item("m.space.child", link, child)),
    ...(facts.parent === null ? [] : [item("m.space.parent", { ...link, canonical: true }, facts.parent)]),
  ];
}

/** One state event that is not as it shall be. */
export interface StateDifference {
  readonly wanted: StateItem;
  /** Undefined: there is none. */
  readonly actual: ActualItem | undefined;
}

/** What differs; links that nobody wants are wanted empty. */
export const stateDifferences = (wanted: readonly StateItem[], actual: readonly ActualItem[]): StateDifference[] =>
  pairs(wanted, actual).filter(differs);

/** What differs, and what somebody else wrote: an event that came late may say what was so before. */
export const stateInDoubt = (wanted: readonly StateItem[], actual: readonly ActualItem[]): StateDifference[] =>
  pairs(wanted, actual).filter((pair) => pair.actual?.foreign === true || differs(pair));

const differs = ({ wanted, actual }: StateDifference): boolean => !isDeepStrictEqual(actual?.content, wanted.content);

function pairs(wanted: readonly StateItem[], actual: readonly ActualItem[]): StateDifference[] {
  const found = new Map(actual.map((item) => [keyOf(item), item]));
  const known = new Set(wanted.map(keyOf));
  const stale = actual
    .filter((item) => item.type.startsWith("m.space.") && !known.has(keyOf(item)))
    .map(({ type, stateKey }) => ({ type, stateKey, content: {} }));
  return [...wanted, ...stale].map((item) => ({ wanted: item, actual: found.get(keyOf(item)) }));
}

const keyOf = (item: { type: string; stateKey: string }): string => `${item.type}\n${item.stateKey}`;
