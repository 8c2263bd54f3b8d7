import { expect, test } from "vitest";
import { type Directory, structureOf } from "./structure.ts";

const name = (en: string) => ({ en, zh: "" });
const member = (id: string, departmentId: string | null, role: "staff" | "admin" = "staff") =>
  ({ userId: `@${id}:s`, personId: id, departmentId, role }) as const;

/** company > rnd > firmware; han heads rnd and belongs to the board, su heads firmware. */
const directory: Directory = {
  company: name("Heronbay"),
  departments: [
    { id: "board", name: name("Board"), parentId: null, headId: null },
    { id: "rnd", name: name("R&D"), parentId: null, headId: "han" },
    { id: "firmware", name: name("Firmware"), parentId: "rnd", headId: "su" },
  ],
  members: [
    member("han", "board"),
    member("su", "firmware"),
    member("sun", "firmware"),
    member("cheng", "rnd", "admin"),
    { userId: "@admin:s", personId: null, departmentId: null, role: "admin" },
  ],
};

const membersOf = (key: string, of: Directory = directory): Record<string, number> =>
  Object.fromEntries(
    structureOf(of)
      .memberships.filter((wanted) => wanted.roomKey === key)
      .map((wanted) => [wanted.userId, wanted.power]),
  );

test("every department is a space with a room, inside its parent's", () => {
  expect(structureOf(directory).rooms.map((room) => [room.key, room.parent_key])).toEqual([
    ["company:space", null],
    ["company:room", "company:space"],
    ["department:board:space", "company:space"],
    ["department:board:room", "department:board:space"],
    ["department:rnd:space", "company:space"],
    ["department:rnd:room", "department:rnd:space"],
    ["department:firmware:space", "department:rnd:space"],
    ["department:firmware:room", "department:firmware:space"],
  ]);
});

test.each([
  ["company:space", { "@han:s": 0, "@su:s": 0, "@sun:s": 0, "@cheng:s": 0, "@admin:s": 0 }],
  ["company:room", { "@han:s": 0, "@su:s": 0, "@sun:s": 0, "@cheng:s": 75, "@admin:s": 75 }],
  ["department:rnd:space", { "@su:s": 0, "@sun:s": 0, "@cheng:s": 0, "@han:s": 0 }],
  ["department:rnd:room", { "@cheng:s": 0, "@han:s": 75 }],
  ["department:firmware:space", { "@su:s": 0, "@sun:s": 0 }],
  ["department:firmware:room", { "@su:s": 75, "@sun:s": 0 }],
  ["department:board:room", { "@han:s": 0 }],
])("members of %s", (key, members) => {
  expect(membersOf(key)).toEqual(members);
});

test("who belongs to a department that has ended is in the company's rooms only", () => {
  const without = { ...directory, departments: directory.departments.filter(({ id }) => id !== "board") };
  expect(membersOf("company:room", without)).toHaveProperty(["@han:s"]);
  expect(structureOf(without).memberships.filter(({ roomKey }) => roomKey.includes("board"))).toEqual([]);
});
