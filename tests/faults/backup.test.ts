import { existsSync, mkdirSync, readdirSync, statSync, truncateSync, cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { command, rewriteBackup, withBytesChanged } from "../support/backups.ts";
import { type Installation, type Launch, launch, makeInstallation } from "../support/launcher.ts";
import { runProgram } from "../support/run-program.ts";
import { openTalkingCompany, type TalkingCompany } from "../support/talking-company.ts";

const MINUTES = 60_000;

const made: Installation[] = [];
async function installation(change: Record<string, unknown> = {}): Promise<Installation> {
  const one = await makeInstallation(change, { rateLimits: "relaxed" });
  made.push(one);
  return one;
}

let source: Installation;
let running: Launch | undefined;
let company: TalkingCompany;
let backup: string;
let words: string;

beforeAll(async () => {
  source = await installation();
  running = launch(source);
  company = await openTalkingCompany(source, await running.ready());
  ({ file: backup, words } = await company.backUp(join(source.folder, "elsewhere")));
}, 6 * MINUTES);

afterAll(async () => {
  running?.process.kill("SIGTERM");
  await running?.ended;
  for (const { remove } of made) remove();
});

describe("a backup made while people talk", () => {
  test("is one file for its owner only, and says so", () => {
    expect(readdirSync(join(backup, ".."))).toHaveLength(1);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(words).toContain(backup);
    expect(words).toContain("It holds keys");
  });

  test("status and doctor name it", async () => {
    const status = await command("status", source.configFile, ["--json"]);
    expect(JSON.parse(status.output)).toMatchObject({ lastBackup: { file: backup, bytes: statSync(backup).size } });
    expect((await command("doctor", source.configFile)).output).toContain(backup);
  });

  test(
    "goes on from where it was, on other ports: company, rooms, messages, files, passwords",
    async () => {
      const target = await installation();
      const restored = await command("restore", target.configFile, [backup]);
      expect(restored.code, restored.output).toBe(0);
      const second = launch(target);
      try {
        await company.expectAllIn(target, await second.ready());
      } finally {
        second.process.kill("SIGTERM");
        await second.ended;
      }
    },
    5 * MINUTES,
  );
});

describe("a backup is refused, and nothing is written", () => {
  test("over an existing file", async () => {
    const { code, output } = await command("backup", source.configFile, ["--to", backup]);
    expect(code).toBe(1);
    expect(output).toContain("A backup is never written over");
  });

  test("when the disk is full in the middle", async () => {
    const folder = join(source.folder, "full");
    mkdirSync(folder);
    // A limit on the size of files stands for the end of the disk: writing fails at the same place.
    const { code, output } = await runProgram("bash", [
      "-c",
      'ulimit -f 2048; exec "$0" --disable-warning=ExperimentalWarning config/src/cli.ts backup --to "$1" --config "$2"',
      process.execPath,
      folder,
      source.configFile,
    ]);
    expect(code, output).toBe(1);
    expect(output).toContain("There is no more room for");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("of what was never started", async () => {
    const empty = await installation();
    const { code, output } = await command("backup", empty.configFile);
    expect(code).toBe(1);
    expect(output).toContain("There is nothing to back up");
  });
});

describe("a restore is refused, and nothing is written", () => {
  const manifestWith =
    (change: Record<string, unknown>) =>
    (name: string, content: Buffer): Buffer =>
      name === "manifest.json"
        ? Buffer.from(JSON.stringify({ ...(JSON.parse(content.toString()) as object), ...change }))
        : content;

  const bad: [string, string, (file: string) => Promise<void> | void][] = [
    [
      "cut off",
      "is cut off",
      (file) => (cpSync(backup, file), truncateSync(file, Math.floor(statSync(backup).size / 2))),
    ],
    [
      "with bytes changed",
      "is damaged",
      (file) => writeFileSync(file, withBytesChanged(backup, Math.floor(statSync(backup).size / 2))),
    ],
    [
      "with another content of a file",
      "data/secrets.json is not what was backed up (SHA-256)",
      (file) =>
        rewriteBackup(backup, file, (name, content) =>
          name === "data/secrets.json" ? Buffer.from(content.toString().toUpperCase()) : content,
        ),
    ],
    [
      "without one of its files",
      "data/secrets.json is missing",
      (file) => rewriteBackup(backup, file, (name, content) => (name === "data/secrets.json" ? null : content)),
    ],
    [
      "without its manifest",
      "has no manifest",
      (file) => rewriteBackup(backup, file, (name, content) => (name === "manifest.json" ? null : content)),
    ],
    [
      "of a later format",
      "was made by a newer Portico",
      (file) => rewriteBackup(backup, file, manifestWith({ format: 99 })),
    ],
    [
      "with a later database",
      "was made by a newer Portico",
      (file) => rewriteBackup(backup, file, manifestWith({ migration: "99991231T2359-not-yet" })),
    ],
    [
      "of another PostgreSQL",
      "The backup was made with PostgreSQL 17.2",
      (file) =>
        rewriteBackup(
          backup,
          file,
          manifestWith({
            databases: { kind: "files", major: "17", version: "17.2", startLsn: "0/0", stopLsn: "0/1" },
          }),
        ),
    ],
    ["that is something else", "is no backup of Portico", (file) => writeFileSync(file, "not a backup")],
  ];
  test.each(bad)(
    "a backup %s",
    async (_, expected, make) => {
      const target = await installation();
      const file = join(target.folder, "bad.tar.gz");
      await make(file);
      const { code, output } = await command("restore", target.configFile, [file]);
      expect(code, output).toBe(1);
      expect(output).toContain(expected);
      expect(existsSync(join(target.folder, "data"))).toBe(false);
    },
    MINUTES,
  );

  test("of another server name, saying which", async () => {
    const target = await installation({ serverName: "other.example.com" });
    const { code, output } = await command("restore", target.configFile, [backup]);
    expect(code).toBe(1);
    expect(output).toContain("The backup belongs to portico.localhost, and serverName is other.example.com");
    expect(existsSync(join(target.folder, "data"))).toBe(false);
  });

  test("into a folder that holds something", async () => {
    const target = await installation();
    mkdirSync(join(target.folder, "data"));
    writeFileSync(join(target.folder, "data", "notes.txt"), "mine");
    const { code, output } = await command("restore", target.configFile, [backup]);
    expect(code).toBe(1);
    expect(output).toContain("is not empty: notes.txt");
    expect(readdirSync(join(target.folder, "data"))).toEqual(["notes.txt"]);
  });
});

describe("after people have gone", () => {
  test(
    "a backup is made of what does not run, and leaves it so",
    async () => {
      running!.process.kill("SIGTERM");
      await running!.ended;
      running = undefined;
      const file = join(source.folder, "stopped.tar.gz");
      const result = await command("backup", source.configFile, ["--to", file]);
      expect(result.code, result.output).toBe(0);
      expect(existsSync(file)).toBe(true);
      expect(source.processes()).toEqual([]);
    },
    2 * MINUTES,
  );
});
