import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest } from "../support/factories.ts";
import { matrix } from "../support/matrix.ts";
import { openIdToken, signIn, type User } from "../support/sign-in.ts";
import { stack } from "../support/stack.ts";

let host: User;
let member: User;
let stranger: User;
/** A room of the host and the member alone. */
let roomId: string;
beforeAll(async () => {
  [host, member, stranger] = await Promise.all([signIn("department_head"), signIn("staff"), signIn("auditor")]);
  roomId = await roomOf(host, member);
});

async function roomOf(owner: User, other: User): Promise<string> {
  const made = await matrix(owner).call("POST", "/_matrix/client/v3/createRoom", {
    preset: "private_chat",
    is_direct: true,
    invite: [other.userId],
  });
  const id = String(made["room_id"]);
  await matrix(other).call("POST", `/_matrix/client/v3/join/${encodeURIComponent(id)}`, {});
  return id;
}

const join = (user: User, room = roomId) =>
  api(user).call("POST /api/rooms/{roomId}/meeting/join", {
    params: { roomId: room },
    body: { deviceId: user.deviceId, ring: false },
  });
const act = (user: User, meetingId: string, body: object) =>
  api(user).call("POST /api/meetings/{meetingId}/actions", { params: { meetingId }, body: body as never });

interface Claims {
  readonly sub: string;
  readonly exp: number;
  readonly nbf: number;
  readonly video: Record<string, unknown>;
}
const claimsOf = (token: string): Claims =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Claims;

const rtc = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${stack().service}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

describe("joining", () => {
  test("a member gets a short token for this room only, with the grants of the role", async () => {
    const connection = await join(host);
    const { sub, exp, video } = claimsOf(connection.token);
    expect(sub).toBe(`${host.userId}:${host.deviceId}`);
    expect(exp - Date.now() / 1000).toBeLessThan(130);
    expect(video).toMatchObject({ roomJoin: true, canSubscribe: true, canUpdateOwnMetadata: false });
    expect(video["roomCreate"] ?? false).toBe(false);
    expect(video["roomAdmin"] ?? false).toBe(false);
    expect(connection.role).toBe("host");
    const again = await join(member);
    expect(again.meetingId).toBe(connection.meetingId);
    expect(again.role).toBe("member");
  });

  test("other meetings have other rooms", async () => {
    const second = await roomOf(host, member);
    const [a, b] = await Promise.all([join(host), join(host, second)]);
    expect(claimsOf(a.token).video["room"]).not.toBe(claimsOf(b.token).video["room"]);
    await act(host, b.meetingId, { action: "end" });
  });

  test("who is not in the room learns nothing, and nobody gets in without a session", async () => {
    const { meetingId } = await join(host);
    await expect(join(stranger)).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
    await expect(join(host, "!nowhere")).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
    await expect(api(stranger).call("GET /api/meetings/{meetingId}", { params: { meetingId } })).rejects.toMatchObject({
      status: 404,
    });
    await expect(api("nobody").call("GET /api/rooms/{roomId}/meeting", { params: { roomId } })).rejects.toMatchObject({
      status: 401,
    });
    const wrong = await api(host).raw("POST", `/api/rooms/${encodeURIComponent(roomId)}/meeting/join`, {
      body: JSON.stringify({ deviceId: "a b" }),
      headers: { "content-type": "application/json" },
    });
    expect(wrong.status).toBe(400);
  });

  test("guests start no meeting", async () => {
    const { user } = await arrivedGuest(host);
    const [room = ""] = await matrix(user).joinedRooms();
    await expect(join(user, room)).rejects.toMatchObject({ status: 409, code: "MEETING_NONE" });
  });
});

describe("who leads", () => {
  test("members do not, and who was removed stays outside", async () => {
    const { meetingId, identity } = await join(host);
    const other = await join(member);
    await expect(act(member, meetingId, { action: "mute-all" })).rejects.toMatchObject({ status: 403 });
    await expect(act(stranger, meetingId, { action: "end" })).rejects.toMatchObject({ status: 404 });
    await expect(act(host, meetingId, { action: "mute", identity: "nobody" })).rejects.toMatchObject({ status: 404 });
    await act(host, meetingId, { action: "set-role", identity: other.identity, role: "host" });
    expect((await join(member)).role).toBe("host");
    await act(member, meetingId, { action: "remove", identity });
    await expect(join(host)).rejects.toMatchObject({ status: 403, code: "MEETING_REMOVED" });
    await act(member, meetingId, { action: "end" });
    await expect(act(member, meetingId, { action: "end" })).rejects.toMatchObject({ status: 410 });
    expect((await join(host)).meetingId).not.toBe(meetingId);
  });

  test("a locked meeting lets nobody new in", async () => {
    const second = await roomOf(host, member);
    const { meetingId } = await join(host, second);
    await act(host, meetingId, { action: "lock", locked: true });
    await expect(join(member, second)).rejects.toMatchObject({ status: 409, code: "MEETING_LOCKED" });
    await act(host, meetingId, { action: "end" });
  });
});

describe("on a shared screen", () => {
  test("draw those whom the host or who shares lets, and their tokens say so", async () => {
    const room = await roomOf(host, member);
    const { meetingId } = await join(host, room);
    const { identity } = await join(member, room);
    const mayDraw = async (user: User) => claimsOf((await join(user, room)).token).video["canPublishData"];
    const allow = (user: User, drawing: string, identities: string[] = []) =>
      act(user, meetingId, { action: "drawing", drawing, identities });
    expect(await mayDraw(member)).toBe(true);
    // He shares no screen, and does not lead.
    await expect(allow(member, "all")).rejects.toMatchObject({ status: 403 });
    await allow(host, "none");
    expect(await mayDraw(member)).toBe(false);
    expect(await mayDraw(host)).toBe(true);
    await allow(host, "some", [identity]);
    expect(await mayDraw(member)).toBe(true);
    await expect(allow(host, "perhaps")).rejects.toMatchObject({ status: 400 });
    await act(host, meetingId, { action: "end" });
  });

  test("a picture of it is put into the room by nobody who is not in the meeting", async () => {
    const room = await roomOf(host, member);
    const { meetingId } = await join(host, room);
    const body = { mediaUrl: "mxc://portico.localhost/abc", width: 1280, height: 720, bytes: 1000 };
    const put = (user: User | "nobody", more: object = {}) =>
      api(user).call("POST /api/meetings/{meetingId}/snapshots", {
        params: { meetingId },
        body: { ...body, ...more },
      });
    // A token alone is no presence: the SFU has not seen him.
    await expect(put(host)).rejects.toMatchObject({ status: 409, code: "MEETING_NOT_IN" });
    await expect(put(stranger)).rejects.toMatchObject({ status: 404 });
    await expect(put("nobody")).rejects.toMatchObject({ status: 401 });
    await expect(put(host, { mediaUrl: "https://elsewhere.example/a.png" })).rejects.toMatchObject({ status: 400 });
    await act(host, meetingId, { action: "end" });
    await expect(put(host)).rejects.toMatchObject({ status: 410, code: "MEETING_OVER" });
  });
});

describe("by link", () => {
  const preview = (token: string) => api("nobody").call("POST /api/meeting-links/preview", { body: { token } });
  const enter = (token: string) =>
    api("nobody").call("POST /api/meeting-links/enter", {
      body: { token, name: "Pieter van Dam", company: "Veldmeer" },
    });
  const state = (entry: { entryId: string; secret: string }) =>
    api("nobody").call("POST /api/meeting-links/state", { body: entry });
  const decide = (user: User, meetingId: string, entryId: string, admit: boolean) =>
    api(user).call("POST /api/meetings/{meetingId}/lobby/{entryId}", {
      params: { meetingId, entryId },
      body: { admit },
    });
  const link = async (room: string) => {
    const made = await api(host).call("POST /api/rooms/{roomId}/meeting/links", { params: { roomId: room }, body: {} });
    return new URL(made.link).hash.slice(1);
  };

  test("a guest waits without a token, is let in, and may show no screen", async () => {
    const room = await roomOf(host, member);
    const token = await link(room);
    const { meetingId } = await join(host, room);
    await join(member, room);
    expect(await preview(token)).toMatchObject({ live: true, lobby: true });
    const entry = await enter(token);
    expect(await state(entry)).toEqual({ state: "waiting", connection: null });
    await expect(state({ ...entry, secret: "x" })).rejects.toMatchObject({ status: 404 });
    const list = (user: User) => api(user).call("GET /api/meetings/{meetingId}/lobby", { params: { meetingId } });
    expect((await list(host)).items).toMatchObject([{ id: entry.entryId, name: "Pieter van Dam" }]);
    await expect(list(member)).rejects.toMatchObject({ status: 403 });
    await expect(decide(member, meetingId, entry.entryId, true)).rejects.toMatchObject({ status: 403 });
    await decide(host, meetingId, entry.entryId, true);
    const { connection } = await state(entry);
    expect(claimsOf(connection?.token ?? "").video["canPublishSources"]).toEqual(["camera", "microphone"]);
    await act(host, meetingId, { action: "remove", identity: connection?.identity ?? "" });
    expect(await state(entry)).toEqual({ state: "removed", connection: null });
    await expect(enter(token)).rejects.toMatchObject({ status: 429, code: "MEETING_DENIED" });
    await act(host, meetingId, { action: "end" });
  });

  test("an ended or unknown link opens nothing, and strangers make none", async () => {
    const room = await roomOf(host, member);
    const token = await link(room);
    await api(host).call("DELETE /api/rooms/{roomId}/meeting/links", { params: { roomId: room } });
    await expect(preview(token)).rejects.toMatchObject({ status: 404, code: "MEETING_LINK_INVALID" });
    await expect(enter("a".repeat(43))).rejects.toMatchObject({ status: 404 });
    await expect(
      api(stranger).call("POST /api/rooms/{roomId}/meeting/links", { params: { roomId: room }, body: {} }),
    ).rejects.toMatchObject({ status: 404 });
  });
});

describe("MatrixRTC clients of any kind", () => {
  test("find the service, and get a token directly when they are in the room", async () => {
    const found = await matrix(host).call("GET", "/_matrix/client/unstable/org.matrix.msc4143/rtc/transports");
    expect(found["rtc_transports"]).toMatchObject([{ type: "livekit" }]);
    const ask = async (user: User, room: string) =>
      rtc("/api/rtc/sfu/get", { room, openid_token: await openIdToken(user), device_id: "EC" });
    const given = await ask(member, roomId);
    expect(given.status).toBe(200);
    expect(given.headers.get("access-control-allow-origin")).toBe("*");
    const { jwt } = (await given.json()) as { jwt: string };
    expect(claimsOf(jwt).sub).toBe(`${member.userId}:EC`);
    expect((await ask(stranger, roomId)).status).toBe(403);
    expect((await rtc("/api/rtc/sfu/get", { room: roomId })).status).toBe(400);
    expect((await rtc("/api/rtc/get_token", "{")).status).toBe(400);
    const forged = { ...(await openIdToken(member)), access_token: "forged" };
    expect((await rtc("/api/rtc/sfu/get", { room: roomId, openid_token: forged, device_id: "EC" })).status).toBe(401);
  });

  test("get one through the homeserver, which says who asks", async () => {
    const path = "/_matrix/client/unstable/io.element.msc4195/rtc/livekit/get_token";
    const memberId = randomUUID();
    const body = {
      room_id: roomId,
      slot_id: "m.call#ROOM",
      member: { id: memberId, claimed_user_id: member.userId, claimed_device_id: member.deviceId },
    };
    const { jwt } = await matrix(member).call("POST", path, body);
    expect(claimsOf(String(jwt)).sub).toMatch(/^[A-Za-z0-9+/]{43}$/);
    await expect(matrix(stranger).call("POST", path, body)).rejects.toMatchObject({ status: 403 });
    // Around the homeserver nobody is believed.
    expect((await rtc(path, body, { "x-matrix-user-identifier": member.userId })).status).toBe(401);
  });

  test("of other servers: only a trusted one, and only for its own people", async () => {
    const path = "/_matrix/federation/unstable/io.element.msc4195/rtc/livekit/get_token";
    const ask = (origin: string, userId: string) =>
      rtc(
        path,
        {
          room_id: roomId,
          slot_id: "m.call#ROOM",
          member: { id: "m", claimed_user_id: userId, claimed_device_id: "D" },
        },
        { authorization: `Bearer ${stack().settings.homeserver.hsToken}`, "x-matrix-origin": origin },
      );
    expect((await ask("elsewhere.example", "@a:elsewhere.example")).status).toBe(403);
    expect((await ask("elsewhere.example", member.userId)).status).toBe(403);
  });
});

test("a webhook that LiveKit did not sign changes nothing", async () => {
  const { meetingId } = await join(host);
  const forged = JSON.stringify({ id: "EV_x", event: "room_finished", room: { name: "x" } });
  expect((await rtc("/_portico/livekit/webhook", forged)).status).toBe(401);
  expect((await rtc("/_portico/livekit/webhook", forged, { authorization: "Bearer forged" })).status).toBe(401);
  const rows = await query("SELECT 1 FROM meeting WHERE id = $1 AND ended_at IS NULL", [meetingId]);
  expect(rows).toHaveLength(1);
});
