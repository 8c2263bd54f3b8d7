import { expect, test } from "vitest";
import { findCycles } from "./cycles.ts";

const cyclesOf = (links: Record<string, string>) => Object.fromEntries(findCycles(new Map(Object.entries(links))));

test.each<[string, Record<string, string>, Record<string, string[]>]>([
  ["a line", { a: "b", b: "c" }, {}],
  ["oneself", { a: "a" }, { a: ["a", "a"] }],
  ["two", { a: "b", b: "a" }, { a: ["a", "b", "a"], b: ["b", "a", "b"] }],
  ["what leads into a cycle is not in it", { x: "a", a: "b", b: "a" }, { a: ["a", "b", "a"], b: ["b", "a", "b"] }],
  ["two cycles", { a: "a", b: "c", c: "b" }, { a: ["a", "a"], b: ["b", "c", "b"], c: ["c", "b", "c"] }],
])("%s", (_, links, cycles) => {
  expect(cyclesOf(links)).toEqual(cycles);
});

test("a chain of 100,000 is no trouble", () => {
  expect(findCycles(new Map(Array.from({ length: 100_000 }, (__, n) => [`${n}`, `${n + 1}`]))).size).toBe(0);
});

test("a cycle through a whole company is told shortly", () => {
  const links = Array.from({ length: 10_000 }, (__, n) => [`${n}`, `${(n + 1) % 10_000}`] as const);
  const cycles = findCycles(new Map(links));
  expect(cycles.size).toBe(10_000);
  expect(cycles.get("9998")?.slice(0, 4)).toEqual(["9998", "9999", "0", "1"]);
  expect(cycles.get("9998")?.slice(-2)).toEqual(["…", "9998"]);
});
