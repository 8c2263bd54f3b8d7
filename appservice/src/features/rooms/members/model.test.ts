import { expect, test } from "vitest";
import { acrossRooms, memberStep, patience } from "./model.ts";

const inside = { company: null };
const guest = { company: "Jinghe" };

test.each([
  [inside, undefined, "add"],
  [inside, { membership: "join", company: null }, undefined],
  [inside, { membership: "invite", company: null }, "add"],
  [inside, { membership: "leave", company: null }, "add"],
  [inside, { membership: "ban", company: null }, "add"],
  [guest, { membership: "join", company: null }, "add"],
  [guest, { membership: "join", company: "Jinghe" }, undefined],
  [null, undefined, undefined],
  [null, { membership: "join", company: null }, "remove"],
  [null, { membership: "invite", company: null }, "remove"],
  [null, { membership: "knock", company: null }, "remove"],
  [null, { membership: "leave", company: "Jinghe" }, undefined],
  [null, { membership: "ban", company: null }, undefined],
] as const)("wanted %j and found %j: %s", (wanted, actual, step) => {
  expect(memberStep(wanted, actual)).toBe(step);
});

test("what is refused is tried ever more seldom, but never given up", () => {
  expect([1, 2, 3].map(patience)).toEqual([2, 4, 8]);
  expect(patience(50)).toBe(600);
});

test("members of different rooms go first, in their order", () => {
  const items = ["a1", "a2", "a3", "b1", "c1", "c2"].map((name) => ({ roomKey: name.charAt(0), name }));
  const names = (count: number) => acrossRooms(items, count).map(({ name }) => name);
  expect(names(4)).toEqual(["a1", "b1", "c1", "a2"]);
  expect(names(100)).toEqual(["a1", "b1", "c1", "a2", "c2", "a3"]);
});
