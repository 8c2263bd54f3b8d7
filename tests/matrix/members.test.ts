import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { csvFile, sampleCsv } from "../support/csv.ts";
import { query } from "../support/database.ts";
import { arrivedGuest } from "../support/factories.ts";
import { departmentRoom } from "../support/guest-world.ts";
import { openLive } from "../support/live.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, signInByLink, tokenOf, type User } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

let admin: User;
let head: User;
let staff: User;
/** Nobody whom other tests need as a stranger: who was a member may read what was said until he left. */
let colleague: User;
beforeAll(async () => {
  [admin, head, staff] = await Promise.all([signIn("admin"), signIn("department_head"), signIn("staff")]);
  colleague = await signIn("auditor");
});

const statePath = (roomId: string, type: string, key = "") =>
  `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/${type}/${encodeURIComponent(key)}`;
const isIn = async (user: User, roomId: string) => (await matrix(user).joinedRooms()).includes(roomId);
const memberOf = async (as: User, roomId: string, userId: string) => {
  const { items } = await api(as).call("GET /api/rooms/{roomId}/members", {
    params: { roomId },
    query: { limit: 500 },
  });
  return items.find((member) => member.userId === userId);
};
const importPeople = (...added: string[]) =>
  api(admin).call("POST /api/directory/imports", {
    body: { dryRun: false, people: csvFile("people.csv", sampleCsv("people", ...added)) },
  });

describe("members by hand", () => {
  test("a lead adds a colleague and takes him out again; it says why each is there", async () => {
    const roomId = await departmentRoom(head);
    const params = { roomId, userId: colleague.userId };
    const put = () => api(head).call("PUT /api/rooms/{roomId}/members/{userId}", { params });
    const remove = () => api(head).call("DELETE /api/rooms/{roomId}/members/{userId}", { params });
    const manual = { source: "manual", sourceId: "", name: null };
    expect(await put()).toMatchObject({ reasons: [manual], removable: true });
    expect(await put()).toMatchObject({ reasons: [manual] });
    await waitFor("he is in the room", () => isIn(colleague, roomId));
    expect(await memberOf(colleague, roomId, head.userId)).toMatchObject({
      joined: true,
      removable: false,
      reasons: [{ source: "department", name: { en: expect.any(String) as string } }],
    });
    await remove();
    await remove();
    await waitFor("he is out of the room", async () => !(await isIn(colleague, roomId)));
    await expect(memberOf(colleague, roomId, head.userId)).rejects.toMatchObject({ status: 404 });
  });

  test("one reason ends without the others", async () => {
    const roomId = await departmentRoom(staff);
    const params = { roomId, userId: staff.userId };
    await api(admin).call("PUT /api/rooms/{roomId}/members/{userId}", { params });
    expect((await memberOf(staff, roomId, staff.userId))?.reasons.map(({ source }) => source)).toEqual([
      "department",
      "manual",
    ]);
    await api(admin).call("DELETE /api/rooms/{roomId}/members/{userId}", { params });
    expect((await memberOf(staff, roomId, staff.userId))?.reasons.map(({ source }) => source)).toEqual(["department"]);
    expect(await isIn(staff, roomId)).toBe(true);
    await expect(api(admin).call("DELETE /api/rooms/{roomId}/members/{userId}", { params })).rejects.toMatchObject({
      status: 409,
      code: "MEMBERSHIP_HELD",
    });
  });

  test("is refused to who does not lead the room, for people from outside, and in rooms that follow the directory alone", async () => {
    const own = await departmentRoom(head);
    const add = (as: User | "nobody", roomId: string, userId: string) =>
      api(as).call("PUT /api/rooms/{roomId}/members/{userId}", { params: { roomId, userId } });
    const { user: guest } = await arrivedGuest(head);
    const [company = { room_id: "" }] = await query<{ room_id: string }>(
      "SELECT room_id FROM managed_room WHERE key = 'company:room'",
    );
    await expect(add("nobody", own, staff.userId)).rejects.toMatchObject({ status: 401 });
    await expect(add(staff, own, staff.userId)).rejects.toMatchObject({ status: 404 });
    await expect(add(staff, company.room_id, head.userId)).rejects.toMatchObject({ status: 403 });
    await expect(add(guest, own, guest.userId)).rejects.toMatchObject({ status: 403 });
    await expect(add(head, own, guest.userId)).rejects.toMatchObject({ status: 409, code: "MEMBER_OUTSIDE" });
    await expect(add(head, own, "@nobody:portico.localhost")).rejects.toMatchObject({ status: 404 });
    await expect(add(admin, company.room_id, head.userId)).rejects.toMatchObject({ status: 409, code: "ROOM_FIXED" });
    await expect(add(head, "not-a-room", staff.userId)).rejects.toMatchObject({ status: 400 });
  });

  test("a guest sees who is in the room, but not how the company is made", async () => {
    const { user: guest } = await arrivedGuest(head);
    const [roomId = ""] = await matrix(guest).joinedRooms();
    expect(await memberOf(guest, roomId, head.userId)).toMatchObject({ reasons: [], removable: false });
  });
});

test("an archived room is read by everybody and written by nobody, and is as before when it is opened again", async () => {
  const roomId = await departmentRoom(staff);
  const archive = (value: "now()" | "NULL") =>
    query(`UPDATE managed_room SET archived_at = ${value} WHERE room_id = '${roomId}'`);
  const archived = async () => (await matrix(staff).call("GET", statePath(roomId, "org.portico.room")))["archived"];
  const before = await matrix(staff).call("GET", statePath(roomId, "m.room.power_levels"));
  await matrix(staff).send(roomId, "before the end");
  await archive("now()");
  try {
    await waitFor("the room says that it is archived", async () => (await archived()) === true);
    for (const user of [staff, admin]) {
      await expect(matrix(user).send(roomId, "after the end")).rejects.toMatchObject({ status: 403 });
    }
    await matrix(staff).waitForMessage(roomId, "before the end");
    const { items } = await api(staff).call("GET /api/rooms");
    expect(items.find((room) => room.roomId === roomId)?.archivedAt).not.toBeNull();
  } finally {
    await archive("NULL");
  }
  await waitFor("the room is open again", async () => (await archived()) === undefined);
  expect(await matrix(staff).call("GET", statePath(roomId, "m.room.power_levels"))).toEqual(before);
  await matrix(staff).send(roomId, "and on it goes");
});

test("a leaver is out everywhere within five seconds, and his guests are answered for by his line manager", async () => {
  const [manager = { id: "" }] = await query<{ id: string }>("SELECT id FROM person WHERE user_id = $1", [head.userId]);
  const line = `leaving,lea.ving,Lea Ving,李文,,sales,,,,${manager.id},sales\n`;
  expect((await importPeople(line)).applied).toBe(true);
  const link = () =>
    api(admin)
      .call("POST /api/directory/people/{personId}/links", { params: { personId: "leaving" } })
      .then((issued) => issued.link);
  const leaver = await signInByLink(await link());
  const unused = await link();
  const { guest } = await arrivedGuest(leaver);
  const stream = await openLive(leaver);
  expect(stream).toMatchObject({ status: 200 });

  const began = performance.now();
  expect((await importPeople()).counts).toMatchObject({ leave: 1 });
  await waitFor("the token is refused", async () =>
    [401, 403].includes((await matrix(leaver).request("GET", "/_matrix/client/v3/joined_rooms")).status),
  );
  await expect(api(leaver).call("GET /api/session")).rejects.toMatchObject({ status: 401 });
  await waitFor("his open stream of changes has ended", () => stream.ended());
  const reopened = await openLive(leaver, { lastEventId: stream.lastId() });
  expect(reopened.status).toBe(401);
  const cookie = await api("nobody").raw("GET", "/api/session", {
    headers: { cookie: `portico_session=${leaver.session}` },
  });
  expect(cookie.status).toBe(401);
  await expect(
    api("nobody").call("POST /api/links/redeem", { body: { token: tokenOf(unused) } }),
  ).rejects.toMatchObject({ code: expect.stringMatching(/^(?:LINK_EXPIRED|ACCOUNT_ENDED)$/) as string });
  await waitFor("he is in no room", async () => {
    const rows = await query("SELECT FROM actual_membership WHERE user_id = $1 AND membership = 'join'", [
      leaver.userId,
    ]);
    return rows.length === 0;
  });
  expect(performance.now() - began).toBeLessThan(5_000);

  const { items } = await api(head).call("GET /api/guests");
  expect(items.find(({ id }) => id === guest.id)?.invitedBy).toBe(head.userId);
  const told = () => api(head).call("GET /api/notifications", { query: { limit: 100 } });
  const notice = await waitFor("the manager is told of it", async () =>
    (await told()).items.find(({ kind, fields }) => kind === "guest.handed-over" && fields["guestId"] === guest.id),
  );
  expect(notice).toMatchObject({ read: false, fields: { name: guest.name } });
  await waitFor("the manager leads the guest's room", async () => isIn(head, guest.roomId ?? items[0]?.roomId ?? ""));
  const { items: former } = await api(head).call("GET /api/rooms/{roomId}/members", {
    params: { roomId: String(items.find(({ id }) => id === guest.id)?.roomId) },
    query: { former: "true" },
  });
  expect(former.find(({ userId }) => userId === leaver.userId)).toMatchObject({
    name: { en: "Lea Ving" },
    reasons: [],
  });
});
