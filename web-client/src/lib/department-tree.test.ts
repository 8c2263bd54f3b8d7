import { expect, test } from "vitest";
import { departmentTree } from "./department-tree.ts";

const department = (id: string, parentId: string | null, peopleCount: number) => ({ id, parentId, peopleCount });

test("counts the people of whole branches", () => {
  const [top] = departmentTree([department("a", null, 1), department("b", "a", 2), department("c", "b", 4)]);
  expect(top?.total).toBe(7);
  expect(top?.children[0]?.total).toBe(6);
});

test("keeps the given order among siblings", () => {
  const tree = departmentTree([department("z", null, 0), department("a", null, 0)]);
  expect(tree.map((node) => node.department.id)).toEqual(["z", "a"]);
});

test("a department whose parent is missing stands at the top", () => {
  expect(departmentTree([department("b", "gone", 3)])).toHaveLength(1);
});
