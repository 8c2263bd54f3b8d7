import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { runVitest } from "./run-vitest.ts";
import { verdictLines } from "./verdict.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Test files that run for themselves; `once(name)` is true for the first who asks, also across attempts. */
function suiteOf(files: Readonly<Record<string, string>>, globalSetup: string): string {
  const folder = mkdtempSync(join(tmpdir(), "portico-rerun-"));
  folders.push(folder);
  const config = join(folder, "vitest.config.mjs");
  writeFileSync(join(folder, "setup.mjs"), globalSetup);
  writeFileSync(
    config,
    `export default { test: { globals: true, root: ${JSON.stringify(folder)}, include: ["*.case.mjs"], ` +
      `projects: [{ extends: true, test: { name: "cases", globalSetup: ["./setup.mjs"] } }] } };`,
  );
  const head =
    `import { existsSync, writeFileSync } from "node:fs";\n` +
    `const once = (name) => { const file = ${JSON.stringify(folder)} + "/" + name; const first = !existsSync(file); writeFileSync(file, ""); return first; };\n`;
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.case.mjs`), head + text);
  return config;
}

async function run(files: Readonly<Record<string, string>>, strict = false, setup = "export default () => {};") {
  const { counts } = await runVitest(["cases"], { output: "keep", strict }, suiteOf(files, setup));
  return counts;
}

test("a test that fails once is unsteady, one that fails again has failed", async () => {
  const files = {
    once: `test("good", () => {}); test("shaky", () => { if (once("a")) throw new Error("the first time"); });`,
    always: `test("bad", () => { throw new Error("every time"); });`,
  };
  expect(await run(files)).toMatchObject({
    passed: 2,
    failed: 1,
    unsteady: [{ name: "once.case.mjs > shaky", log: expect.stringContaining("the first time") }],
  });
  expect(await run(files, true)).toMatchObject({ passed: 1, failed: 2, unsteady: [] });
});

test("a file whose preparation failed runs again as a whole", async () => {
  const { passed, failed, unsteady } = await run({
    hook: `beforeAll(() => { if (once("h")) throw new Error("not ready"); }); test("one", () => {}); test("two", () => {});`,
    group: `describe("group", () => { afterAll(() => { if (once("g")) throw new Error("not tidy"); }); test("three", () => {}); });`,
    broken: `describe("group", () => { afterAll(() => { throw new Error("never tidy"); }); test("four", () => {}); });`,
  });
  expect({ passed, failed }).toEqual({ passed: 4, failed: 1 });
  expect(unsteady.map(({ log }) => log.split("\n")[0])).toEqual(
    expect.arrayContaining([expect.stringContaining("not ready"), expect.stringContaining("not tidy")]),
  );
  expect(unsteady).toHaveLength(2);
});

test("what no second attempt can excuse fails", async () => {
  const skipped = await run({ skip: `test.skip("left out", () => {});` });
  expect(skipped).toMatchObject({ passed: 0, failed: 1, unsteady: [] });
  const stray = await run({
    stray: `test("leaves an error behind", async () => { if (once("s")) setTimeout(() => { throw new Error("stray"); }, 0); await new Promise((done) => setTimeout(done, 50)); });`,
  });
  expect(stray.failed).toBeGreaterThan(0);
  const killed = await run({ kill: `test("kills the run", () => process.kill(process.ppid, "SIGKILL"));` });
  expect(killed).toEqual({ passed: 0, failed: 1, unsteady: [] });
  expect(
    (await run({ worker: `test("ends its worker", () => process.kill(process.pid, "SIGKILL"));` })).failed,
  ).toBeGreaterThan(0);
  expect(
    await run(
      { teardown: `test("good", () => {});` },
      false,
      `export default () => () => { throw new Error("cannot stop"); };`,
    ),
  ).toMatchObject({ passed: 1, failed: 1 });
  expect((await run({ syntax: `test("broken"` })).failed).toBeGreaterThan(0);
});

test("more than ten causes are not tried again", async () => {
  const many = Array.from(
    { length: 11 },
    (_, n) => `test("t${n}", () => { if (once("m${n}")) throw new Error("x"); });`,
  );
  expect(await run({ many: many.join("\n") })).toMatchObject({ passed: 0, failed: 11, unsteady: [] });
});

test("the verdict counts in one line, forgives three and no more", () => {
  const unsteady = ["a", "b", "c"].map((name) => ({ name, log: `${name} broke` }));
  const forgiven = verdictLines([{ passed: 5, failed: 0, unsteady }], false);
  expect(forgiven.passed).toBe(true);
  expect(forgiven.lines.at(-1)).toBe("5 passed, 0 failed");
  expect(forgiven.lines.join("\n")).toContain("b broke");
  const tooMany = verdictLines(
    [
      { passed: 5, failed: 0, unsteady },
      { passed: 2, failed: 0, unsteady: [{ name: "d", log: "" }] },
    ],
    false,
  );
  expect(tooMany.passed).toBe(false);
  expect(tooMany.lines.at(-1)).toBe("3 passed, 4 failed");
  expect(verdictLines([{ passed: 1, failed: 0, unsteady: [] }], true).lines.at(-1)).toBe("1 passed, 1 failed");
});
