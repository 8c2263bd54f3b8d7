import { appendFileSync, closeSync, existsSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lastLines, openLog, rotate } from "./log-file.ts";
import { temporaryFolder } from "../temporary-folder.ts";

it("puts a long log aside while its engine goes on writing, and keeps three", () => {
  const file = join(temporaryFolder(), "engine.log");
  const descriptor = openLog(file);
  for (const age of ["first", "second", "third", "fourth"]) {
    writeSync(descriptor, age);
    rotate(file, 1);
  }
  writeSync(descriptor, "now");
  closeSync(descriptor);
  expect(["", ".1", ".2", ".3"].map((suffix) => readFileSync(`${file}${suffix}`, "utf8"))).toEqual([
    "now",
    "fourth",
    "third",
    "second",
  ]);
  expect(existsSync(`${file}.4`)).toBe(false);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("shows the end of a log", () => {
  const file = join(temporaryFolder(), "engine.log");
  expect(lastLines(file, 2)).toBe("");
  appendFileSync(file, `${"x".repeat(20_000)}\none\ntwo\n`);
  expect(lastLines(file, 2)).toBe("one\ntwo");
});

it("shows what a program said last, not where in it that was", () => {
  const file = join(temporaryFolder(), "build.log");
  const said =
    "[31merror[39m: a chunk is too heavy\n\n    at build (file:///x/build.mjs:20:128)\n    at async file:///x/cli.js:3:1 {\n  code: 1\n}\n";
  writeFileSync(file, said.replaceAll("[3", "\u001b[3"));
  expect(lastLines(file, 8)).toBe("error: a chunk is too heavy\n  code: 1\n}");
});
