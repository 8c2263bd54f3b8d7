import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (file: string): string => readFileSync(join(import.meta.dirname, "../src/components", file), "utf8");

test("icons.svg and icon-name.ts name the same icons", () => {
  const drawn = [...read("icons.svg").matchAll(/<symbol id="([\w-]+)"/g)].map(([, id]) => id);
  const named = [...read("icon-name.ts").matchAll(/\| "([\w-]+)"/g)].map(([, id]) => id);
  expect(new Set(drawn)).toEqual(new Set(named));
});

test("every icon has the same line and the same square", () => {
  const symbols = [...read("icons.svg").matchAll(/<symbol [^>]*>/g)].map(([tag]) => tag);
  const uneven = symbols.filter((tag) => !tag.includes('viewBox="0 0 20 20"') || !tag.includes('stroke-width="1.5"'));
  expect(uneven).toEqual([]);
});
