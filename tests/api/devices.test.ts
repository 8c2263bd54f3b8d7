import { describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { arrivedGuest } from "../support/factories.ts";
import { matrix } from "../support/matrix.ts";
import { openIdToken, signIn, signInAfresh, type User } from "../support/sign-in.ts";

/** Opens a session as a browser does, which says on which device. */
async function openWithDevice(user: User): Promise<User> {
  const { token } = await api("nobody").call("POST /api/session", {
    body: { openId: await openIdToken(user), deviceId: user.deviceId },
  });
  return { ...user, session: token };
}
const withDevice = async (role: "staff"): Promise<User> => openWithDevice(await signInAfresh(role));
const whoAmI = (user: User) => matrix(user).request("GET", "/_matrix/client/v3/account/whoami");
const devicesOf = async (user: User) => (await api(user).call("GET /api/session/devices")).items;

describe("where one is signed in", () => {
  test("is listed, this place first", async () => {
    const [here, there] = [await withDevice("staff"), await withDevice("staff")];
    const items = await devicesOf(here);
    expect(items[0]).toMatchObject({ id: here.deviceId, current: true });
    expect(items.find(({ id }) => id === there.deviceId)).toMatchObject({ current: false });
    expect(items.filter(({ current }) => current)).toHaveLength(1);
  });

  test("can be ended one by one: its session here and at the homeserver are over, and no other", async () => {
    const [here, there, third] = [await withDevice("staff"), await withDevice("staff"), await withDevice("staff")];
    const end = () =>
      api(here).call("DELETE /api/session/devices/{deviceId}", { params: { deviceId: there.deviceId } });
    await end();
    await expect(api(there).call("GET /api/session")).rejects.toMatchObject({ status: 401, code: "SESSION_INVALID" });
    expect((await whoAmI(there)).status).toBe(401);
    for (const user of [here, third]) {
      await api(user).call("GET /api/session");
      expect((await whoAmI(user)).status).toBe(200);
    }
    await expect(end()).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
  });

  test("can be ended everywhere else at once, also for programs; twice is no error", async () => {
    // An account of its own: nobody else's session may end.
    const head = await signIn("department_head");
    const { user: there } = await arrivedGuest(head);
    const here = await openWithDevice({ ...there, deviceId: "ELSEWHERE" });
    const { token: program } = await api("nobody").call("POST /api/session", {
      body: { openId: await openIdToken(there) },
    });
    for (let times = 0; times < 2; times += 1) await api(here).call("DELETE /api/session/devices", {});
    expect(await devicesOf(here)).toEqual([]);
    await api(here).call("GET /api/session");
    expect((await whoAmI(there)).status).toBe(401);
    for (const session of [there.session, program]) {
      await expect(api({ session }).call("GET /api/session")).rejects.toMatchObject({ status: 401 });
    }
  });

  test("is one's own: another's device is not found, and nobody without an account has any", async () => {
    const there = await withDevice("staff");
    const head = await signIn("department_head");
    const { user: guest } = await arrivedGuest(head);
    for (const other of [head, guest]) {
      await expect(
        api(other).call("DELETE /api/session/devices/{deviceId}", { params: { deviceId: there.deviceId } }),
      ).rejects.toMatchObject({ status: 404 });
    }
    expect((await whoAmI(there)).status).toBe(200);
    await expect(api("nobody").call("GET /api/session/devices")).rejects.toMatchObject({ status: 401 });
    await expect(api("operator").call("DELETE /api/session/devices", {})).rejects.toMatchObject({ status: 403 });
  });

  test.each(["", "x".repeat(256)])("a wrong device id is refused when signing in", async (deviceId) => {
    const user = await signIn("staff");
    await expect(
      api("nobody").call("POST /api/session", { body: { openId: await openIdToken(user), deviceId } }),
    ).rejects.toMatchObject({ status: 400 });
  });
});
