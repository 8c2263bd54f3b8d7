import { expect, test } from "vitest";
import { mentionsOf } from "./mentions.ts";

test.each([
  ["guest.invited", { guestId: "g1", customerId: "c1" }, ["guest:g1", "customer:c1"]],
  [
    "person.moved",
    { personId: "p1", from: ["d1"], to: ["d2", "d3"] },
    ["person:p1", "department:d1", "department:d2", "department:d3"],
  ],
  ["department.head-changed", { departmentId: "d1", from: null, to: "p1" }, ["department:d1", "person:p1"]],
  ["guest.handed-over", { guestId: "g1", from: "@a:s", to: "@b:s" }, ["guest:g1", "account:@a:s", "account:@b:s"]],
  ["person.role-changed", { personId: "p1", from: "staff", to: "admin" }, ["person:p1"]],
  [
    "room.repaired",
    { roomId: "!r", type: "m.room.member", stateKey: "@a:s", by: "@b:s" },
    ["room:!r", "account:@a:s", "account:@b:s"],
  ],
  ["room.repaired", { roomId: "!r", type: "m.room.name", stateKey: "", by: null }, ["room:!r"]],
  ["of.an-older-release", { personId: { first: "p1" }, anything: "p1" }, []],
])("%s of %j mentions %j", (name, payload, subjects) => {
  expect(mentionsOf(name, payload).map(({ subject }) => subject)).toEqual(subjects);
});
