import { type ImportDifference, personDifferences, roomDifferences } from "@portico/contract/imports.ts";
import type { MembershipChange, PersonName, RoomChange } from "./store.ts";

type PersonEntry = ImportDifference["people"][number];
type RoomEntry = ImportDifference["rooms"][number];

/** Who comes and goes for sure, and whose record changes, by user id. */
export interface NamedPeople {
  readonly joins: ReadonlySet<string>;
  readonly leaves: ReadonlySet<string>;
  readonly moves: ReadonlySet<string>;
  readonly changes: ReadonlySet<string>;
  /** Everybody in the other sets or in a membership that changes. */
  readonly names: readonly PersonName[];
}

/** Nothing comes, nothing goes. */
export const NO_DIFFERENCE: ImportDifference = {
  counts: {
    people: { joins: 0, moves: 0, changes: 0, leaves: 0 },
    rooms: { opens: 0, changes: 0, members: 0, closes: 0 },
    enter: 0,
    exit: 0,
  },
  people: [],
  rooms: [],
};

/** Sums up, by person and by room, what is wanted otherwise than before; pure. */
export function describeDifference(
  rooms: readonly RoomChange[],
  memberships: readonly MembershipChange[],
  people: NamedPeople,
): ImportDifference {
  const byRoom = new Map(rooms.map((room) => [room.key, { room, enter: 0, exit: 0 }]));
  const byUser = new Map<string, { enter: string[]; exit: string[] }>();
  for (const { room_key: key, user_id: userId, enters } of memberships) {
    const direction = enters ? "enter" : "exit";
    const entry = byRoom.get(key);
    if (entry !== undefined) entry[direction] += 1;
    const person = byUser.get(userId) ?? { enter: [], exit: [] };
    byUser.set(userId, person);
    if (entry?.room.kind === "room") person[direction].push(key);
  }

  const personEntries = people.names.flatMap(({ user_id: userId, name_en, name_zh }): PersonEntry[] => {
    const moved = byUser.get(userId);
    const what = whatOf(userId, people, moved !== undefined);
    if (what === undefined) return [];
    const [enter, exit] = [moved?.enter.toSorted() ?? [], moved?.exit.toSorted() ?? []];
    return [{ userId, name: { en: name_en, zh: name_zh }, what, enter, exit }];
  });
  const roomEntries = [...byRoom.values()].flatMap(({ room, enter, exit }): RoomEntry[] => {
    const what = room.opened
      ? "opens"
      : room.closed
        ? "closes"
        : room.changed
          ? "changes"
          : enter + exit > 0
            ? "members"
            : undefined;
    if (what === undefined) return [];
    return [{ key: room.key, name: { en: room.name_en, zh: room.name_zh }, kind: room.kind, what, enter, exit }];
  });
  personEntries.sort(inOrder(personDifferences, (entry) => entry.userId));
  roomEntries.sort(inOrder(roomDifferences, (entry) => entry.key));
  const entering = memberships.filter(({ enters }) => enters).length;
  return {
    counts: {
      people: { ...NO_DIFFERENCE.counts.people, ...countBy(personEntries) },
      rooms: { ...NO_DIFFERENCE.counts.rooms, ...countBy(roomEntries) },
      enter: entering,
      exit: memberships.length - entering,
    },
    people: personEntries,
    rooms: roomEntries,
  };
}

/** By what happens, then by name. */
const inOrder =
  <Entry extends { readonly what: string }>(kinds: readonly string[], nameOf: (entry: Entry) => string) =>
  (left: Entry, right: Entry): number =>
    kinds.indexOf(left.what) - kinds.indexOf(right.what) || (nameOf(left) < nameOf(right) ? -1 : 1);

function whatOf(
  userId: string,
  { joins, leaves, moves, changes }: NamedPeople,
  elsewhere: boolean,
): PersonEntry["what"] | undefined {
  if (leaves.has(userId)) return "leaves";
  if (joins.has(userId)) return "joins";
  if (moves.has(userId) || elsewhere) return "moves";
  return changes.has(userId) ? "changes" : undefined;
}

const countBy = <What extends string>(entries: readonly { readonly what: What }[]): Partial<Record<What, number>> => {
  const counts: Partial<Record<What, number>> = {};
  for (const { what } of entries) counts[what] = (counts[what] ?? 0) + 1;
  return counts;
};
