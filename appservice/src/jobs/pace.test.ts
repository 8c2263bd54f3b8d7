import { expect, test } from "vitest";
import { Pace } from "./pace.ts";

/** A server whose free answer takes as long as the given function says. */
async function rounds(answer: () => number, count: number): Promise<number> {
  const pace = new Pace({ answerTime: () => Promise.resolve(answer()), most: 6 });
  for (let round = 0; round < count; round += 1) await pace.run([1], () => Promise.resolve());
  return pace.round;
}

test("does more at a time while the server answers quickly, up to a limit", async () => {
  expect(await rounds(() => 2, 10)).toBe(6 * 8);
});

test("does one at a time when the server slows down", async () => {
  let asked = 0;
  expect(await rounds(() => ((asked += 1) < 3 ? 2 : 200), 5)).toBe(8);
});

test("throws what the work throws, and goes on with the rest of the round", async () => {
  const pace = new Pace({ answerTime: () => Promise.resolve(1), most: 6 });
  const done: number[] = [];
  const work = (item: number) => {
    if (item === 1) return Promise.reject(new Error("one"));
    done.push(item);
    return Promise.resolve();
  };
  await expect(pace.run([1, 2, 3], work)).rejects.toThrow("one");
  expect(done).toEqual([2, 3]);
});
