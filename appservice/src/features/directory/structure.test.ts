import { expect, test } from "vitest";
import { type Directory, structureOf } from "./structure.ts";

const name = (en: string) => ({ en, zh: "" });
const member = (id: string, departments: readonly string[], role: "staff" | "admin" = "staff") =>
  ({ userId: `@${id}:s`, personId: id, departments, role }) as const;

/** company > rnd > firmware; han heads rnd and belongs to the board, su heads firmware. */
const directory: Directory = {
  company: name("Heronbay"),
  departments: [
    { id: "board", name: name("Board"), parentId: null, headId: null },
    { id: "rnd", name: name("R&D"), parentId: null, headId: "han" },
    { id: "firmware", name: name("Firmware"), parentId: "rnd", headId: "su" },
  ],
  projects: [
    { id: "fix", name: name("Fix"), leadId: "su", ended: false, members: ["su", "sun", "gone"] },
    { id: "fair", name: name("Fair"), leadId: "han", ended: true, members: ["sun"] },
  ],
  members: [
    member("han", ["board"]),
    member("su", ["firmware"]),
    member("sun", ["firmware", "board", "ended"]),
    member("cheng", ["rnd"], "admin"),
    { userId: "@admin:s", personId: null, departments: [], role: "admin" },
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
    ["projects:space", "company:space"],
    ["project:fix:room", "projects:space"],
    ["project:fair:room", "projects:space"],
  ]);
});

test.each([
  ["company:space", { "@han:s": 0, "@su:s": 0, "@sun:s": 0, "@cheng:s": 0, "@admin:s": 0 }],
  ["company:room", { "@han:s": 0, "@su:s": 0, "@sun:s": 0, "@cheng:s": 75, "@admin:s": 75 }],
  ["department:rnd:space", { "@su:s": 0, "@sun:s": 0, "@cheng:s": 0, "@han:s": 0 }],
  ["department:rnd:room", { "@cheng:s": 0, "@han:s": 75 }],
  ["department:firmware:space", { "@su:s": 0, "@sun:s": 0 }],
  ["department:firmware:room", { "@su:s": 75, "@sun:s": 0 }],
  ["department:board:room", { "@han:s": 0, "@sun:s": 0 }],
  ["projects:space", { "@han:s": 0, "@su:s": 0, "@sun:s": 0 }],
  ["project:fix:room", { "@su:s": 75, "@sun:s": 0 }],
  ["project:fair:room", { "@han:s": 75, "@sun:s": 0 }],
])("members of %s", (key, members) => {
  expect(membersOf(key)).toEqual(members);
});

test("who belongs to a department that has ended is in the company's rooms only", () => {
  const without = { ...directory, departments: directory.departments.filter(({ id }) => id !== "board") };
  expect(membersOf("company:room", without)).toHaveProperty(["@han:s"]);
  expect(structureOf(without).memberships.filter(({ roomKey }) => roomKey.includes("board"))).toEqual([]);
});

test("each position and each project is a reason of its own", () => {
  const reasons = structureOf(directory)
    .memberships.filter(({ userId }) => userId === "@sun:s")
    .map(({ roomKey, source, sourceId }) => `${roomKey} ${source} ${sourceId}`);
  expect(reasons).toEqual([
    "company:space company ",
    "company:room company ",
    "department:firmware:room department firmware",
    "department:firmware:space department firmware",
    "department:rnd:space department firmware",
    "department:board:room department board",
    "department:board:space department board",
    "projects:space project fix",
    "project:fix:room project fix",
    "projects:space project fair",
    "project:fair:room project fair",
  ]);
});

test("the room of a project that has ended is closed", () => {
  const closed = structureOf(directory).rooms.filter((room) => room.archived);
  expect(closed.map((room) => room.key)).toEqual(["project:fair:room"]);
});

test("a company without projects has no place for them", () => {
  expect(structureOf({ ...directory, projects: [] }).rooms.filter(({ key }) => key.startsWith("project"))).toEqual([]);
});
