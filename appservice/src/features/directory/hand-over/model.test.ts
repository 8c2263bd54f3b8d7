import { expect, test } from "vitest";
import { nearestManager, type Reporting, standIns, withActingHeads, withActingLeads } from "./model.ts";

const people = new Map<string, Reporting>(
  [
    { id: "chief", managerId: null, active: true },
    { id: "head", managerId: "deputy", active: false },
    { id: "deputy", managerId: "chief", active: false },
    { id: "alone", managerId: null, active: false },
    { id: "loop", managerId: "loop2", active: false },
    { id: "loop2", managerId: "loop", active: false },
    { id: "here", managerId: "chief", active: true },
  ].map((person) => [person.id, person]),
);
const department = (id: string, headId: string | null, parentId: string | null = null) => ({
  id,
  headId,
  parentId,
  name: { en: id, zh: id },
});
const headsOf = (...departments: ReturnType<typeof department>[]) =>
  withActingHeads(departments, people).map(({ headId }) => headId);

test("the nearest line manager is the first above who is still here", () => {
  expect(nearestManager(people, "head")).toBe("chief");
  expect(nearestManager(people, "alone")).toBeUndefined();
  expect(nearestManager(people, "loop")).toBeUndefined();
});

test("who leads a department whose head has left", () => {
  expect(headsOf(department("a", "here"))).toEqual(["here"]);
  expect(headsOf(department("a", null))).toEqual([null]);
  expect(headsOf(department("a", "head"))).toEqual(["chief"]);
  expect(headsOf(department("top", "here"), department("a", "alone", "top"))).toEqual(["here", "here"]);
  expect(headsOf(department("top", "alone"), department("a", "alone", "top"))).toEqual([null, null]);
});

test.each([
  ["here", "here"],
  [null, null],
  ["head", "chief"],
  ["alone", null],
  ["loop", null],
])("the project that %s led is led by %s", (leadId, acting) => {
  const project = { id: "p", name: { en: "p", zh: "p" }, leadId, ended: false, members: ["here"] };
  expect(withActingLeads([project], people)).toEqual([{ ...project, leadId: acting }]);
});

test("who stands in is told by what was led before and after, also for somebody who stood in", () => {
  const departments = [department("a", "here"), department("b", "head"), department("c", "alone")];
  const before = new Map(people);
  for (const id of ["deputy", "alone"]) before.set(id, { ...people.get(id)!, active: true });
  expect(standIns(withActingHeads(departments, before), withActingHeads(departments, people), "headId")).toEqual([
    { id: "b", from: "deputy", to: "chief" },
    { id: "c", from: "alone", to: null },
  ]);
});
