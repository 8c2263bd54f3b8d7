import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { command, rewriteBackup } from "../support/backups.ts";
import { type ByHand, debianServer, postgresByHand } from "../support/by-hand.ts";
import { type Installation, type Launch, launch, makeInstallation } from "../support/launcher.ts";
import { openTalkingCompany, type TalkingCompany } from "../support/talking-company.ts";
import { waitFor } from "../support/wait-for.ts";

const MINUTES = 60_000;

/** An installation whose databases are on a server of the company's own. */
interface Elsewhere {
  readonly installation: Installation;
  readonly server: ByHand;
  readonly url: string;
}

const opened: Elsewhere[] = [];
let tools: Readonly<Record<string, string>>;

async function open(): Promise<Elsewhere> {
  const installation = await makeInstallation({}, { rateLimits: "relaxed" });
  const folder = join(installation.folder, "by-hand");
  mkdirSync(folder);
  chmodSync(folder, 0o711);
  const port = installation.ports["postgres"] ?? 0;
  const url = `postgresql://postgres:given@127.0.0.1:${port}/postgres`;
  const server = await postgresByHand(folder, port, debianServer());
  writeFileSync(installation.configFile, JSON.stringify({ ...installation.config, postgres: { url } }));
  const one = { installation, server, url };
  opened.push(one);
  await waitFor("the company's PostgreSQL answers", () =>
    tablesOf(one, "postgres").then(
      () => true,
      () => false,
    ),
  );
  return one;
}

/** Names of the tables of a database there. */
async function tablesOf({ url }: Elsewhere, database: string): Promise<string[]> {
  const client = new Client({ connectionString: Object.assign(new URL(url), { pathname: `/${database}` }).href });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

let source: Elsewhere;
let running: Launch;
let company: TalkingCompany;
let backup: string;

beforeAll(async () => {
  tools = { PATH: `${debianServer().bin}${delimiter}${process.env["PATH"]}` };
  source = await open();
  running = launch(source.installation);
  company = await openTalkingCompany(source.installation, await running.ready());
  ({ file: backup } = await company.backUp(join(source.installation.folder, "backups"), tools));
}, 6 * MINUTES);

afterAll(async () => {
  running.process.kill("SIGTERM");
  await running.ended;
  for (const { server, installation } of opened) {
    await server.stop();
    installation.remove();
  }
});

describe("a backup of databases on a server of the company's own, made while people talk", () => {
  test(
    "goes on from where it was, on another such server: company, rooms, messages, files, passwords",
    async () => {
      const target = await open();
      const { configFile } = target.installation;
      const restored = await command("restore", configFile, [backup], tools);
      expect(restored.code, restored.output).toBe(0);
      const second = launch(target.installation);
      try {
        await company.expectAllIn(target.installation, await second.ready());
      } finally {
        second.process.kill("SIGTERM");
        await second.ended;
      }

      const again = await makeInstallation();
      writeFileSync(again.configFile, JSON.stringify({ ...again.config, postgres: { url: target.url } }));
      const refused = await command("restore", again.configFile, [backup], tools);
      expect(refused.code).toBe(1);
      expect(refused.output).toContain("at postgres.url is not empty. A backup is restored into empty databases only");
      again.remove();
    },
    5 * MINUTES,
  );

  test(
    "is refused with a dump that was cut off, and the next restore into the same databases works",
    async () => {
      const target = await open();
      const { configFile, folder } = target.installation;
      const cut = join(folder, "cut.tar.gz");
      await rewriteBackup(backup, cut, (name, content) =>
        name === "dumps/portico.dump" ? content.subarray(0, content.length / 2) : content,
      );
      const refused = await command("restore", configFile, [cut], tools);
      expect(refused.code, refused.output).toBe(1);
      expect(refused.output).toContain("dumps/portico.dump");
      expect(readdirSync(folder)).not.toContain("data");
      const restored = await command("restore", configFile, [backup], tools);
      expect(restored.code, restored.output).toBe(0);
      expect(await tablesOf(target, "portico")).toContain("managed_room");
      expect(await tablesOf(target, "synapse")).toContain("event_json");
    },
    3 * MINUTES,
  );
});
