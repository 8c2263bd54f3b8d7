import { askService } from "@portico/config/ask-service.ts";
import { openInstallation } from "@portico/config/context.ts";
import { peekSecrets } from "@portico/config/secrets.ts";
import { routes } from "@portico/contract/platform.ts";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { json } from "../load/ask.ts";
import { followed, type Member, openCompany, PASSWORD } from "../load/company.ts";
import { command, digestOf, mediaFile, rowsOf, sha256 } from "./backups.ts";
import type { Installation } from "./launcher.ts";
import type { Status } from "./stack.ts";
import { waitFor } from "./wait-for.ts";

const TEAMS = 2;
const PEOPLE = TEAMS * 5;
const HANDLED_MS = 60_000;
/** What no conversation changes, so that it must be equal to the last row. */
const COMPANY = ["account", "department", "directory_import", "managed_room", "person", "rank", "wanted_membership"];

/** A small company whose people write and send files, and know what they were told was kept. */
export interface TalkingCompany {
  /** Backs it up into `folder` while everybody goes on talking. Resolves with the file and what the command said. */
  backUp(folder: string, env?: Readonly<Record<string, string>>): Promise<{ file: string; words: string }>;
  /** An installation that was restored from that backup, and runs, holds all of it and goes on from there. */
  expectAllIn(target: Installation, status: Status): Promise<void>;
}

/** Imports the company into an installation that runs, signs everybody in, and lets each say and send something. */
export async function openTalkingCompany(source: Installation, { homeserver }: Status): Promise<TalkingCompany> {
  const opened = openInstallation(source.configFile);
  const place = { installation: opened, secrets: peekSecrets(opened.folders.data) };
  const members = await openCompany(place, { people: PEOPLE, departments: TEAMS, projects: 0 }, PEOPLE);
  /** Event ids in the order in which each was told them, and the hashes of uploads by media id. */
  const said = new Map<string, string[]>();
  const uploads = new Map<string, string>();

  async function say({ userId, accessToken, roomId }: Member, at = homeserver): Promise<string> {
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${randomUUID()}`;
    const answer = await json(`${at}${path}`, "PUT", accessToken, { msgtype: "m.text", body: randomUUID() });
    const id = String(Reflect.get(Object(answer), "event_id"));
    said.set(userId, [...(said.get(userId) ?? []), id]);
    return id;
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

  for (const member of members) {
    for (let count = 0; count < 5; count++) await say(member);
    await upload(member);
  }
  const saidBefore = [...said.values()].flat();
  await waitFor(
    "the service has handled what was said, and all that happened before",
    async () => {
      const came = await rowsOf<{ event_id: string; handled: boolean }>(
        source.configFile,
        "portico",
        "SELECT event_id, handled_at IS NOT NULL AS handled FROM inbox_event",
      );
      const ids = new Set(came.map(({ event_id }) => event_id));
      return saidBefore.every((id) => ids.has(id)) && came.every(({ handled }) => handled);
    },
    HANDLED_MS,
  );
  // What it heard of rooms late may have it look at them once more.
  await followed(place);
  const uploadedBefore = [...uploads.keys()];
  const company = await digestOf(source.configFile, COMPANY);

  async function expectMessages({ configFile }: Installation): Promise<void> {
    const kept = await rowsOf<{ event_id: string; sender: string }>(
      configFile,
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
    const known = await rowsOf<{ event_id: string }>(
      configFile,
      "portico",
      "SELECT event_id FROM inbox_event WHERE type = 'm.room.message'",
    );
    expect(
      known.filter(({ event_id }) => !ids.has(event_id)),
      "both databases at one point",
    ).toEqual([]);
  }

  async function expectFiles({ configFile }: Installation, { data }: Status): Promise<void> {
    const rows = await rowsOf<{ media_id: string }>(
      configFile,
      "synapse",
      "SELECT media_id FROM local_media_repository WHERE media_length IS NOT NULL",
    );
    expect(uploadedBefore.filter((id) => !rows.some(({ media_id }) => media_id === id))).toEqual([]);
    for (const { media_id } of rows)
      expect(sha256(readFileSync(mediaFile(data, media_id))), media_id).toBe(uploads.get(media_id));
  }

  /** Somebody signs in with the old password, downloads an old file and says something new. */
  async function expectGoesOn({ configFile }: Installation, status: Status): Promise<void> {
    const [member] = members;
    const login = (await json(`${status.homeserver}/_matrix/client/v3/login`, "POST", undefined, {
      type: "m.login.password",
      identifier: { type: "m.id.user", user: member!.userId },
      password: PASSWORD,
    })) as { access_token: string };
    const path = `_matrix/client/v1/media/download/${openInstallation(configFile).config.serverName}/${uploadedBefore[0]!}`;
    const download = await fetch(`${status.homeserver}/${path}`, {
      headers: { authorization: `Bearer ${login.access_token}` },
    });
    expect(sha256(new Uint8Array(await download.arrayBuffer()))).toBe(uploads.get(uploadedBefore[0]!));

    const last = await say({ ...member!, accessToken: login.access_token }, status.homeserver);
    await waitFor(
      "the service goes on with what is said now",
      async () =>
        (
          await rowsOf(
            configFile,
            "portico",
            `SELECT 1 FROM inbox_event WHERE event_id = '${last}' AND handled_at IS NOT NULL`,
          )
        ).length === 1,
      HANDLED_MS,
    );
    const twice = await rowsOf(
      configFile,
      "synapse",
      "SELECT room_id, content FROM (SELECT room_id, json::json ->> 'content' AS content FROM event_json JOIN events USING (event_id, room_id) WHERE type = 'm.room.message') AS message GROUP BY room_id, content HAVING count(*) > 1",
    );
    expect(twice, "nothing was sent twice").toEqual([]);
  }

  let backup = "";
  return {
    async backUp(folder, env = {}) {
      const over = new AbortController();
      const begun = Promise.withResolvers<void>();
      const talk = members.map(async (member) => {
        while (!over.signal.aborted) {
          await say(member);
          begun.resolve();
          await upload(member);
        }
      });
      await Promise.race([begun.promise, ...talk]);
      const { code, output } = await command("backup", source.configFile, ["--to", folder], env);
      over.abort();
      await Promise.all(talk);
      expect(code, output).toBe(0);
      backup = join(folder, readdirSync(folder)[0]!);
      return { file: backup, words: output };
    },
    async expectAllIn(target, status) {
      expect(await digestOf(target.configFile, COMPANY)).toEqual(company);
      const { checks } = await askService(
        openInstallation(target.configFile),
        "/api/admin/health",
        routes["GET /api/admin/health"].response,
      );
      expect(
        checks.find(({ name }) => name === "restored"),
        "health tells where it is from",
      ).toMatchObject({ state: "ok", code: "RESTORED", fields: { from: backup } });
      await expectMessages(target);
      await expectFiles(target, status);
      await expectGoesOn(target, status);
    },
  };
}
