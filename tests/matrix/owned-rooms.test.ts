import { afterAll, beforeAll, expect, test } from "vitest";
import { randomUUID } from "node:crypto";
import { connect, type DbPool, inTransaction, type Tx } from "../../appservice/src/db/connection.ts";
import { createLog } from "../../appservice/src/log/logger.ts";
import { endRoom, roomIdOf, wantMembers, wantRoom } from "../../appservice/src/rooms/index.ts";
import { query } from "../support/database.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, type User } from "../support/sign-in.ts";
import { stack } from "../support/stack.ts";
import { waitFor } from "../support/wait-for.ts";

let db: DbPool;
let lead: User;
let staff: User;
let other: User;
beforeAll(async () => {
  db = connect(stack().settings.databaseUrl, createLog("error"));
  [lead, staff, other] = await Promise.all([signIn("department_head"), signIn("staff"), signIn("auditor")]);
});
afterAll(() => db.destroy());

const statePath = (roomId: string, type: string) =>
  `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/${type}/`;
const say = (user: User, roomId: string, type: string, content: Record<string, unknown>) =>
  matrix(user).request(
    "PUT",
    `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/${type}/${randomUUID()}`,
    content,
  );
const isIn = async (user: User, roomId: string) => (await matrix(user).joinedRooms()).includes(roomId);

test("a capability wants a room, changes it and ends it, and Matrix follows without being woken", async () => {
  const owner = { kind: "made-up", id: randomUUID() };
  const key = `made-up:${owner.id}:room`;
  const wish = { key, kind: "room", owner, name: { en: "Plan", zh: "计划" } } as const;
  const change = (work: (tx: Tx) => Promise<void>) => inTransaction(db, work);
  const members = (...users: [User, number][]) => users.map(([{ userId }, power]) => ({ userId, power }));

  await change(async (tx) => {
    await wantRoom(tx, { ...wish, topic: "What we plan", powers: { begin: 50 } });
    await wantMembers(tx, key, owner, members([lead, 50], [staff, 0]));
  });
  const roomId = await waitFor("the room exists", async () => (await roomIdOf(db, key)) ?? undefined);
  const state = (type: string) => matrix(lead).call("GET", statePath(roomId, type));
  await waitFor("both are in it", async () => (await isIn(lead, roomId)) && (await isIn(staff, roomId)));
  expect(await isIn(other, roomId)).toBe(false);
  const [told] = await query("SELECT payload FROM domain_event WHERE name = 'room.created' AND payload->>'key' = $1", [
    key,
  ]);
  expect(told).toEqual({ payload: { roomId, purpose: "owned", key, owner } });
  expect(await state("org.portico.room")).toMatchObject({ purpose: "owned", owner, begin: 50 });
  await waitFor("the topic is there", async () => (await state("m.room.topic"))["topic"] === "What we plan");

  // Only who leads begins something; the others answer.
  const root = await waitFor("who leads is heard", async () => {
    const { status, body } = await say(lead, roomId, "m.room.message", { msgtype: "m.text", body: "The plan" });
    return status === 200 ? String(body["event_id"]) : undefined;
  });
  const beside = await say(staff, roomId, "m.room.message", { msgtype: "m.text", body: "Mine" });
  expect(beside).toMatchObject({ status: 403, body: { "org.portico.reason": "ANSWER_ONLY" } });
  const thread = { "m.relates_to": { rel_type: "m.thread", event_id: root } };
  expect(await say(staff, roomId, "m.room.message", { msgtype: "m.text", body: "Yes", ...thread })).toMatchObject({
    status: 200,
  });
  const like = { "m.relates_to": { rel_type: "m.annotation", event_id: root, key: "👍" } };
  expect(await say(staff, roomId, "m.reaction", like)).toMatchObject({ status: 200 });
  // Nobody but the wanted, whoever invites.
  const invite = await matrix(lead).request("POST", `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/invite`, {
    user_id: other.userId,
  });
  expect(invite).toMatchObject({ status: 403, body: { "org.portico.reason": "INVITE_REFUSED" } });

  await change(async (tx) => {
    await wantRoom(tx, { ...wish, name: { en: "Plan B", zh: "方案乙" } });
    await wantMembers(tx, key, owner, members([lead, 0], [other, 60]));
  });
  await waitFor("the members are others", async () => (await isIn(other, roomId)) && !(await isIn(staff, roomId)));
  const names = ["Plan B", "方案乙"];
  await waitFor("the name is another", async () => names.includes(String((await state("m.room.name"))["name"])));
  await waitFor("so are the powers", async () => {
    const { users } = await state("m.room.power_levels");
    return JSON.stringify(users) === JSON.stringify({ [other.userId]: 60 });
  });
  await waitFor("now everybody begins", async () => {
    const { status } = await say(lead, roomId, "m.room.message", { msgtype: "m.text", body: "Mine too" });
    return status === 200;
  });

  await change((tx) => endRoom(tx, key));
  await waitFor("it is said to be closed", async () => {
    const rows = await query("SELECT FROM domain_event WHERE name = 'room.closed' AND payload->>'key' = $1", [key]);
    return rows.length === 1;
  });
  expect(await say(other, roomId, "m.room.message", { msgtype: "m.text", body: "After" })).toMatchObject({
    status: 403,
  });
  await matrix(lead).waitForMessage(roomId, "Mine too");
});
