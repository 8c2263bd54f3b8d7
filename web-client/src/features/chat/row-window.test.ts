import { describe, expect, test } from "vitest";
import { RowWindow } from "./row-window.ts";

const keys = (from: number, to: number): string[] => Array.from({ length: to - from }, (_each, at) => `k${from + at}`);
const shown = (window: RowWindow, all: string[]): [string | undefined, string | undefined] => [
  all[window.from],
  all[window.to - 1],
];

describe("window over the rows", () => {
  test("follows the end", () => {
    const window = new RowWindow();
    window.take(keys(0, 500), true);
    expect([window.from, window.to]).toEqual([380, 500]);
    window.take(keys(0, 501), true);
    expect([window.from, window.to]).toEqual([381, 501]);
  });

  test("stays with what is seen when older rows come before it", () => {
    const window = new RowWindow();
    window.take(keys(100, 200), true);
    const more = keys(40, 200);
    window.take(more, false);
    expect(more[window.from]).toBe("k100");
    expect(window.atStart).toBe(false);
    expect(window.back()).toBe(true);
    expect(shown(window, more)).toEqual(["k60", "k199"]);
  });

  test("does not lose the reader when rows are appended", () => {
    const window = new RowWindow();
    window.take(keys(0, 300), true);
    window.back();
    const before = window.from;
    window.take(keys(0, 310), false);
    expect(window.from).toBe(before);
    expect(window.atEnd).toBe(false);
    expect(window.forward()).toBe(true);
    expect(window.atEnd).toBe(true);
  });

  test("survives its first row going away, and the whole list going away", () => {
    const window = new RowWindow();
    window.take(keys(0, 300), true);
    const rest = keys(0, 300).filter((key) => key !== "k180");
    window.take(rest, false);
    expect(rest[window.from]).toBe("k181");
    window.take(keys(900, 905), false);
    expect([window.from, window.to]).toEqual([0, 5]);
    window.take([], false);
    expect([window.from, window.to]).toEqual([0, 0]);
  });

  test("brings a row that is far away into view", () => {
    const window = new RowWindow();
    window.take(keys(0, 1000), true);
    expect(window.show("k200")).toBe(true);
    expect(window.from).toBeLessThan(200);
    expect(window.to).toBeGreaterThan(200);
    expect(window.show("elsewhere")).toBe(false);
  });
});
