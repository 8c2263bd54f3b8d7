import { ROOM_PURPOSE_EVENT } from "@portico/contract/matrix.ts";
import { expect, test } from "vitest";
import type { StateEvent } from "./ports.ts";
import { powerLevels } from "./power-levels.ts";
import { compareRoom, type Repair, type WantedRoom } from "./reconcile.ts";

const self = { botUserId: "@portico:s", serverName: "s" };
const wanted: WantedRoom = {
  kind: "room",
  name: "研发",
  purpose: { key: "department:rnd:room", purpose: "department", outsiders: [] },
  parent: "!space",
  children: [],
  power: { "@han:s": 75 },
  members: new Map([
    ["@han:s", { company: null }],
    ["@guest-1:s", { company: "Jinghe" }],
  ]),
};

const event = (type: string, stateKey: string, content: Record<string, unknown>): StateEvent => ({
  type,
  stateKey,
  sender: "@portico:s",
  content,
});
const member = (userId: string, membership: string, more: Record<string, unknown> = {}) =>
  event("m.room.member", userId, { membership, displayname: "x", ...more });

const RIGHT: StateEvent[] = [
  event("m.room.name", "", { name: "研发" }),
  event(ROOM_PURPOSE_EVENT, "", { outsiders: [], purpose: "department", key: "department:rnd:room" }),
  event("m.room.power_levels", "", { ...powerLevels("room", { "@han:s": 75 }) }),
  event("m.space.parent", "!space", { via: ["s"], canonical: true }),
  member("@portico:s", "join"),
  member("@han:s", "join"),
  member("@guest-1:s", "join", { "org.portico.company": "Jinghe" }),
  member("@old:s", "leave"),
];

/** The right state with these events in the place of theirs. */
const stateWith = (...events: StateEvent[]): StateEvent[] => [
  ...RIGHT.filter((old) => !events.some((now) => now.type === old.type && now.stateKey === old.stateKey)),
  ...events,
];

test("a room that is right needs nothing", () => {
  expect(compareRoom(wanted, RIGHT, self)).toEqual([]);
});

test.each<[string, StateEvent[], Repair[]]>([
  ["nobody wanted is taken out", stateWith(member("@x:s", "join")), [{ action: "remove", userId: "@x:s" }]],
  ["nor invited", stateWith(member("@x:s", "invite")), [{ action: "remove", userId: "@x:s" }]],
  ["nor let in by a knock", stateWith(member("@x:s", "knock")), [{ action: "remove", userId: "@x:s" }]],
  [
    "who left comes back",
    stateWith(member("@han:s", "leave")),
    [{ action: "add", userId: "@han:s", from: "leave", company: null }],
  ],
  [
    "who was banned comes back",
    stateWith(member("@han:s", "ban")),
    [{ action: "add", userId: "@han:s", from: "ban", company: null }],
  ],
  [
    "a guest without the badge gets it",
    stateWith(member("@guest-1:s", "join")),
    [{ action: "add", userId: "@guest-1:s", from: "join", company: "Jinghe" }],
  ],
  [
    "a link that is not ours is emptied",
    stateWith(event("m.space.parent", "!other", { via: ["s"] })),
    [{ action: "write", type: "m.space.parent", stateKey: "!other", content: {} }],
  ],
  ["an emptied link stays so", stateWith(event("m.space.parent", "!other", {})), []],
  [
    "another name",
    stateWith(event("m.room.name", "", { name: "x" })),
    [{ action: "write", type: "m.room.name", stateKey: "", content: { name: "研发" } }],
  ],
])("%s", (_, state, repairs) => {
  expect(compareRoom(wanted, state, self)).toEqual(repairs);
});

test("removals come before power, and additions last", () => {
  const state = stateWith(
    member("@x:s", "join"),
    member("@han:s", "leave"),
    event("m.room.power_levels", "", { ...powerLevels("room", { "@x:s": 75 }) }),
  );
  expect(compareRoom(wanted, state, self).map((repair) => repair.action)).toEqual(["remove", "write", "add"]);
});
