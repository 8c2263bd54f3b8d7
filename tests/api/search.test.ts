import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest, uniqueName } from "../support/factories.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, type User } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

let head: User;
let staff: User;
let other: User;
beforeAll(async () => {
  [head, staff, other] = await Promise.all([signIn("department_head"), signIn("staff"), signIn("sales")]);
});

async function roomOf(creator: User, ...members: readonly User[]): Promise<string> {
  const made = await matrix(creator).call("POST", "/_matrix/client/v3/createRoom", {
    preset: "private_chat",
    name: "Search",
    invite: members.map(({ userId }) => userId),
  });
  const roomId = String(made["room_id"]);
  for (const member of members) {
    await matrix(member).call("POST", `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, {});
  }
  return roomId;
}
const find = (user: User, asked: Record<string, string>) =>
  api(user).call("GET /api/search/messages", { query: asked });
const found = async (user: User, asked: Record<string, string>) =>
  (await find(user, asked)).items.map(({ eventId }) => eventId);
const event = (roomId: string, type: string) =>
  `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/${type}/${randomUUID()}`;

test("Chinese is found inside of words, all words must be there, and only who is in the room finds it", async () => {
  const canary = uniqueName("canary").replace(" ", "");
  const roomId = await roomOf(head, staff);
  const eventId = await matrix(head).send(roomId, `我家在上海东边 ${canary}`);
  await waitFor("it is found", async () => (await found(staff, { q: `上海 ${canary}` })).includes(eventId));
  expect(await found(head, { q: `海东 ${canary.toUpperCase()}` })).toEqual([eventId]);
  expect(await found(staff, { q: `北京 ${canary}` })).toEqual([]);
  expect(await found(other, { q: canary })).toEqual([]);
  expect(await found(other, { q: canary, room: roomId })).toEqual([]);
  const { user: guest } = await arrivedGuest(head);
  expect(await found(guest, { q: canary })).toEqual([]);
  const [own = ""] = await matrix(guest).joinedRooms();
  const said = await matrix(head).send(own, `for you: ${canary}`);
  await waitFor(
    "a guest finds what is said in the own room",
    async () => (await found(guest, { q: canary })).length > 0,
  );
  expect(await found(guest, { q: canary })).toEqual([said]);
  const [hit] = (await find(staff, { q: canary })).items;
  expect(hit).toMatchObject({ roomId, sender: { userId: head.userId, name: { zh: "方志远" } } });

  await matrix(staff).call("POST", `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`, {});
  expect(await found(staff, { q: canary })).toEqual([]);
  expect(await found(head, { q: canary, room: roomId })).toEqual([eventId]);
});

test("what is corrected is found by the new words, what is deleted by none", async () => {
  const [before, after] = [uniqueName("before").replace(" ", ""), uniqueName("after").replace(" ", "")];
  const roomId = await roomOf(head, staff);
  const eventId = await matrix(head).send(roomId, before);
  await waitFor("it is found", async () => (await found(staff, { q: before })).length === 1);
  const correct = (user: User, body: string) =>
    matrix(user).call("PUT", event(roomId, "m.room.message"), {
      msgtype: "m.text",
      body: `* ${body}`,
      "m.new_content": { msgtype: "m.text", body },
      "m.relates_to": { rel_type: "m.replace", event_id: eventId },
    });
  // Somebody else's correction is none.
  await correct(staff, uniqueName("forged"));
  await correct(head, after);
  await waitFor("the new words are found", async () => (await found(staff, { q: after })).includes(eventId));
  expect(await found(staff, { q: before })).toEqual([]);
  expect(await found(staff, { q: "forged", room: roomId })).toEqual([]);
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/redact/${encodeURIComponent(eventId)}/${randomUUID()}`;
  await matrix(head).call("PUT", path, {});
  await waitFor("it is gone", async () => (await found(staff, { q: after })).length === 0);
});

test("it is narrowed by room, person, day and file, and comes page by page", async () => {
  const word = uniqueName("narrow").replace(" ", "");
  const [first, second] = [await roomOf(head, staff), await roomOf(head, staff)];
  const ids = [
    await matrix(head).send(first, `${word} 1`),
    await matrix(staff).send(first, `${word} 2`),
    await matrix(head).send(second, `${word} 3`),
  ];
  const file = await matrix(head).call("PUT", event(second, "m.room.message"), {
    msgtype: "m.file",
    body: `${word}-plan.pdf`,
    url: "mxc://portico.localhost/none",
  });
  ids.push(String(file["event_id"]));
  await waitFor("all are found", async () => (await found(head, { q: word })).length === 4);
  expect(await found(head, { q: word, room: first })).toEqual([ids[1], ids[0]]);
  expect(await found(head, { q: word, sender: staff.userId })).toEqual([ids[1]]);
  expect(await found(head, { q: word, files: "true" })).toEqual([ids[3]]);
  const today = new Date().toISOString().slice(0, 10);
  expect(await found(head, { q: word, from: today })).toHaveLength(4);
  expect(await found(head, { q: word, until: "2020-01-01" })).toEqual([]);
  const one = await find(head, { q: word, limit: "3" });
  const two = await find(head, { q: word, limit: "3", cursor: one.nextCursor ?? "" });
  expect([...one.items, ...two.items].map(({ eventId }) => eventId)).toEqual(ids.toReversed());
  expect(two.nextCursor).toBeNull();
});

test("who came later does not find what was said before, where the room says so", async () => {
  const word = uniqueName("history").replace(" ", "");
  const made = await matrix(head).call("POST", "/_matrix/client/v3/createRoom", {
    preset: "private_chat",
    invite: [staff.userId],
    initial_state: [{ type: "m.room.history_visibility", state_key: "", content: { history_visibility: "joined" } }],
  });
  const roomId = String(made["room_id"]);
  const early = await matrix(head).send(roomId, `${word} early`);
  await matrix(staff).call("POST", `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, {});
  const late = await matrix(head).send(roomId, `${word} late`);
  await waitFor("both are found", async () => (await found(head, { q: word })).length === 2);
  expect(await found(head, { q: word })).toEqual([late, early]);
  expect(await found(staff, { q: word })).toEqual([late]);
});

test("what was said before the service listened is read back by the first who searches", async () => {
  const word = uniqueName("older").replace(" ", "");
  const roomId = await roomOf(head, staff);
  const eventId = await matrix(head).send(roomId, word);
  await waitFor("it is found", async () => (await found(staff, { q: word })).length === 1);
  await query("DELETE FROM search_message WHERE room_id = $1", [roomId]);
  await query("DELETE FROM search_room WHERE room_id = $1", [roomId]);
  expect((await find(staff, { q: word, room: roomId })).unread).toBe(1);
  await waitFor("it is found again", async () => (await found(staff, { q: word })).includes(eventId));
  await waitFor("all of it has been read", async () => (await find(staff, { q: word, room: roomId })).unread === 0);
});

test.each([
  ["?q=x&limit=0"],
  ["?q=x&limit=1000"],
  [`?q=${"x".repeat(201)}`],
  ["?q=x&cursor=nonsense"],
  ["?q=x&zone=Nowhere/At-all"],
  ["?q=x&from=2026-13-40"],
  ["?q=x&room=nothing"],
  ["?q=x&sender=nobody"],
  ["?q=x&files=perhaps"],
  ["?q=x&more=1"],
])("wrong input is named: %s", async (search) => {
  expect((await api(head).raw("GET", `/api/search/messages${search}`)).status).toBe(400);
});

test("nobody searches without a session, and signs of patterns are plain characters", async () => {
  expect((await api("nobody").raw("GET", "/api/search/messages?q=x")).status).toBe(401);
  const roomId = await roomOf(head, staff);
  const eventId = await matrix(head).send(roomId, "100%_\\ sure");
  await waitFor("it is found", async () => (await found(head, { q: "%_\\", room: roomId })).includes(eventId));
  expect(await found(head, { q: "%%", room: roomId })).toEqual([]);
});
