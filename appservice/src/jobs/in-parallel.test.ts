import { expect, test } from "vitest";
import { inParallel } from "./in-parallel.ts";

test("does everything, at most so many at a time, and throws the first failure at the end", async () => {
  const done: number[] = [];
  let running = 0;
  let most = 0;
  const work = async (item: number): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    if (item === 3) throw new Error("three");
    done.push(item);
  };
  await expect(inParallel([1, 2, 3, 4, 5, 6, 7], 2, work)).rejects.toThrow("three");
  expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 4, 5, 6, 7]);
  expect(most).toBe(2);
});

test("gives up when nothing succeeds any more", async () => {
  let tried = 0;
  const items = Array.from({ length: 10_000 }, (_, index) => index);
  const failing = () => {
    tried += 1;
    return Promise.reject(new Error("down"));
  };
  await expect(inParallel(items, 4, failing)).rejects.toThrow("down");
  expect(tried).toBeLessThan(30);
});
