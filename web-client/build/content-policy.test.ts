import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const src = join(import.meta.dirname, "../src");

test("no template sets a style attribute, which the content security policy refuses", () => {
  const offenders = globSync("**/*.ts", { cwd: src })
    .filter((file) => !file.endsWith(".test.ts"))
    .filter((file) => /\sstyle=["$]|styleMap\(/.test(readFileSync(join(src, file), "utf8")));
  // Bind `.style=${text}` instead: that goes through the object model, which the policy allows.
  expect(offenders).toEqual([]);
});
