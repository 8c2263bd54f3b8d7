import { isDeepStrictEqual } from "node:util";
import { MEMBER_COMPANY_FIELD, ROOM_PURPOSE_EVENT } from "@portico/contract/matrix.ts";
import type { MatrixPorts, Membership, StateEvent } from "./ports.ts";
import { powerLevels } from "./power-levels.ts";

/** What a managed room shall be. */
export interface WantedRoom {
  readonly kind: "space" | "room";
  readonly name: string;
  readonly purpose: Readonly<Record<string, unknown>>;
  /** Room ids: the space that lists this room, and the rooms that this space lists. */
  readonly parent: string | null;
  readonly children: readonly string[];
  /** Powers above none. */
  readonly power: Readonly<Record<string, number>>;
  readonly members: ReadonlyMap<string, WantedMember>;
}

export interface WantedMember {
  /** Company of an outsider, shown as badge. */
  readonly company: string | null;
}

/** One step that brings a room nearer to what it shall be. */
export type Repair =
  | { readonly action: "write"; readonly type: string; readonly stateKey: string; readonly content: object }
  | { readonly action: "remove"; readonly userId: string }
  | { readonly action: "add"; readonly userId: string; readonly from: Membership; readonly company: string | null };

interface Self {
  readonly botUserId: string;
  readonly serverName: string;
}

/**
 * Compares a room's state with what is wanted. Removals come first and
 * additions last, so that nobody new sees a room that is not yet right.
 * Topic and pinned messages belong to the people in the room and are left alone.
 */
export function compareRoom(wanted: WantedRoom, state: readonly StateEvent[], self: Self): Repair[] {
  return [...removals(wanted, state, self), ...writes(wanted, state, self), ...additions(wanted, state)];
}

function writes(wanted: WantedRoom, state: readonly StateEvent[], { serverName }: Self): Repair[] {
  const link = { via: [serverName] };
  const desired: Omit<StateEvent, "sender">[] = [
    { type: "m.room.name", stateKey: "", content: { name: wanted.name } },
    { type: ROOM_PURPOSE_EVENT, stateKey: "", content: wanted.purpose },
    {
      type: "m.room.power_levels",
      stateKey: "",
      content: powerLevels(wanted.kind, wanted.power),
    },
    ...wanted.children.map((child) => ({ type: "m.space.child", stateKey: child, content: link })),
    ...(wanted.parent === null
      ? []
      : [{ type: "m.space.parent", stateKey: wanted.parent, content: { ...link, canonical: true } }]),
  ];
  const known = new Set(desired.map(keyOf));
  const actual = new Map(state.map((event) => [keyOf(event), event.content]));
  // A link without content is no link (client-server API, "m.space.child").
  const stale = state.filter(
    (event) =>
      ["m.space.child", "m.space.parent"].includes(event.type) &&
      !known.has(keyOf(event)) &&
      Object.keys(event.content).length > 0,
  );
  return [
    ...desired.filter((event) => !isDeepStrictEqual(actual.get(keyOf(event)), event.content)),
    ...stale.map((event) => ({ ...event, content: {} })),
  ].map(({ type, stateKey, content }) => ({ action: "write", type, stateKey, content }));
}

function removals(wanted: WantedRoom, state: readonly StateEvent[], { botUserId }: Self): Repair[] {
  return [...memberships(state)].flatMap(([userId, { membership }]) =>
    userId === botUserId || wanted.members.has(userId) || !["join", "invite", "knock"].includes(membership)
      ? []
      : [{ action: "remove", userId }],
  );
}

function additions(wanted: WantedRoom, state: readonly StateEvent[]): Repair[] {
  const actual = memberships(state);
  return [...wanted.members].flatMap(([userId, { company }]) => {
    const seen = actual.get(userId);
    const badge = seen?.company ?? null;
    return seen?.membership === "join" && badge === company
      ? []
      : [{ action: "add", userId, from: seen?.membership ?? "leave", company }];
  });
}

function memberships(state: readonly StateEvent[]): Map<string, { membership: Membership; company: unknown }> {
  return new Map(
    state
      .filter((event) => event.type === "m.room.member")
      .map(({ stateKey, content }) => [
        stateKey,
        { membership: content["membership"] as Membership, company: content[MEMBER_COMPANY_FIELD] },
      ]),
  );
}

const keyOf = (event: { type: string; stateKey: string }): string => `${event.type}\n${event.stateKey}`;

/** Takes one step at the homeserver. */
export async function applyRepair(
  { members, state }: Pick<MatrixPorts, "members" | "state">,
  roomId: string,
  repair: Repair,
): Promise<void> {
  if (repair.action === "write") {
    await state.put(roomId, repair.type, repair.stateKey, { ...repair.content });
  } else if (repair.action === "remove") {
    await members.remove(roomId, repair.userId, "not a member of this room in the directory");
  } else {
    const fields = repair.company === null ? {} : { [MEMBER_COMPANY_FIELD]: repair.company };
    await members.add(roomId, repair.userId, repair.from, fields);
  }
}
