import { expect, test } from "vitest";
import { departmentTree } from "./department-tree.ts";

const department = (id: string, parentId: string | null) => ({ id, parentId });

test("departments hang below their parents", () => {
  const [top] = departmentTree([department("a", null), department("b", "a"), department("c", "b")]);
  expect(top?.children[0]?.children[0]?.department.id).toBe("c");
});

test("keeps the given order among siblings", () => {
  const tree = departmentTree([department("z", null), department("a", null)]);
  expect(tree.map((node) => node.department.id)).toEqual(["z", "a"]);
});

test("a department whose parent is missing stands at the top", () => {
  expect(departmentTree([department("b", "gone")])).toHaveLength(1);
});
