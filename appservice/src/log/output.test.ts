import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createLogOutput } from "./output.ts";

test("a line that has no room is given up at once, and how many were is told when there is room again", () => {
  const folder = mkdtempSync(join(tmpdir(), "portico-log-"));
  try {
    const descriptor = openSync("/dev/full", "w");
    const output = createLogOutput(descriptor);
    for (const line of ["one\n", "two\n"]) output.write(line);
    // The number that was given back is given out again.
    closeSync(descriptor);
    const file = join(folder, "log");
    expect(openSync(file, "w")).toBe(descriptor);
    for (const line of ["three\n", "four\n"]) output.write(line);
    closeSync(descriptor);
    const [loss = "", ...rest] = readFileSync(file, "utf8").split("\n");
    expect(JSON.parse(loss)).toMatchObject({ level: "warn", lost: 2 });
    expect(rest).toEqual(["three", "four", ""]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
