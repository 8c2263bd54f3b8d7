import { ROOM_PURPOSE_EVENT } from "@portico/contract/matrix.ts";
import { expect, test } from "vitest";
import type { ManagedRoomRow } from "../../../db/tables/managed-room.ts";
import { powerLevels } from "../../../matrix/power-levels.ts";
import { type ActualItem, type RoomFacts, stateDifferences, wantedState } from "./model.ts";

const room: ManagedRoomRow = {
  key: "department:rnd:room",
  room_id: "!room",
  kind: "room",
  purpose: "department",
  name_en: "R&D",
  name_zh: "研发",
  topic: null,
  parent_key: "department:rnd:space",
  department_id: "rnd",
  customer_id: null,
  project_id: null,
  owner_kind: null,
  owner_id: null,
  powers: null,
  archived_at: null,
  closed_at: null,
  created_at: new Date(0),
  creation_started_at: null,
  wanted_version: 1,
  reconciled_version: 1,
  drift_version: 0,
  repaired_version: 0,
  reconciled_at: null,
  loaded_at: null,
  problem: null,
};
const facts: RoomFacts = { power: { "@han:s": 75 }, outsiders: [], parent: "!space", children: [] };
const place = { locale: "zh", serverName: "s" } as const;

const right: ActualItem[] = wantedState(room, facts, place).map((item) => ({
  ...item,
  eventId: `$${item.type}`,
  sender: "@portico:s",
  foreign: false,
}));
const instead = (type: string, content: Record<string, unknown>, stateKey = ""): ActualItem[] => [
  ...right.filter((item) => item.type !== type || item.stateKey !== stateKey),
  { type, stateKey, content, eventId: "$other", sender: "@han:s", foreign: true },
];
const differing = (
  actual: readonly ActualItem[],
  more: Partial<RoomFacts> = {},
  archived = false,
  as: Partial<ManagedRoomRow> = {},
) =>
  stateDifferences(
    wantedState({ ...room, ...as, archived_at: archived ? new Date(0) : null }, { ...facts, ...more }, place),
    actual,
  ).map(({ wanted }) => [wanted.type, wanted.stateKey, wanted.content]);

test("nothing differs where everything is as wanted, whatever the order of keys", () => {
  expect(differing(right)).toEqual([]);
  const turned = Object.fromEntries(
    Object.entries(powerLevels({ "@han:s": 75 }, { kind: "room", archived: false })).toReversed(),
  );
  expect(differing(instead("m.room.power_levels", turned))).toEqual([]);
});

test.each([
  ["a name", "m.room.name", { name: "Mine" }],
  ["powers", "m.room.power_levels", { ...powerLevels({ "@han:s": 100 }, { kind: "room", archived: false }) }],
  ["who may join", "m.room.join_rules", { join_rule: "public" }],
  ["who may read", "m.room.history_visibility", { history_visibility: "world_readable" }],
  ["the purpose", ROOM_PURPOSE_EVENT, { key: room.key, purpose: "company", outsiders: [] }],
])("%s that somebody wrote is wanted as it was", (_, type, content) => {
  expect(differing(instead(type, content)).map(([differs]) => differs)).toEqual([type]);
});

test("links that nobody wants are wanted empty, and empty ones are none", () => {
  const strayed = instead("m.space.child", { via: ["s"] }, "!stray");
  expect(differing(strayed)).toEqual([["m.space.child", "!stray", {}]]);
  expect(differing(instead("m.space.child", {}, "!stray"))).toEqual([]);
  expect(differing(right, { parent: null })).toEqual([["m.space.parent", "!space", {}]]);
});

test("in an archived room nobody but the bot writes, and the purpose says so", () => {
  const written = new Map(differing(right, { parent: null }, true).map(([type, , content]) => [type, content]));
  expect(written.get(ROOM_PURPOSE_EVENT)).toMatchObject({ archived: true });
  expect(written.get("m.room.power_levels")).toMatchObject({
    events_default: 100,
    redact: 100,
    invite: 100,
    kick: 100,
  });
});

test("topic and pins are the people's", () => {
  expect(differing(instead("m.room.topic", { topic: "Lunch at noon" }))).toEqual([]);
});

test("the room of an object says whose it is, keeps the topic it was given, and asks for the powers wanted there", () => {
  const owned = {
    purpose: "owned",
    owner_kind: "notice",
    owner_id: "n1",
    topic: "For all",
    powers: { begin: 50, redact: 60 },
  } as const;
  const written = new Map(differing(right, {}, false, owned).map(([type, , content]) => [type, content]));
  expect(written.get("m.room.topic")).toEqual({ topic: "For all" });
  expect(written.get(ROOM_PURPOSE_EVENT)).toMatchObject({
    purpose: "owned",
    owner: { kind: "notice", id: "n1" },
    begin: 50,
  });
  expect(written.get("m.room.power_levels")).toMatchObject({
    events_default: 0,
    redact: 60,
    kick: 50,
    events: { "m.room.topic": 100, "m.room.pinned_events": 50, "org.matrix.msc3401.call.member": 50 },
  });
  const closed = new Map(differing(right, {}, true, owned).map(([type, , content]) => [type, content]));
  expect(closed.get("m.room.power_levels")).toMatchObject({ events_default: 100, redact: 100 });
});
