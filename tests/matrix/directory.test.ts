import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { checkout } from "../support/boot.ts";
import { query } from "../support/database.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, signInByLink, type User } from "../support/sign-in.ts";
import { stack } from "../support/stack.ts";
import { waitFor } from "../support/wait-for.ts";

let admin: User;
let head: User;
beforeAll(async () => {
  [admin, head] = await Promise.all([signIn("admin"), signIn("department_head")]);
});

const samplePeople = () => readFile(join(checkout, "config", "sample-company", "people.csv"), "utf8");
const importPeople = async (people: string) => {
  const report = await api(admin).call("POST /api/directory/imports", {
    body: { dryRun: false, people: { name: "people.csv", content: Buffer.from(people).toString("base64") } },
  });
  expect(report.rows.filter((row) => row.action === "refuse")).toEqual([]);
  return report;
};
const provisioned = () =>
  waitFor("accounts, rooms and members follow the directory", async () => {
    const { accounts, rooms, memberships } = await api(admin).call("GET /api/directory/provisioning");
    return [accounts, rooms, memberships].every(({ wanted, done }) => wanted === done);
  });
const roomOf = async (key: string): Promise<string> => {
  const [row] = await query<{ room_id: string }>("SELECT room_id FROM managed_room WHERE key = $1", [key]);
  if (row === undefined) throw new Error(`no room ${key}`);
  return row.room_id;
};
const state = (user: User, roomId: string, type: string, key = "") =>
  matrix(user).request(
    "GET",
    `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/${type}/${encodeURIComponent(key)}`,
  );

describe("rooms follow the directory", () => {
  test("a managed room is version 12, made by the bot, closed to other servers", async () => {
    const roomId = await roomOf("company:room");
    const { body } = await state(head, roomId, "m.room.create");
    expect(body).toMatchObject({ room_version: "12", "m.federate": false });
    expect((await state(head, roomId, "m.room.join_rules")).body).toEqual({ join_rule: "invite" });
    expect((await state(head, roomId, "org.portico.room")).body).toMatchObject({ purpose: "company", outsiders: [] });
  });

  test("spaces list their rooms, and rooms name their space", async () => {
    const [space, room] = await Promise.all([roomOf("company:space"), roomOf("company:room")]);
    expect((await state(head, space, "m.space.child", room)).body).toEqual({ via: [stack().settings.serverName] });
    expect((await state(head, room, "m.space.parent", space)).body).toMatchObject({ canonical: true });
  });

  test("everybody is told the same rooms by the API as by the homeserver", async () => {
    await provisioned();
    const { items } = await api(head).call("GET /api/rooms");
    const joined = new Set(await matrix(head).joinedRooms());
    expect(items.filter((room) => !joined.has(room.roomId))).toEqual([]);
    expect(items.map((room) => room.purpose)).toContain("company");
  });
});

describe("drift is repaired", () => {
  test("who leaves a wanted room is back, and the record tells", async () => {
    const roomId = await roomOf("company:room");
    const [{ id: before } = { id: "0" }] = await query<{ id: string }>("SELECT max(id) AS id FROM domain_event");
    await matrix(head).call("POST", `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`, {});
    await waitFor("the head is back", async () => (await matrix(head).joinedRooms()).includes(roomId));
    const record = await waitFor("the repair is on record", async () => {
      const rows = await query<{ payload: unknown }>(
        `SELECT payload FROM domain_event
         WHERE name = 'room.repaired' AND payload->>'stateKey' = $1 AND payload->>'roomId' = $2 AND id > $3`,
        [head.userId, roomId, before],
      );
      return rows[0]?.payload;
    });
    expect(record).toEqual({
      roomId,
      type: "m.room.member",
      stateKey: head.userId,
      wanted: { membership: "join", company: null },
      actual: { membership: "leave", company: null },
      by: head.userId,
    });
  });
});

describe("people come, move and leave", () => {
  test("a person of an import signs in by link, is moved by the next, and locked out by the last", async () => {
    const people = await samplePeople();
    const line = (department: string) => `wanderer,wan.derer,Wan Derer,万德勒,,${department},,,,,\n`;

    await importPeople(people + line("firmware"));
    await provisioned();
    const { link } = await api(admin).call("POST /api/directory/people/{personId}/links", {
      params: { personId: "wanderer" },
    });
    const wanderer = await signInByLink(link);
    const [firmware, sales] = await Promise.all([roomOf("department:firmware:room"), roomOf("department:sales:room")]);
    expect(await matrix(wanderer).joinedRooms()).toContain(firmware);

    await importPeople(people + line("sales"));
    await provisioned();
    const moved = await matrix(wanderer).joinedRooms();
    expect(moved).toContain(sales);
    expect(moved).not.toContain(firmware);

    const report = await importPeople(people);
    expect(report.counts).toMatchObject({ leave: 1 });
    await expect(api(wanderer).call("GET /api/session")).rejects.toMatchObject({ status: 401 });
    await provisioned();
    expect(await matrix(wanderer).request("GET", "/_matrix/client/v3/joined_rooms")).toMatchObject({ status: 401 });
    const gone = await matrix(admin).request(
      "GET",
      `/_matrix/client/v3/rooms/${encodeURIComponent(await roomOf("company:room"))}/state/m.room.member/${encodeURIComponent(wanderer.userId)}`,
    );
    expect(gone.body).toMatchObject({ membership: "leave" });
  });
});

test("health says in words how each part is doing", async () => {
  const { checks } = await api(admin).call("GET /api/admin/health");
  expect(checks.map(({ name }) => name)).toEqual([
    "database",
    "homeserver",
    "policy",
    "events",
    "provisioning",
    "outbox",
    "jobs",
    "meetings",
    "clocks",
    "disk",
    "backup",
  ]);
  // A change of a moment ago is on its way to the homeserver's module.
  await waitFor("every part is in order", async () => {
    const now = await api(admin).call("GET /api/admin/health");
    return now.checks.every(({ state: found }) => found === "ok");
  });
});
