import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  cpSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askService } from "@portico/config/ask-service.ts";
import { platformRoutes } from "@portico/contract/platform.ts";
import { openInstallation } from "@portico/config/context.ts";
import { peekSecrets } from "@portico/config/secrets.ts";
import { json } from "../load/ask.ts";
import { type Member, openCompany, PASSWORD } from "../load/company.ts";
import { command, digestOf, mediaFile, rewriteBackup, rowsOf, sha256, withBytesChanged } from "../support/backups.ts";
import { freePorts } from "../support/free-ports.ts";
import { type Installation, type Launch, launch, makeInstallation } from "../support/launcher.ts";
import { runProgram } from "../support/run-program.ts";
import { waitFor } from "../support/wait-for.ts";

const MINUTES = 60_000;
const TEAMS = 2;
/** What no conversation changes, so that it must be equal to the last row. */
const COMPANY = ["account", "department", "directory_import", "managed_room", "person", "rank", "wanted_membership"];

const made: Installation[] = [];
async function installation(change: Record<string, unknown> = {}): Promise<Installation> {
  const ports = await freePorts(["synapse"]);
  const one = await makeInstallation({ synapse: { port: ports.synapse, rateLimits: "relaxed" }, ...change });
  made.push(one);
  return one;
}

let source: Installation;
let running: Launch | undefined;
let members: Member[];
let backup: string;
let words: string;
let homeserver: string;
let company: Record<string, string>;

/** What each member said and was told that it was kept, in order; and the uploads with their hashes. */
const said = new Map<string, string[]>();
const uploads = new Map<string, string>();
let saidBefore: string[];
let uploadedBefore: string[];

async function say({ userId, accessToken, roomId }: Member): Promise<void> {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${randomUUID()}`;
  const answer = await json(`${homeserver}${path}`, "PUT", accessToken, { msgtype: "m.text", body: randomUUID() });
  said.set(userId, [...(said.get(userId) ?? []), String(Reflect.get(Object(answer), "event_id"))]);
}

async function upload({ accessToken }: Member): Promise<void> {
  const content = `${randomUUID()}\n`.repeat(2000);
  const answer = await fetch(`${homeserver}/_matrix/media/v3/upload?filename=log.txt`, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "text/plain" },
    body: content,
  });
  expect(answer.status).toBe(200);
  const { content_uri } = (await answer.json()) as { content_uri: string };
  uploads.set(content_uri.split("/").at(-1)!, sha256(content));
}

beforeAll(async () => {
  source = await installation();
  running = launch(source);
  ({ homeserver } = await running.ready());
  const opened = openInstallation(source.configFile);
  const place = { installation: opened, secrets: peekSecrets(opened.folders.data) };
  const people = TEAMS * 5;
  members = await openCompany(place, { people, departments: TEAMS, projects: 0 }, people);
  for (const member of members) {
    for (let count = 0; count < 5; count++) await say(member);
    await upload(member);
  }
  await waitFor(
    "the service has handled what was said",
    async () =>
      (await rowsOf(source.configFile, "portico", "SELECT 1 FROM inbox_event WHERE handled_at IS NULL")).length === 0,
    MINUTES,
  );
  saidBefore = [...said.values()].flat();
  uploadedBefore = [...uploads.keys()];
  company = await digestOf(source.configFile, COMPANY);

  const over = new AbortController();
  const talk = members.map(async (member) => {
    while (!over.signal.aborted) {
      await say(member);
      await upload(member);
    }
  });
  const folder = join(source.folder, "elsewhere");
  const result = await command("backup", source.configFile, "--to", folder);
  over.abort();
  await Promise.all(talk);
  expect(result.code, result.output).toBe(0);
  words = result.output;
  backup = join(folder, readdirSync(folder)[0]!);
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
    const status = await command("status", source.configFile, "--json");
    expect(JSON.parse(status.output)).toMatchObject({ lastBackup: { file: backup, bytes: statSync(backup).size } });
    expect((await command("doctor", source.configFile)).output).toContain(backup);
  });

  test(
    "goes on from where it was, on other ports: company, rooms, messages, files, passwords",
    async () => {
      const target = await installation();
      const restored = await command("restore", target.configFile, backup);
      expect(restored.code, restored.output).toBe(0);
      const second = launch(target);
      try {
        const status = await second.ready();
        expect(await digestOf(target.configFile, COMPANY)).toEqual(company);
        const { checks } = await askService(
          openInstallation(target.configFile),
          "/api/admin/health",
          platformRoutes["GET /api/admin/health"].response,
        );
        expect(
          checks.find(({ name }) => name === "restored"),
          "health tells where it is from",
        ).toMatchObject({ state: "ok", code: "RESTORED", fields: { from: backup } });

        const kept = await rowsOf<{ event_id: string; sender: string }>(
          target.configFile,
          "synapse",
          "SELECT event_id, sender FROM events WHERE type = 'm.room.message' ORDER BY stream_ordering",
        );
        const ids = new Set(kept.map(({ event_id }) => event_id));
        expect(
          saidBefore.filter((id) => !ids.has(id)),
          "acknowledged before the backup",
        ).toEqual([]);
        for (const { userId } of members) {
          const own = kept.filter(({ sender }) => sender === userId).map(({ event_id }) => event_id);
          expect(said.get(userId)!.slice(0, own.length), "nothing is missing in between").toEqual(own);
        }
        expect(kept.length, "people talked meanwhile").toBeGreaterThan(saidBefore.length);
        const unknown = await rowsOf<{ event_id: string }>(
          target.configFile,
          "portico",
          "SELECT event_id FROM inbox_event WHERE type = 'm.room.message'",
        );
        expect(
          unknown.filter(({ event_id }) => !ids.has(event_id)),
          "both databases at one point",
        ).toEqual([]);

        const rows = await rowsOf<{ media_id: string; media_length: number }>(
          target.configFile,
          "synapse",
          "SELECT media_id, media_length FROM local_media_repository WHERE media_length IS NOT NULL",
        );
        expect(uploadedBefore.filter((id) => !rows.some(({ media_id }) => media_id === id))).toEqual([]);
        for (const { media_id } of rows)
          expect(sha256(readFileSync(mediaFile(status.data, media_id))), media_id).toBe(uploads.get(media_id));

        const [member] = members;
        const login = (await json(`${status.homeserver}/_matrix/client/v3/login`, "POST", undefined, {
          type: "m.login.password",
          identifier: { type: "m.id.user", user: member!.userId },
          password: PASSWORD,
        })) as { access_token: string };
        const path = `_matrix/client/v1/media/download/${openInstallation(target.configFile).config.serverName}/${uploadedBefore[0]!}`;
        const download = await fetch(`${status.homeserver}/${path}`, {
          headers: { authorization: `Bearer ${login.access_token}` },
        });
        expect(sha256(new Uint8Array(await download.arrayBuffer()))).toBe(uploads.get(uploadedBefore[0]!));

        homeserver = status.homeserver;
        const again: Member = { ...member!, accessToken: login.access_token };
        await say(again);
        const last = said.get(again.userId)!.at(-1)!;
        await waitFor(
          "the service goes on with what is said now",
          async () =>
            (
              await rowsOf(
                target.configFile,
                "portico",
                `SELECT 1 FROM inbox_event WHERE event_id = '${last}' AND handled_at IS NOT NULL`,
              )
            ).length === 1,
          MINUTES,
        );
        const twice = await rowsOf(
          target.configFile,
          "synapse",
          "SELECT room_id, content FROM (SELECT room_id, json::json ->> 'content' AS content FROM event_json JOIN events USING (event_id, room_id) WHERE type = 'm.room.message') AS message GROUP BY room_id, content HAVING count(*) > 1",
        );
        expect(twice, "nothing was sent twice").toEqual([]);
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
    const { code, output } = await command("backup", source.configFile, "--to", backup);
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
      const { code, output } = await command("restore", target.configFile, file);
      expect(code, output).toBe(1);
      expect(output).toContain(expected);
      expect(existsSync(join(target.folder, "data"))).toBe(false);
    },
    MINUTES,
  );

  test("of another server name, saying which", async () => {
    const target = await installation({ serverName: "other.example.com" });
    const { code, output } = await command("restore", target.configFile, backup);
    expect(code).toBe(1);
    expect(output).toContain("The backup belongs to portico.localhost, and serverName is other.example.com");
    expect(existsSync(join(target.folder, "data"))).toBe(false);
  });

  test("into a folder that holds something", async () => {
    const target = await installation();
    mkdirSync(join(target.folder, "data"));
    writeFileSync(join(target.folder, "data", "notes.txt"), "mine");
    const { code, output } = await command("restore", target.configFile, backup);
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
      const result = await command("backup", source.configFile, "--to", file);
      expect(result.code, result.output).toBe(0);
      expect(existsSync(file)).toBe(true);
      expect(source.processes()).toEqual([]);
    },
    MINUTES,
  );
});
