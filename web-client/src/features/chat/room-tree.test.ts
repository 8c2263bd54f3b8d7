import { describe, expect, test } from "vitest";
import type { RoomSummary } from "../../matrix/model.ts";
import { buildRoomTree, filterRoomTree, roomsIn } from "./room-tree.ts";
import type { RoomSection } from "./room-tree.ts";

const room = (roomId: string, change: Partial<RoomSummary> = {}): RoomSummary => ({
  roomId,
  kind: "room",
  membership: "join",
  name: roomId,
  topic: "",
  avatar: null,
  direct: null,
  invitedBy: null,
  children: [],
  purpose: null,
  outsiders: [],
  joinedCount: 2,
  encrypted: false,
  unread: { count: 0, more: false, mentions: 0 },
  threadUnread: 0,
  favourite: false,
  notify: "all",
  last: null,
  whole: true,
  activeAt: 0,
  ...change,
});
const space = (roomId: string, ...children: string[]) => room(roomId, { kind: "space", children });
const direct = (roomId: string, activeAt: number) =>
  room(roomId, { activeAt, direct: { userId: "@li:t", name: "Li", avatar: null, company: null } });
const managed = (roomId: string, purpose: string, change: Partial<RoomSummary> = {}, archived = false) =>
  room(roomId, {
    ...change,
    purpose: { purpose, departmentId: null, customerId: null, outsiders: [], archived, begin: 0 },
  });
const shape = (sections: readonly RoomSection[]): unknown[] =>
  sections.map(({ key, rooms, sections: inner }) => [key, rooms.map((each) => each.roomId).join(), ...shape(inner)]);

describe("the room list as a tree", () => {
  test("nests spaces as the organisation does and keeps their order", () => {
    const tree = buildRoomTree([
      space("company", "news", "sales", "rnd"),
      space("rnd", "firmware"),
      space("sales", "deals"),
      room("firmware"),
      room("deals"),
      room("news"),
    ]);
    expect(shape(tree)).toEqual([["company", "news", ["sales", "deals"], ["rnd", "firmware"]]]);
  });

  test("puts projects, customers, direct conversations and the rest apart, newest first", () => {
    const tree = buildRoomTree([
      space("company", "news", "hansa", "p1"),
      room("news"),
      managed("hansa", "customer"),
      managed("p1", "project", { activeAt: 1 }),
      managed("p2", "project", { activeAt: 2 }),
      direct("d1", 1),
      direct("d2", 2),
      room("loose"),
      room("asked", { membership: "invite" }),
    ]);
    expect(shape(tree)).toEqual([
      ["invitations", "asked"],
      ["company", "news"],
      ["projects", "p2,p1"],
      ["customers", "hansa"],
      ["direct", "d2,d1"],
      ["others", "loose"],
    ]);
  });

  test("puts a closed room behind those in which people talk", () => {
    const rooms = [managed("old", "project", { activeAt: 9 }, true), managed("live", "project", { activeAt: 1 })];
    expect(shape(buildRoomTree(rooms))).toEqual([["projects", "live,old"]]);
  });

  test("survives spaces that contain each other and a room in two spaces", () => {
    const tree = buildRoomTree([space("a", "b", "x"), space("b", "a", "x"), room("x")]);
    expect(tree.flatMap((section) => roomsIn(section)).map((each) => each.roomId)).toEqual(["x"]);
  });

  test("leaves out spaces without rooms that the user is in", () => {
    expect(buildRoomTree([space("a", "elsewhere")])).toEqual([]);
  });

  const named = (roomId: string, name: string, ...children: string[]) => ({ ...space(roomId, ...children), name });
  test.each<[string, RoomSummary[], string[]]>([
    [
      "a chain of spaces without rooms",
      [space("company", "news", "commercial"), space("commercial", "sales"), space("sales", "deals")],
      ["company: news", "  commercial › sales: deals"],
    ],
    [
      "a chain from the top",
      [space("company", "commercial"), space("commercial", "sales"), space("sales", "deals")],
      ["company › commercial › sales: deals"],
    ],
    [
      "a space with rooms of its own, or several spaces, stays a heading",
      [space("company", "a", "b"), space("a", "news", "inner"), space("inner", "deals"), space("b", "talks")],
      ["company: ", "  a: news", "    inner: deals", "  b: talks"],
    ],
    [
      "a department named like the company",
      [named("c", "Acme", "news", "d"), named("d", "Acme", "deals", "sales"), space("sales", "talks")],
      ["Acme: news,deals", "  sales: talks"],
    ],
    [
      "a department named like the company, of which only a part is left",
      [named("c", "Acme", "d"), named("d", "Acme", "sales"), space("sales", "talks")],
      ["Acme › sales: talks"],
    ],
    [
      "a department named like the company, beside a room",
      [named("c", "Acme", "news", "d"), named("d", "Acme", "sales"), space("sales", "talks")],
      ["Acme: news", "  sales: talks"],
    ],
  ])("says it in few headings: %s", (_, spaces, expected) => {
    const draw = (sections: readonly RoomSection[], indent: string): string[] =>
      sections.flatMap(({ spaces: shown, rooms, sections: inner }) => [
        `${indent}${shown.map((each) => each.name).join(" › ")}: ${rooms.map((each) => each.roomId).join()}`,
        ...draw(inner, `${indent}  `),
      ]);
    expect(
      draw(buildRoomTree([...spaces, room("news"), room("deals"), room("talks")]), "").slice(0, expected.length),
    ).toEqual(expected);
  });

  test("a filter keeps the way to what it finds", () => {
    const tree = buildRoomTree([
      space("company", "news", "rnd"),
      space("rnd", "firmware"),
      room("firmware"),
      room("news"),
    ]);
    expect(shape(filterRoomTree(tree, (each) => each.name.includes("firm")))).toEqual([
      ["company", "", ["rnd", "firmware"]],
    ]);
  });
});
