import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest } from "../support/factories.ts";
import { departmentRoom } from "../support/guest-world.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, type User } from "../support/sign-in.ts";
import { stack } from "../support/stack.ts";
import { unseen } from "../support/unseen.ts";
import { waitFor } from "../support/wait-for.ts";

const WITHIN_MS = 10_000;
const C = "/_matrix/client/v3";
let admin: User;
let head: User;
let staff: User;
let bot: { userId: string; accessToken: string };
beforeAll(async () => {
  [admin, head, staff] = await Promise.all([signIn("admin"), signIn("department_head"), signIn("staff")]);
  const { homeserver, serverName } = stack().settings;
  bot = { userId: `@${homeserver.senderLocalpart}:${serverName}`, accessToken: homeserver.asToken };
});

const roomPath = (roomId: string) => `${C}/rooms/${encodeURIComponent(roomId)}`;
const statePath = (roomId: string, type: string, key = "") =>
  `${roomPath(roomId)}/state/${type}/${encodeURIComponent(key)}`;
/** What whoever holds the service's own token can do: all that Matrix allows the creator of the room. */
const asBot = (method: string, path: string, body?: unknown) => matrix(bot).call(method, path, body);
const content = (roomId: string, type: string, key = "") => asBot("GET", statePath(roomId, type, key));
const write = (roomId: string, type: string, key: string, body: unknown) =>
  asBot("PUT", statePath(roomId, type, key), body);
const roomOf = async (key: string): Promise<string> => {
  const [row] = await query<{ room_id: string }>("SELECT room_id FROM managed_room WHERE key = $1", [key]);
  if (row === undefined) throw new Error(`no room ${key}`);
  return row.room_id;
};

interface Repair {
  type: string;
  stateKey: string;
  wanted: unknown;
  actual: unknown;
  by: string | null;
}
const recordsOf = async (name: string, roomId: string): Promise<Repair[]> => {
  const rows = await query<{ payload: Repair }>(
    "SELECT payload FROM domain_event WHERE name = $1 AND payload->>'roomId' = $2 ORDER BY id",
    [name, roomId],
  );
  return rows.map(({ payload }) => payload);
};
/** Waits until a change is repaired and on record, and the room is as before. */
const repaired = (roomId: string, type: string, key: string, wrong: unknown) =>
  waitFor(
    `${type} ${key} is repaired`,
    async () => {
      const record = (await recordsOf("room.repaired", roomId)).find(
        (each) => each.type === type && each.stateKey === key,
      );
      if (record === undefined) return undefined;
      const answer = await matrix(bot).request("GET", statePath(roomId, type, key));
      return JSON.stringify(answer.body) === JSON.stringify(wrong) ? undefined : record;
    },
    WITHIN_MS,
  );
const settled = () =>
  waitFor("accounts, rooms and members follow", async () => {
    const { accounts, rooms, memberships } = await api(admin).call("GET /api/directory/provisioning");
    return [accounts, rooms, memberships].every(({ wanted, done }) => wanted === done);
  });

describe("a change in a managed room that nobody wanted is taken back within ten seconds and on record", () => {
  test("somebody raises his own power", async () => {
    const roomId = await departmentRoom(staff);
    const before = await content(roomId, "m.room.power_levels");
    const raised = { ...before, users: { ...(before["users"] as object), [staff.userId]: 100 } };
    expect(await matrix(staff).request("PUT", statePath(roomId, "m.room.power_levels"), raised)).toMatchObject({
      status: 403,
    });
    await write(roomId, "m.room.power_levels", "", raised);
    const record = await repaired(roomId, "m.room.power_levels", "", raised);
    expect(record).toMatchObject({ actual: raised, wanted: before, by: bot.userId });
    expect(await content(roomId, "m.room.power_levels")).toEqual(before);
    const entry = await waitFor("the audit log has it", async () => {
      const { items } = await api(admin).call("GET /api/audit", {
        query: { name: "room.repaired", subject: `room:${roomId}` },
      });
      return items.find(({ payload }) => payload["type"] === "m.room.power_levels");
    });
    expect(entry).toMatchObject({ payload: { roomId, stateKey: "", by: bot.userId } });
  });

  test("a room is renamed, a space forgets a room, and a room is opened to everybody", async () => {
    const [roomId, space] = await Promise.all([departmentRoom(head), roomOf("company:space")]);
    const child = await roomOf("company:room");
    const name = await content(roomId, "m.room.name");
    await write(roomId, "m.room.name", "", { name: "Ours alone" });
    await write(space, "m.space.child", child, {});
    await write(roomId, "m.room.history_visibility", "", { history_visibility: "joined" });
    await repaired(roomId, "m.room.name", "", { name: "Ours alone" });
    await repaired(space, "m.space.child", child, {});
    await repaired(roomId, "m.room.history_visibility", "", { history_visibility: "joined" });
    expect(await content(roomId, "m.room.name")).toEqual(name);
    expect(await content(space, "m.space.child", child)).toHaveProperty("via");
  });

  test("a name that is redacted comes back", async () => {
    const roomId = await departmentRoom(staff);
    const event = await asBot("GET", `${statePath(roomId, "m.room.name")}?format=event`);
    await asBot("PUT", `${roomPath(roomId)}/redact/${encodeURIComponent(String(event["event_id"]))}/${Date.now()}`, {});
    await repaired(roomId, "m.room.name", "", {});
    expect(await content(roomId, "m.room.name")).toEqual(event["content"]);
  });

  test("somebody is thrown out, and somebody is let in", async () => {
    const roomId = await departmentRoom(staff);
    await write(roomId, "m.room.member", staff.userId, { membership: "leave" });
    const record = await repaired(roomId, "m.room.member", staff.userId, { membership: "leave" });
    expect(record).toMatchObject({ actual: { membership: "leave" }, by: bot.userId });
    expect(await matrix(staff).joinedRooms()).toContain(roomId);

    const { user: stranger } = await arrivedGuest(head);
    for (const inviter of [head, staff]) {
      const answer = await matrix(inviter).request("POST", `${roomPath(roomId)}/invite`, { user_id: stranger.userId });
      expect(answer).toMatchObject({ status: 403 });
    }
  });

  test("nobody gets the bot out of a room, not even itself", async () => {
    const roomId = await departmentRoom(head);
    const kick = await matrix(head).request("POST", `${roomPath(roomId)}/kick`, { user_id: bot.userId });
    expect(kick).toMatchObject({ status: 403 });
    const leave = await matrix(bot).request("POST", `${roomPath(roomId)}/leave`, {});
    expect(leave).toMatchObject({ status: 403, body: { "org.portico.reason": "MANAGER_STAYS" } });
    expect(await content(roomId, "m.room.member", bot.userId)).toMatchObject({ membership: "join" });
  });
});

test("whoever changes the same thing again and again is left alone with it and reported, until it is released", async () => {
  const roomId = await roomOf("company:room");
  const name = await content(roomId, "m.room.name");
  for (const round of [1, 2, 3]) {
    await write(roomId, "m.room.name", "", { name: `Round ${round}` });
    await waitFor(`round ${round} is repaired`, async () => {
      const records = await recordsOf("room.repaired", roomId);
      return records.filter(({ type }) => type === "m.room.name").length >= round;
    });
  }
  await write(roomId, "m.room.name", "", { name: "Round 4" });
  const contested = () =>
    api(admin)
      .call("GET /api/rooms/reconciler")
      .then((answer) => answer.contested);
  const item = await waitFor("the room is contested", async () =>
    (await contested()).find((each) => each.roomId === roomId && each.type === "m.room.name"),
  );
  expect(item).toMatchObject({ actual: { name: "Round 4" }, wanted: name, by: bot.userId });
  expect(await recordsOf("room.contested", roomId)).toHaveLength(1);
  expect(await content(roomId, "m.room.name")).toEqual({ name: "Round 4" });

  const release = () => api(admin).call("POST /api/rooms/{roomId}/release", { params: { roomId } });
  expect(await release()).toEqual({ released: 1 });
  expect(await release()).toEqual({ released: 0 });
  await waitFor("the name is back", async () => (await content(roomId, "m.room.name"))["name"] === name["name"]);
  expect((await contested()).filter((each) => each.roomId === roomId)).toEqual([]);
});

describe("asking for repairs", () => {
  const json = { "content-type": "application/json" };
  const room = encodeURIComponent("!none:portico.localhost");
  const routes = [
    ["POST", "/api/rooms/scans", JSON.stringify({ dryRun: true })],
    ["GET", "/api/rooms/scans/1", undefined],
    ["GET", "/api/rooms/reconciler", undefined],
    ["POST", `/api/rooms/${room}/release`, undefined],
  ] as const;

  test.each(routes)("%s %s needs a session and an administrator", async (method, path, body) => {
    const init = body === undefined ? {} : { body, headers: json };
    expect((await api("nobody").raw(method, path, init)).status).toBe(401);
    for (const user of [staff, head]) expect((await api(user).raw(method, path, init)).status).toBe(403);
  });

  test.each([
    ["POST", "/api/rooms/scans", "{}"],
    ["POST", "/api/rooms/scans", JSON.stringify({ dryRun: "yes" })],
    ["POST", "/api/rooms/scans", JSON.stringify({ dryRun: true, rooms: 1 })],
    ["POST", "/api/rooms/scans", "{"],
    ["POST", "/api/rooms/not-a-room/release", undefined],
  ] as const)("%s %s with %s is refused", async (method, path, body) => {
    const init = body === undefined ? {} : { body, headers: json };
    expect((await api(admin).raw(method, path, init)).status).toBe(400);
  });

  test("a scan or a room that there is not is not found", async () => {
    expect((await api(admin).raw("GET", "/api/rooms/scans/999999999")).status).toBe(404);
    expect((await api(admin).raw("POST", `/api/rooms/${room}/release`)).status).toBe(404);
  });
});

describe("scans", () => {
  const scan = async (dryRun: boolean) => {
    const { id } = await api(admin).call("POST /api/rooms/scans", { body: { dryRun } });
    return waitFor(
      "the scan is done",
      async () => {
        const found = await api(admin).call("GET /api/rooms/scans/{scanId}", { params: { scanId: id } });
        return found.scan.finishedAt === null ? undefined : found;
      },
      120_000,
    );
  };

  test(
    "find 100 of 100 differences that no event told of; a dry run lists, the next one repairs",
    { timeout: 300_000 },
    async () => {
      await settled();
      expect((await scan(true)).differences).toEqual([]);
      const planted = await plantUnseen(100);
      const listed = await scan(true);
      const found = (differences: typeof listed.differences) =>
        differences.map(({ roomId, type, stateKey }) => `${roomId} ${type} ${stateKey}`).toSorted();
      expect(found(listed.differences)).toEqual(planted.toSorted());
      expect(new Set(listed.differences.map(({ state }) => state))).toEqual(new Set(["listed"]));

      const real = await scan(false);
      expect(found(real.differences)).toEqual(planted.toSorted());
      await waitFor(
        "all are repaired",
        async () => {
          const { differences } = await api(admin).call("GET /api/rooms/scans/{scanId}", {
            params: { scanId: real.scan.id },
          });
          return differences.every(({ state }) => state === "repaired");
        },
        120_000,
      );
      expect((await scan(true)).differences).toEqual([]);
      const [{ count } = { count: 0 }] = await query<{ count: string }>(
        "SELECT count(*) FROM domain_event WHERE name = 'room.repaired' AND at > $1",
        [real.scan.startedAt],
      );
      expect(Number(count)).toBe(100);
    },
  );

  /**
   * Makes differences of every kind and hides their events from the service, as
   * if they had been made while nobody listened.
   */
  async function plantUnseen(count: number): Promise<string[]> {
    const rooms = await query<{ room_id: string; key: string }>(
      "SELECT room_id, key FROM managed_room WHERE kind = 'room' AND purpose = 'department' ORDER BY key",
    );
    const members = await query<{ room_id: string; user_id: string }>(
      `SELECT room_id, user_id FROM wanted_member JOIN managed_room ON key = room_key
       WHERE kind = 'space' AND user_id <> ALL ($1) ORDER BY room_key, user_id`,
      [[admin.userId, head.userId, staff.userId]],
    );
    const kinds = rooms.flatMap(({ room_id: roomId }) => [
      { roomId, type: "m.room.name", key: "", body: { name: "Planted" } },
      { roomId, type: "m.room.guest_access", key: "", body: { guest_access: "can_join" } },
      { roomId, type: "org.portico.room", key: "", body: { planted: true } },
      { roomId, type: "m.space.parent", key: "!nowhere", body: { via: ["elsewhere"] } },
    ]);
    const state = kinds.slice(0, Math.min(kinds.length, count / 2));
    const left = members.slice(0, count - state.length).map(({ room_id: roomId, user_id: key }) => ({
      roomId,
      type: "m.room.member",
      key,
      body: { membership: "leave" },
    }));
    const all = [...state, ...left];
    expect(all).toHaveLength(count);
    await unseen(query, async () => {
      for (const { roomId, type, key, body } of all) await write(roomId, type, key, body);
      return matrix(staff).send(await departmentRoom(staff), "after the planting");
    });
    return all.map(({ roomId, type, key }) => `${roomId} ${type} ${key}`);
  }
});
