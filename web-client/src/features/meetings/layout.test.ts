import { expect, test } from "vitest";
import { columnsFor } from "./layout.ts";

test.each([
  [1, 1440, 800, 1],
  [2, 1440, 800, 2],
  [4, 1440, 800, 2],
  [9, 1440, 800, 3],
  [2, 390, 700, 1],
  [6, 390, 700, 1],
])("%i pictures in %i by %i stand in %i columns", (count, width, height, columns) => {
  expect(columnsFor(count, width, height)).toBe(columns);
});
