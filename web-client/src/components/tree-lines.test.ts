import { expect, test } from "vitest";
import { type TreeNode, treeLines } from "./tree-lines.ts";

const leaf = (id: string): TreeNode => ({ id, label: id, children: [] });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
/** A top with branches of so many leaves each. */
const company = (branches: number, leaves: number): TreeNode[] => [
  {
    id: "top",
    label: "top",
    children: numbers(branches).map((b) => ({
      id: `b${b}`,
      label: `b${b}`,
      children: numbers(leaves).map((l) => leaf(`b${b}-${l}`)),
    })),
  },
];
const ids = (nodes: readonly TreeNode[], value = "", chosen: Record<string, boolean> = {}) =>
  treeLines(nodes, value, new Map(Object.entries(chosen))).map(({ node }) => node.id);

test("a small tree is open, but for what the user has closed", () => {
  expect(ids(company(3, 2))).toHaveLength(10);
  expect(ids(company(3, 2), "", { b1: false })).toHaveLength(8);
});

test("a large tree shows its top and the way to the chosen node", () => {
  const large = company(10, 50);
  expect(ids(large)).toEqual(["top", ...numbers(10).map((b) => `b${b}`)]);
  expect(ids(large, "b3-49")).toHaveLength(61);
  expect(ids(large, "b3")).toHaveLength(11);
  expect(ids(large, "", { b3: true })).toHaveLength(61);
  expect(ids(large, "b3-49", { b3: false })).toHaveLength(11);
});

test("a top node of many children is closed in a large tree", () => {
  expect(
    ids([...company(3, 2), { id: "projects", label: "", children: numbers(270).map((n) => leaf(`p${n}`)) }]),
  ).toEqual(["top", "b0", "b1", "b2", "projects"]);
});

test("lines tell level, parent and whether they are open", () => {
  expect(treeLines(company(1, 1), "", new Map())).toMatchObject([
    { level: 0, parent: null, open: true },
    { level: 1, parent: "top", open: true },
    { level: 2, parent: "b0" },
  ]);
});
