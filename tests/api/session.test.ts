import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createOpenIdVerifier } from "../../appservice/src/matrix/open-id.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest } from "../support/factories.ts";
import { matrix } from "../support/matrix.ts";
import { openIdToken, signIn, signInAfresh, type User } from "../support/sign-in.ts";
import { stack } from "../support/stack.ts";

let staff: User;
beforeAll(async () => {
  staff = await signIn("staff");
});

const open = (openId: Awaited<ReturnType<typeof openIdToken>>) =>
  api("nobody").call("POST /api/session", { body: { openId } });

describe("signing in", () => {
  test("tells who one is and what one may do", async () => {
    const { account, expiresAt } = await open(await openIdToken(staff));
    expect(account).toMatchObject({ userId: staff.userId, class: "staff", role: "staff", guest: null });
    expect(account.abilities).toContain("directory.read");
    expect(account.abilities).not.toContain("guest.invite");
    expect(account.person).not.toBeNull();
    const hours = (Date.parse(expiresAt) - Date.now()) / 3_600_000;
    expect(hours).toBeCloseTo(stack().settings.sessionHours, 1);
  });

  test("gives a cookie that scripts cannot read and other sites cannot send", async () => {
    const answer = await api("nobody").raw("POST", "/api/session", {
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ openId: await openIdToken(staff) }),
    });
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^portico_session=[\w-]{43}; Path=\/api; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
    const { token } = (await answer.json()) as { token: string };
    const [pair = ""] = cookie.split(";");
    const me = await api("nobody").raw("GET", "/api/session", { headers: { cookie: `other=1; ${pair}` } });
    expect(me.status).toBe(200);
    expect(await query("SELECT 1 FROM session WHERE token_hash = $1", [token]), "the token itself is kept").toEqual([]);
  });

  test("a guest's session ends with the guest's access", async () => {
    const { guest, user } = await arrivedGuest(await signIn("department_head"), { accountDays: 1 });
    const { account, expiresAt } = await open(await openIdToken(user));
    expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.parse(guest.expiresAt));
    expect(account.guest).toMatchObject({ id: guest.id });
  });

  test("a forged token is refused", async () => {
    const openId = { ...(await openIdToken(staff)), access_token: "x".repeat(24) };
    await expect(open(openId)).rejects.toMatchObject({ status: 401, code: "OPENID_REFUSED" });
  });

  test("an expired token is refused", async () => {
    const openId = await openIdToken(staff);
    await query("UPDATE open_id_tokens SET ts_valid_until_ms = 1 WHERE token = $1", [openId.access_token], "synapse");
    await expect(open(openId)).rejects.toMatchObject({ status: 401, code: "OPENID_REFUSED" });
  });

  test("an access token is no OpenID token", async () => {
    const openId = { ...(await openIdToken(staff)), access_token: staff.accessToken };
    await expect(open(openId)).rejects.toMatchObject({ status: 401, code: "OPENID_REFUSED" });
  });

  test.each(["matrix.example.com", "127.0.0.1:8448", "portico.localhost.example.com", "169.254.169.254"])(
    "accounts of %s are not admitted, and the server is not asked",
    async (server) => {
      const openId = { ...(await openIdToken(staff)), matrix_server_name: server };
      await expect(open(openId)).rejects.toMatchObject({
        status: 403,
        code: "SERVER_NOT_TRUSTED",
        body: { fields: { server } },
      });
    },
  );

  test("an account that the company does not know is refused", async () => {
    const { settings, homeserver } = stack();
    const userId = `@portico:${settings.serverName}`;
    const answer = await fetch(
      `${homeserver}/_matrix/client/v3/user/${encodeURIComponent(userId)}/openid/request_token`,
      { method: "POST", headers: { authorization: `Bearer ${settings.homeserver.asToken}` }, body: "{}" },
    );
    const openId = (await answer.json()) as Awaited<ReturnType<typeof openIdToken>>;
    await expect(open(openId)).rejects.toMatchObject({ status: 403, code: "ACCOUNT_UNKNOWN" });
  });

  test.each([
    ["nothing", {}],
    ["no token", { openId: { token_type: "Bearer", matrix_server_name: "x", expires_in: 1 } }],
    ["another type", { openId: { access_token: "a", token_type: "Basic", matrix_server_name: "x", expires_in: 1 } }],
    ["a list", { openId: [] }],
    ["one field too many", { openId: {}, admin: true }],
  ])("refuses %s", async (_, body) => {
    await expect(api("nobody").call("POST /api/session", { body: body as never })).rejects.toMatchObject({
      status: 400,
      code: "REQUEST_INVALID",
    });
  });
});

describe("a homeserver that lies", () => {
  let server: Server;
  let answer = "";
  beforeAll(async () => {
    server = createServer((_request, response) => response.end(answer));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

  const verify = () => {
    const { settings } = stack();
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const verifier = createOpenIdVerifier({ ...settings, homeserver: { ...settings.homeserver, url } });
    return verifier.verify(settings.serverName, "token");
  };

  test.each([
    ["speaks for another server's user", { sub: "@alice:elsewhere.example" }],
    ["hides its name behind another", { sub: "@alice:elsewhere.example:portico.localhost" }],
    ["names no user", { sub: "alice:portico.localhost" }],
    ["leaves the user out", {}],
    ["answers with something else than an object", "@alice:portico.localhost"],
  ])("is refused when it %s", async (_, content) => {
    answer = JSON.stringify(content);
    await expect(verify()).rejects.toMatchObject({ code: "OPENID_REFUSED" });
  });

  test("is refused when it does not answer with JSON", async () => {
    answer = "<html>";
    await expect(verify()).rejects.toMatchObject({ code: "OPENID_REFUSED" });
  });

  test("is believed about its own user", async () => {
    answer = JSON.stringify({ sub: `@alice:${stack().settings.serverName}` });
    expect(await verify()).toBe(`@alice:${stack().settings.serverName}`);
  });
});

describe("a session", () => {
  test("tells its owner who he is", async () => {
    expect(await api(staff).call("GET /api/session")).toMatchObject({ userId: staff.userId });
  });

  test.each(["GET", "DELETE"])("nobody is refused: %s", async (method) => {
    const answer = await api("nobody").raw(method, "/api/session");
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: "SESSION_MISSING" });
  });

  test.each(["x", "A".repeat(43), "../../etc/passwd"])("a forged one is refused: %s", async (session) => {
    await expect(api({ session }).call("GET /api/session")).rejects.toMatchObject({
      status: 401,
      code: /^SESSION_(INVALID|MISSING)$/,
    });
  });

  test("ends when its owner signs out, and no other with it", async () => {
    const one = await signInAfresh("staff");
    const { token: session } = await open(await openIdToken(one));
    await api(one).call("DELETE /api/session");
    await expect(api(one).call("GET /api/session")).rejects.toMatchObject({ status: 401, code: "SESSION_INVALID" });
    await expect(api(one).call("DELETE /api/session")).rejects.toMatchObject({ status: 401 });
    await expect(api({ session }).call("GET /api/session")).resolves.toMatchObject({ userId: one.userId });
  });

  test("ends by itself", async () => {
    const { token: session } = await open(await openIdToken(staff));
    // The service's clock tells milliseconds, the database's less.
    await query(
      "UPDATE session SET expires_at = now() - interval '1 ms' WHERE token_hash = encode(sha256($1::bytea), 'hex')",
      [session],
    );
    await expect(api({ session }).call("GET /api/session")).rejects.toMatchObject({
      status: 401,
      code: "SESSION_INVALID",
    });
  });

  test("the launcher has none", async () => {
    for (const key of ["GET /api/session", "DELETE /api/session"] as const) {
      await expect(api("operator").call(key)).rejects.toMatchObject({ status: 403, code: "ABILITY_MISSING" });
    }
  });
});

describe("the own password", () => {
  const set = (as: Parameters<typeof api>[0], password: string) =>
    api(as).call("PUT /api/session/password", { body: { password } });

  test("can be set by staff and signs in", async () => {
    const person = await signInAfresh("support_agent");
    const account = stack().accounts.find((each) => each.userId === person.userId);
    const password = account?.password ?? "";
    await set(person, `${password} and more`);
    const login = (given: string) =>
      matrix("nobody").request("POST", "/_matrix/client/v3/login", {
        type: "m.login.password",
        identifier: { type: "m.id.user", user: person.userId },
        password: given,
      });
    expect((await login(password)).status).toBe(403);
    expect((await login(`${password} and more`)).status).toBe(200);
    expect((await matrix(person).request("GET", "/_matrix/client/v3/account/whoami")).status).toBe(200);
    await set(person, password);
  });

  test("must be long enough", async () => {
    await expect(set(staff, "short")).rejects.toMatchObject({
      status: 422,
      code: "PASSWORD_TOO_WEAK",
      body: { fields: { length: 10 } },
    });
    await expect(set(staff, "")).rejects.toMatchObject({ status: 400, code: "REQUEST_INVALID" });
    await expect(set(staff, "x".repeat(513))).rejects.toMatchObject({ status: 400, code: "REQUEST_INVALID" });
  });

  test("is not for guests, the launcher and nobody", async () => {
    const { user } = await arrivedGuest(await signIn("department_head"));
    await expect(set(user, "long enough for anybody")).rejects.toMatchObject({ status: 403 });
    await expect(set("operator", "long enough for anybody")).rejects.toMatchObject({ status: 403 });
    await expect(set("nobody", "long enough for anybody")).rejects.toMatchObject({ status: 401 });
  });
});
