import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest } from "../support/factories.ts";
import { departmentRoom } from "../support/guest-world.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, type User } from "../support/sign-in.ts";

const C = "/_matrix/client/v3";
const refused = (reason: string) => ({
  status: 403,
  body: { errcode: "M_FORBIDDEN", "org.portico.reason": reason },
});
const roomPath = (roomId: string) => `${C}/rooms/${encodeURIComponent(roomId)}`;

let staff: User;
let head: User;
let admin: User;
beforeAll(async () => {
  [staff, head, admin] = await Promise.all([signIn("staff"), signIn("department_head"), signIn("admin")]);
});

describe("the rooms of the company", () => {
  test("everybody who signs in is in the rooms of the company and of the own department, and in no other department's", async () => {
    const roles = ["admin", "department_head", "staff", "support_agent", "sales", "auditor"] as const;
    for (const role of roles) {
      const user = await signIn(role);
      const { items } = await api(user).call("GET /api/rooms");
      const joined = await matrix(user).joinedRooms();
      expect(joined, role).toEqual(expect.arrayContaining(items.map(({ roomId }) => roomId)));
      expect(items.map(({ purpose, kind }) => `${purpose} ${kind}`)).toContain("company space");
      expect(items.map(({ roomId }) => roomId)).toContain(await departmentRoom(user));
    }
    expect(await matrix(staff).joinedRooms()).not.toContain(await departmentRoom(head));
  });

  test("are of version 12, do not federate, and belong to the bot", async () => {
    const roomId = await departmentRoom(staff);
    const create = await matrix(staff).request("GET", `${roomPath(roomId)}/state/m.room.create/?format=event`);
    expect(create.body).toMatchObject({
      sender: expect.stringMatching(/^@portico:/) as string,
      content: { "m.federate": false, room_version: "12" },
    });
    const rules = await matrix(staff).request("GET", `${roomPath(roomId)}/state/m.room.join_rules/`);
    expect(rules.body["join_rule"]).not.toBe("public");
  });

  test("cannot be entered by somebody of another department, by whatever way", async () => {
    const roomId = await departmentRoom(head);
    const tries = [
      ["POST", `${C}/join/${encodeURIComponent(roomId)}`, {}],
      ["POST", `${roomPath(roomId)}/join`, {}],
      ["PUT", `${roomPath(roomId)}/state/m.room.member/${encodeURIComponent(staff.userId)}`, { membership: "join" }],
      ["POST", `${C}/knock/${encodeURIComponent(roomId)}`, {}],
    ] as const;
    for (const [method, path, body] of tries) {
      expect(await matrix(staff).request(method, path, body), path).toMatchObject({ status: 403 });
    }
    const messages = await matrix(staff).request("GET", `${roomPath(roomId)}/messages?dir=b`);
    expect(messages).toMatchObject({ status: 403, body: { errcode: "M_FORBIDDEN" } });
    expect(await matrix(staff).joinedRooms()).not.toContain(roomId);
  });

  test("take nobody in whom the company does not want there", async () => {
    const roomId = await departmentRoom(staff);
    const { user: guest } = await arrivedGuest(head);
    for (const userId of [guest.userId, head.userId]) {
      const answer = await matrix(staff).request("POST", `${roomPath(roomId)}/invite`, { user_id: userId });
      expect(answer, userId).toMatchObject({ status: 403, body: { errcode: "M_FORBIDDEN" } });
    }
  });
});

test("nobody is missing in the homeserver's directory of people, however early he came", async () => {
  const people = await query<{ user_id: string }>(
    "SELECT user_id FROM account WHERE class = 'staff' AND provisioned_at IS NOT NULL AND ended_at IS NULL",
  );
  const listed = await query<{ user_id: string }>("SELECT user_id FROM user_directory", [], "synapse");
  const found = new Set(listed.map(({ user_id }) => user_id));
  expect(people.length).toBeGreaterThan(50);
  expect(people.filter(({ user_id }) => !found.has(user_id))).toEqual([]);
});

test("colleagues are found by name, and nobody keeps a list of who shares a room with whom", async () => {
  const search = async (asker: User) =>
    matrix(asker).request("POST", `${C}/user_directory/search`, { search_term: head.userId.slice(1).split(":")[0] });
  expect((await search(staff)).body).toMatchObject({
    results: expect.arrayContaining([expect.objectContaining({ user_id: head.userId })]) as unknown,
  });
  const { user: guest } = await arrivedGuest(head);
  expect(await search(guest)).toMatchObject({ status: 403 });
  // A row per pair of people and room: a large company would fill the disk with it.
  const pairs = await query(
    "SELECT FROM users_who_share_private_rooms WHERE room_id = $1",
    [await departmentRoom(staff)],
    "synapse",
  );
  expect(pairs).toEqual([]);
});

describe("rooms that people make", () => {
  test.each([
    ["a public room", { preset: "public_chat" }, "ROOM_NOT_PRIVATE"],
    ["a room in the public list", { visibility: "public" }, "PUBLISH_REFUSED"],
    ["a room with an address", { room_alias_name: "lobby" }, "ALIAS_REFUSED"],
    ["a space", { creation_content: { type: "m.space" } }, "ROOM_SETTING_REFUSED"],
    ["a room of an old version", { room_version: "11" }, "ROOM_VERSION_REFUSED"],
    [
      "a room that everybody may join",
      { initial_state: [{ type: "m.room.join_rules", content: { join_rule: "public" } }] },
      "ROOM_NOT_PRIVATE",
    ],
    ["a room with somebody of another server", { invite: ["@mallory:example.org"] }, "INVITE_REFUSED"],
  ])("%s is refused, to administrators too", async (_, body, reason) => {
    for (const user of [staff, admin]) {
      expect(await matrix(user).request("POST", `${C}/createRoom`, body)).toMatchObject(refused(reason));
    }
  });

  test("a group does not federate, whatever was asked for, and takes colleagues but no guests", async () => {
    const { room_id: group } = await matrix(staff).call("POST", `${C}/createRoom`, {
      name: "Lunch",
      creation_content: { "m.federate": true },
    });
    const roomId = String(group);
    const create = await matrix(staff).call("GET", `${roomPath(roomId)}/state/m.room.create/`);
    expect(create["m.federate"]).toBe(false);
    const { user: guest } = await arrivedGuest(head);
    const invite = (userId: string) => matrix(staff).request("POST", `${roomPath(roomId)}/invite`, { user_id: userId });
    expect(await invite(guest.userId)).toMatchObject(refused("INVITE_REFUSED"));
    expect(await invite(head.userId)).toMatchObject({ status: 200 });
    const open = { join_rule: "public" };
    expect(await matrix(staff).request("PUT", `${roomPath(roomId)}/state/m.room.join_rules/`, open)).toMatchObject(
      refused("ROOM_NOT_PRIVATE"),
    );
  });
});
