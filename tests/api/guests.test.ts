import { randomUUID } from "node:crypto";
import { abilitiesOfRole } from "@portico/contract/abilities.ts";
import { MEMBER_COMPANY_FIELD } from "@portico/contract/matrix.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { runTimer } from "../support/jobs.ts";
import { arrivedGuest, inviteGuest, twoCustomers, uniqueName } from "../support/factories.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, signInByLink, tokenOf, type User } from "../support/sign-in.ts";
import { stack } from "../support/stack.ts";
import { waitFor } from "../support/wait-for.ts";

let head: User;
let sales: User;
let staff: User;
let admin: User;
beforeAll(async () => {
  [head, sales, staff, admin] = await Promise.all([
    signIn("department_head"),
    signIn("sales"),
    signIn("staff"),
    signIn("admin"),
  ]);
});

const redeem = (link: string) => api("nobody").call("POST /api/links/redeem", { body: { token: tokenOf(link) } });
const preview = (link: string) => api("nobody").call("POST /api/links/preview", { body: { token: tokenOf(link) } });
const whoAmI = (user: User) => matrix(user).request("GET", "/_matrix/client/v3/account/whoami");

async function eventsOf(guestId: string): Promise<string[]> {
  const rows = await query<{ name: string }>(
    "SELECT name FROM domain_event WHERE payload->>'guestId' = $1 ORDER BY id",
    [guestId],
  );
  return rows.map((row) => row.name);
}

describe("customer companies", () => {
  test("staff see them; guests and nobody do not", async () => {
    const { items } = await api(staff).call("GET /api/customers");
    expect(items.length).toBeGreaterThanOrEqual(2);
    const { user } = await arrivedGuest(head);
    await expect(api(user).call("GET /api/customers")).rejects.toMatchObject({ status: 403, code: "ABILITY_MISSING" });
    await expect(api("nobody").call("GET /api/customers")).rejects.toMatchObject({ status: 401 });
  });
});

describe("inviting", () => {
  test("makes an account of the reserved prefix, a room, and a link that is told once", async () => {
    const [customer] = await twoCustomers(head);
    const name = uniqueName("Wu Haiyan");
    const before = Date.now();
    const { guest, link, linkExpiresAt } = await inviteGuest(head, { name, accountDays: 30 });
    const { settings } = stack();
    expect(guest).toMatchObject({
      name,
      email: null,
      customer,
      invitedBy: head.userId,
      state: "invited",
      abilities: ["guest.issue-link", "guest.prolong", "guest.revoke"],
    });
    expect(guest.userId).toMatch(new RegExp(`^@${settings.guests.prefix}[0-9a-f]{16}:${settings.serverName}$`));
    expect(link).toMatch(new RegExp(`^${settings.webUrl}/link#[A-Za-z0-9_-]{43}$`));
    expect(Date.parse(linkExpiresAt) - before).toBeGreaterThan((settings.guests.linkHours - 1) * 3_600_000);
    expect(Date.parse(guest.expiresAt) - before).toBeGreaterThanOrEqual(30 * 86_400_000);
    const stored = await query("SELECT * FROM one_time_link WHERE user_id = $1", [guest.userId]);
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(tokenOf(link));
    expect(await eventsOf(guest.id)).toEqual(["guest.invited"]);
  });

  test("the link never outlives the account", async () => {
    const { guest, linkExpiresAt } = await inviteGuest(head, { accountDays: 1 });
    expect(linkExpiresAt).toBe(guest.expiresAt);
  });

  test("is for those who hold the ability", async () => {
    const [customer] = await twoCustomers(head);
    const body = { name: "Somebody", customerId: customer.id };
    const auditor = await signIn("auditor");
    const { user: guest } = await arrivedGuest(head);
    for (const user of [staff, auditor, guest]) {
      await expect(api(user).call("POST /api/guests", { body })).rejects.toMatchObject({
        status: 403,
        code: "ABILITY_MISSING",
        body: { fields: { ability: "guest.invite" } },
      });
    }
    await expect(api("operator").call("POST /api/guests", { body })).rejects.toMatchObject({ status: 403 });
    await expect(api("nobody").call("POST /api/guests", { body })).rejects.toMatchObject({
      status: 401,
      code: "SESSION_MISSING",
    });
  });

  test.each([
    ["no name", { name: "  " }, "body.name"],
    ["a name that turns round in a member list", { name: "Wu\u202egnp.exe" }, "body.name"],
    ["a NUL in the name", { name: "Wu\u0000" }, "body.name"],
    ["no address", { email: "nobody" }, "body.email"],
    ["no days", { accountDays: 0 }, "body.accountDays"],
    ["too many days", { accountDays: 366 }, "body.accountDays"],
    ["a role of staff", { role: "admin" }, "body.role"],
    ["a field that does not exist", { expiresAt: "2099-01-01T00:00:00Z" }, "body"],
  ])("refuses %s", async (_, change, path) => {
    const [customer] = await twoCustomers(head);
    const body = { name: "Wu Haiyan", customerId: customer.id, ...change } as never;
    await expect(api(head).call("POST /api/guests", { body })).rejects.toMatchObject({
      status: 400,
      code: "REQUEST_INVALID",
      body: { problems: [{ path }] },
    });
  });

  test("refuses an unknown company and leaves nothing behind", async () => {
    const count = "SELECT count(*)::int AS count FROM account WHERE class = 'guest' AND name_en = $1";
    const name = uniqueName("Left Behind");
    await expect(
      api(head).call("POST /api/guests", { body: { name, customerId: "no-such-company" } }),
    ).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect(await query(count, [name])).toEqual([{ count: 0 }]);
  });

  test("twice at once with one address makes one guest", async () => {
    const email = `${uniqueName("twice").replace(" ", ".")}@example.com`;
    const tries = await Promise.allSettled([1, 2, 3].map(() => inviteGuest(head, { email })));
    expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    for (const each of tries) {
      if (each.status === "rejected") expect(each.reason).toMatchObject({ status: 409, code: "GUEST_EXISTS" });
    }
    await expect(inviteGuest(head, { email: email.toUpperCase() })).rejects.toMatchObject({ code: "GUEST_EXISTS" });
    await expect(inviteGuest(sales, { email }), "somebody else learns nothing of it").resolves.toBeDefined();
  });
});

describe("arriving", () => {
  test("the guest is in exactly one room, and the two talk", async () => {
    const [customer] = await twoCustomers(head);
    const { guest, link } = await inviteGuest(head);
    expect(await preview(link)).toMatchObject({
      kind: "guest",
      name: guest.name,
      company: stack().settings.company,
      invitedBy: { en: expect.any(String) as string },
    });
    const user = await signInByLink(link);
    const account = await api(user).call("GET /api/session");
    expect(account).toMatchObject({
      userId: guest.userId,
      class: "guest",
      role: "customer",
      abilities: abilitiesOfRole("customer"),
      guest: { id: guest.id, companyName: customer.name, expiresAt: guest.expiresAt },
    });
    const [roomId = ""] = account.guest?.roomIds ?? [];
    expect(await matrix(user).joinedRooms()).toEqual([roomId]);

    await matrix(head).waitUntilJoined(roomId);
    await matrix(head).send(roomId, `welcome ${guest.id}`);
    await matrix(user).waitForMessage(roomId, `welcome ${guest.id}`);
    await matrix(user).send(roomId, `thank you ${guest.id}`);
    await matrix(head).waitForMessage(roomId, `thank you ${guest.id}`);

    const member = await matrix(head).waitForEvent(
      "the guest is a member with a badge",
      roomId,
      ({ type, state_key, content }) =>
        type === "m.room.member" && state_key === guest.userId && content["membership"] === "join",
    );
    expect(member.content).toMatchObject({
      [MEMBER_COMPANY_FIELD]: customer.name.en,
      displayname: `${guest.name} (${customer.name.en})`,
    });
    const listed = await api(head).call("GET /api/guests", { query: { limit: 500 } });
    expect(listed.items.find((each) => each.id === guest.id)).toMatchObject({ state: "active", roomId });
    expect(await eventsOf(guest.id)).toEqual(["guest.invited", "guest.arrived"]);
  });

  test("guests of one company share a room; those of another never see it", async () => {
    const [first, second] = await twoCustomers(head);
    const [one, two, other] = await Promise.all([
      arrivedGuest(head, { customerId: first.id }),
      arrivedGuest(sales, { customerId: first.id }),
      arrivedGuest(head, { customerId: second.id }),
    ]);
    const [room = ""] = await matrix(one.user).joinedRooms();
    expect(await matrix(two.user).joinedRooms()).toEqual([room]);
    expect(await matrix(other.user).joinedRooms()).not.toContain(room);
    await matrix(sales).waitUntilJoined(room);
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/messages?dir=b`;
    expect((await matrix(other.user).request("GET", path)).status).toBe(403);
  });

  test("of two who use one link at once exactly one wins", async () => {
    const { guest, link } = await inviteGuest(head);
    const tries = await Promise.allSettled([redeem(link), redeem(link), redeem(link)]);
    const won = tries.filter((each) => each.status === "fulfilled");
    expect(won).toHaveLength(1);
    expect(won[0]?.value.userId).toBe(guest.userId);
    for (const each of tries) {
      if (each.status === "rejected") expect(each.reason).toMatchObject({ status: 410, code: "LINK_USED" });
    }
  });

  test.each([
    ["another request holds", "59 seconds", false],
    ["another request holds that came a moment later", "61 seconds", false],
    ["was held until a moment ago, as by a crash", "-1 seconds", true],
    ["is held for longer than any request would, as by a clock that was ahead", "1 hour", true],
  ])("a link that %s, %s from now, is good: %s", async (_, held, good) => {
    const { guest, link } = await inviteGuest(head);
    const hold = "UPDATE one_time_link SET claimed_until = now() + $2::interval WHERE user_id = $1";
    await query(hold, [guest.userId, held]);
    if (good) await expect(redeem(link)).resolves.toMatchObject({ userId: guest.userId });
    else await expect(redeem(link)).rejects.toMatchObject({ status: 410, code: "LINK_USED" });
  });

  test("a link works once", async () => {
    const { link } = await inviteGuest(head);
    await redeem(link);
    await expect(redeem(link)).rejects.toMatchObject({ status: 410, code: "LINK_USED" });
    await expect(preview(link)).rejects.toMatchObject({ status: 410, code: "LINK_USED" });
  });

  test("looking at a link does not use it", async () => {
    const { link } = await inviteGuest(head);
    await preview(link);
    await preview(link);
    await redeem(link);
  });

  test("an expired link is refused", async () => {
    const { guest, link } = await inviteGuest(head);
    await query("UPDATE one_time_link SET expires_at = now() WHERE user_id = $1", [guest.userId]);
    await expect(preview(link)).rejects.toMatchObject({ status: 410, code: "LINK_EXPIRED" });
    await expect(redeem(link)).rejects.toMatchObject({ status: 410, code: "LINK_EXPIRED" });
  });

  test.each(["x", "A".repeat(43), "'; DROP TABLE guest; --", "\u0000", "链接"])(
    "a forged link is refused: %j",
    async (token) => {
      for (const key of ["POST /api/links/preview", "POST /api/links/redeem"] as const) {
        await expect(api("nobody").call(key, { body: { token } })).rejects.toMatchObject({
          status: 404,
          code: "LINK_INVALID",
        });
      }
    },
  );

  test("when the homeserver makes one wait, the link stays good and says how long", async () => {
    const { guest, link } = await inviteGuest(head);
    await redeem(link);
    const { link: second } = await api(head).call("POST /api/guests/{guestId}/links", {
      params: { guestId: guest.id },
    });
    await expect(redeem(second)).rejects.toMatchObject({ status: 429, code: "RATE_LIMITED" });
    await expect(redeem(second)).rejects.toMatchObject({
      body: { fields: { seconds: expect.any(Number) as number } },
    });
    await expect(preview(second)).resolves.toMatchObject({ name: guest.name });
  });
});

describe("another link", () => {
  test("takes the place of the earlier one", async () => {
    const { guest, link } = await inviteGuest(head);
    const next = await api(head).call("POST /api/guests/{guestId}/links", { params: { guestId: guest.id } });
    expect(next.guest).toEqual({ ...guest, roomId: next.guest.roomId });
    await expect(redeem(link)).rejects.toMatchObject({ code: "LINK_EXPIRED" });
    await redeem(next.link);
    expect(await eventsOf(guest.id)).toEqual(["guest.invited", "guest.link-issued", "guest.arrived"]);
  });

  test("of several issued at once only one stays good", async () => {
    const { guest } = await inviteGuest(head);
    const issue = () => api(head).call("POST /api/guests/{guestId}/links", { params: { guestId: guest.id } });
    const links = (await Promise.all([issue(), issue(), issue()])).map((each) => each.link);
    const seen = await Promise.allSettled(links.map(preview));
    expect(seen.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  });

  test("and the guest himself are for who answers for the guest", async () => {
    const { guest } = await inviteGuest(head);
    const params = { guestId: guest.id };
    const unknown = { guestId: "00000000-0000-4000-8000-000000000000" };
    const refusals = await Promise.all(
      [params, unknown].flatMap((each) => [
        api(sales)
          .call("POST /api/guests/{guestId}/links", { params: each })
          .catch((error: unknown) => error),
        api(sales)
          .call("DELETE /api/guests/{guestId}", { params: each })
          .catch((error: unknown) => error),
      ]),
    );
    for (const refusal of refusals) {
      // The same answer for a stranger's guest and for none at all: ids cannot be probed.
      expect(refusal).toMatchObject({ status: 404, code: "NOT_FOUND", body: { fields: { noun: "guest" } } });
    }
    for (const user of [staff, await signIn("auditor")]) {
      await expect(api(user).call("DELETE /api/guests/{guestId}", { params })).rejects.toMatchObject({ status: 403 });
    }
    await expect(api("nobody").call("DELETE /api/guests/{guestId}", { params })).rejects.toMatchObject({ status: 401 });
    await expect(api("nobody").call("POST /api/guests/{guestId}/links", { params })).rejects.toMatchObject({
      status: 401,
    });
    await expect(api(admin).call("POST /api/guests/{guestId}/links", { params })).resolves.toBeDefined();
  });
});

describe("the list", () => {
  test("shows the own guests, and to administrators and auditors all", async () => {
    const { guest } = await inviteGuest(head);
    const ids = async (user: User) =>
      (await api(user).call("GET /api/guests", { query: { limit: 500 } })).items.map((each) => each.id);
    expect(await ids(head)).toContain(guest.id);
    expect(await ids(admin)).toContain(guest.id);
    expect(await ids(sales)).not.toContain(guest.id);
    const seen = await api(await signIn("auditor")).call("GET /api/guests", { query: { limit: 500 } });
    expect(seen.items.find((each) => each.id === guest.id)?.abilities).toEqual([]);
    await expect(api(staff).call("GET /api/guests")).rejects.toMatchObject({ status: 403 });
    await expect(api("nobody").call("GET /api/guests")).rejects.toMatchObject({ status: 401 });
  });

  test("comes in pages, newest first, each guest once", async () => {
    const support = await signIn("support_agent");
    const invited = [await inviteGuest(support), await inviteGuest(support), await inviteGuest(support)];
    const newest = invited.map((each) => each.guest.id).reverse();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(cursor);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map((each) => each.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.slice(0, 3)).toEqual(newest);
    expect(new Set(seen).size).toBe(seen.length);

    function list(after: string | undefined) {
      return api(support).call("GET /api/guests", { query: { limit: 2, ...(after && { cursor: after }) } });
    }
  });

  test.each([{ limit: 0 }, { limit: 501 }, { limit: "many" }, { cursor: "none-of-ours" }])(
    "refuses %j",
    async (wrong) => {
      await expect(api(head).call("GET /api/guests", { query: wrong })).rejects.toMatchObject({
        status: 400,
        code: "REQUEST_INVALID",
      });
    },
  );
});

describe("revoking", () => {
  test("cuts running sessions within a second and leaves nothing that works", async () => {
    const { guest, user } = await arrivedGuest(head);
    const [roomId = ""] = await matrix(user).joinedRooms();
    const fresh = await api(head).call("POST /api/guests/{guestId}/links", { params: { guestId: guest.id } });

    const started = performance.now();
    const revoked = await api(head).call("DELETE /api/guests/{guestId}", { params: { guestId: guest.id } });
    expect(performance.now() - started, "milliseconds until the access has ended").toBeLessThan(1_000);
    const refusedByMatrix = await whoAmI(user);
    await expect(api(user).call("GET /api/session")).rejects.toMatchObject({ status: 401, code: "SESSION_INVALID" });
    expect([401, 403]).toContain(refusedByMatrix.status);

    expect(revoked).toMatchObject({ id: guest.id, state: "revoked", abilities: [] });
    await expect(redeem(fresh.link)).rejects.toMatchObject({ status: 403, code: "ACCOUNT_ENDED" });
    await expect(preview(fresh.link)).rejects.toMatchObject({ status: 403, code: "ACCOUNT_ENDED" });
    await expect(
      api(head).call("POST /api/guests/{guestId}/links", { params: { guestId: guest.id } }),
    ).rejects.toMatchObject({ status: 403, code: "ACCOUNT_ENDED" });
    const { items } = await api(head).call("GET /api/rooms");
    expect(
      items.find((room) => room.roomId === roomId)?.outsiders,
      "what the guest wrote keeps its name and company",
    ).toContainEqual({ userId: guest.userId, name: guest.name, company: guest.customer.name, ended: true });
    await matrix(head).waitForEvent(
      "the guest has left the room",
      roomId,
      ({ type, state_key, content }) =>
        type === "m.room.member" && state_key === guest.userId && content["membership"] === "leave",
    );
    await waitFor("the guest's devices are gone at the homeserver", async () => {
      const devices = await query("SELECT 1 FROM devices WHERE user_id = $1 AND NOT hidden", [guest.userId], "synapse");
      return devices.length === 0;
    });
    await waitFor("the account is locked at the homeserver", async () => {
      const [row] = await query<{ locked: boolean }>(
        "SELECT locked FROM users WHERE name = $1",
        [guest.userId],
        "synapse",
      );
      return row?.locked;
    });
  });

  test("twice is done once", async () => {
    const { guest } = await inviteGuest(head);
    const revoke = () => api(head).call("DELETE /api/guests/{guestId}", { params: { guestId: guest.id } });
    const [first, second] = await Promise.all([revoke(), revoke()]);
    expect(first.state).toBe("revoked");
    expect(await revoke()).toEqual(second);
    expect(await eventsOf(guest.id)).toEqual(["guest.invited", "guest.revoked"]);
  });

  test("while the guest arrives lets nobody in", async () => {
    const { guest, link } = await inviteGuest(head);
    const [arrival] = await Promise.allSettled([
      signInByLink(link),
      api(head).call("DELETE /api/guests/{guestId}", { params: { guestId: guest.id } }),
    ]);
    if (arrival.status === "rejected") return;
    expect((await whoAmI(arrival.value)).status).toBeGreaterThanOrEqual(401);
    await expect(api(arrival.value).call("GET /api/session")).rejects.toMatchObject({ code: /SESSION|ACCOUNT/ });
  });
});

test("pressing twice invites once, and another request another guest", async () => {
  const [{ id: customerId }] = await twoCustomers(head);
  const requestId = randomUUID();
  const press = (request = requestId) =>
    api(head).call("POST /api/guests", { body: { name: "Twice", customerId, requestId: request } });
  const presses = await Promise.all([press(), press(), press()]);
  expect(new Set(presses.map(({ guest }) => guest.id)).size).toBe(1);
  expect(await query("SELECT 1 FROM guest WHERE id = $1", [presses[0]?.guest.id])).toHaveLength(1);
  expect((await press(randomUUID())).guest.id).not.toBe(presses[0]?.guest.id);
  const other = await api(admin).call("POST /api/guests", { body: { name: "Twice", customerId, requestId } });
  expect(other.guest.id, "a request is its sender's own").not.toBe(presses[0]?.guest.id);
});

test("a guest whose time has run out is refused at once, and later, when no clock can be to blame, taken out of the room", async () => {
  const { guest, user } = await arrivedGuest(head);
  const runOut = (ago: string) =>
    query("UPDATE account SET expires_at = now() - $2::interval WHERE user_id = $1", [guest.userId, ago]);
  const hasEnded = async () => {
    const [row] = await query<{ ended: boolean }>(
      "SELECT ended_at IS NOT NULL AS ended FROM account WHERE user_id = $1",
      [guest.userId],
    );
    return row?.ended;
  };
  await runOut("1 second");
  await expect(api(user).call("GET /api/session")).rejects.toMatchObject({ status: 403, code: "ACCOUNT_ENDED" });
  await waitFor("the homeserver refuses the guest", async () => (await whoAmI(user)).status >= 401);
  const listed = await api(head).call("GET /api/guests", { query: { limit: 500 } });
  expect(listed.items.find((each) => each.id === guest.id)).toMatchObject({ state: "expired", abilities: [] });
  await runOut("119 minutes");
  await runTimer("expire-guests");
  expect(await hasEnded()).toBe(false);

  await runOut("-1 hours");
  await waitFor("the homeserver knows the guest again", async () => (await whoAmI(user)).status === 200);
  await expect(api(user).call("GET /api/session")).resolves.toMatchObject({ userId: guest.userId });

  await runOut("121 minutes");
  await runTimer("expire-guests");
  await waitFor("the account has ended", hasEnded);
});
