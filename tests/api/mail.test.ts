import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { MAIL_BRIDGE_PATH } from "@portico/contract/mail-bridge.ts";
import { api } from "../support/api.ts";
import { uniqueName } from "../support/factories.ts";
import { signIn, type User } from "../support/sign-in.ts";
import { stack } from "../support/stack.ts";
import { waitFor } from "../support/wait-for.ts";

/** What the bridge says to the service, said by hand: no bridge runs beside this file. */
const SUPPORT = `api-${randomUUID().slice(0, 8)}@heronbay.example`;
const HELLO = {
  mailboxes: [
    { address: SUPPORT, name: "Support", typeId: "question", signature: "", plusAddresses: true, receipts: true },
  ],
};
const READ = {
  messageId: null,
  inReplyTo: [],
  references: [],
  from: { address: "mei@a.example", name: "Mei" },
  to: [SUPPORT],
  subject: "Hello",
  text: "hello",
  automatic: null,
  quiet: true,
  bounce: null,
  auth: null,
  leftOut: 0,
};

let admin: User;
let agent: User;
let staff: User;
beforeAll(async () => {
  [admin, agent, staff] = await Promise.all([signIn("admin"), signIn("support_agent"), signIn("staff")]);
  expect((await say("POST", "/hello", { json: HELLO })).status).toBe(200);
});

interface Said {
  readonly json?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly token?: string | null;
  readonly query?: Record<string, string>;
}

function say(method: string, path: string, { json, bytes, token, query = {} }: Said = {}): Promise<Response> {
  const { service, settings } = stack();
  const bearer = token === undefined ? settings.bridges.token : token;
  const url = `${service}${MAIL_BRIDGE_PATH}${path}?${new URLSearchParams(query)}`;
  const body = bytes ?? (json === undefined ? undefined : JSON.stringify(json));
  return fetch(url, {
    method,
    headers: {
      "content-type": bytes === undefined ? "application/json" : "application/octet-stream",
      ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
    },
    ...(body !== undefined && { body }),
  });
}

const delivery = { mailbox: SUPPORT, sender: "mei@a.example", recipient: SUPPORT, ip: "", helo: "" };
const rawMail = (subject: string, from = "mei@a.example") =>
  new Uint8Array(Buffer.from(`From: ${from}\r\nSubject: ${subject}\r\n\r\nhello\r\n`));
async function keep(subject: string, from?: string): Promise<{ id: string; again: boolean }> {
  const answer = await say("POST", "/incoming", { bytes: rawMail(subject, from), query: delivery });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { id: string; again: boolean };
}
const ticketOf = async (subject: string) => {
  const { items } = await api(agent).call("GET /api/tickets", { query: { q: subject, view: "all" } });
  return items.find(({ title }) => title === subject);
};
const refusedIn = async (id: string) => (await api(admin).call("GET /api/mail")).refused.find((each) => each.id === id);

describe("the addresses of the bridge", () => {
  const routes: [method: string, path: string][] = [
    ["POST", "/hello"],
    ["POST", "/state"],
    ["POST", `/mailboxes/${SUPPORT}/position`],
    ["POST", "/incoming"],
    ["POST", "/incoming/turned"],
    ["POST", "/incoming/next"],
    ["GET", "/incoming/x/raw"],
    ["PUT", "/incoming/x/files/0"],
    ["POST", "/incoming/x/read"],
    ["POST", "/incoming/x/unreadable"],
    ["POST", "/outgoing/next"],
    ["GET", "/outgoing/x/files/0"],
    ["POST", "/outgoing/x/sent"],
    ["POST", "/outgoing/x/failed"],
  ];

  test.each(routes)("%s %s is for the bridge's token only", async (method, path) => {
    const { settings } = stack();
    const others = [
      null,
      "wrong",
      settings.operatorToken,
      settings.policyToken,
      settings.homeserver.asToken,
      admin.session,
    ];
    for (const token of others) expect((await say(method, path, { token })).status, String(token)).toBe(401);
  });

  test("and the bridge's token opens nothing else", async () => {
    const { service, settings } = stack();
    for (const path of ["/api/tickets", "/api/mail", "/api/session"]) {
      const headers = { authorization: `Bearer ${settings.bridges.token}` };
      expect((await fetch(`${service}${path}`, { headers })).status, path).toBe(401);
    }
  });

  test.each<[string, string, Said, number]>([
    ["POST", "/hello", { json: { mailboxes: [{ address: "nonsense" }] } }, 400],
    ["POST", "/hello", { json: [] }, 400],
    ["POST", "/hello", { bytes: new Uint8Array([123]) }, 400],
    ["POST", "/state", { json: { address: SUPPORT } }, 400],
    ["POST", "/incoming", { bytes: new Uint8Array([1]) }, 400],
    ["POST", "/incoming", { query: delivery }, 400],
    ["POST", "/incoming", { bytes: rawMail("x"), query: { ...delivery, mailbox: "nobody@else.example" } }, 404],
    ["POST", "/incoming", { bytes: new Uint8Array(49 * 1024 * 1024), query: delivery }, 413],
    ["POST", "/incoming/turned", { json: { ...delivery, size: "large", subject: "", reason: "too-large" } }, 400],
    ["GET", "/incoming/no-such-mail/raw", {}, 404],
    ["PUT", "/incoming/no-such-mail/files/0", { bytes: rawMail("x"), query: { name: "a", type: "b" } }, 409],
    ["PUT", "/incoming/no-such-mail/files/first", { bytes: rawMail("x"), query: { name: "a", type: "b" } }, 400],
    ["POST", "/incoming/no-such-mail/read", { json: { ...READ, text: 5 } }, 400],
    ["POST", "/incoming/no-such-mail/read", { json: { ...READ, bcc: [] } }, 400],
    ["POST", "/incoming/no-such-mail/read", { json: READ }, 204],
    ["GET", "/outgoing/no-such-mail/files/0", {}, 404],
    ["POST", "/outgoing/no-such-mail/sent", {}, 204],
    ["POST", "/outgoing/no-such-mail/failed", { json: { problem: "x" } }, 400],
  ])("%s %s with nonsense", async (method, path, said, status) => {
    expect((await say(method, path, said)).status).toBe(status);
  });
});

test("a mail is kept byte for byte, once, and read into one ticket however often", async () => {
  const subject = uniqueName("By hand");
  const first = await keep(subject);
  expect(await keep(subject)).toEqual({ id: first.id, again: true });
  const raw = await say("GET", `/incoming/${first.id}/raw`);
  expect(Buffer.from(await raw.arrayBuffer())).toEqual(Buffer.from(rawMail(subject)));
  const read = { ...READ, subject };
  const answers = await Promise.all([1, 2, 3].map(() => say("POST", `/incoming/${first.id}/read`, { json: read })));
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
  const { items } = await api(agent).call("GET /api/tickets", { query: { q: subject, view: "all" } });
  expect(items).toMatchObject([{ title: subject, channel: "email", requester: { userId: null } }]);
  const { entries } = await api(agent).call("GET /api/tickets/{ticketId}", { params: { ticketId: items[0]!.id } });
  expect(entries.filter(({ kind }) => kind === "message")).toHaveLength(1);
});

test("what was refused is shown with its reason, and taken in when an administrator wants", async () => {
  const subject = uniqueName("Newsletter");
  const { id } = await keep(subject);
  const read = { ...READ, subject, automatic: "Precedence: bulk" };
  await say("POST", `/incoming/${id}/read`, { json: read });
  expect(await refusedIn(id)).toMatchObject({
    subject,
    reason: "automatic",
    detail: "Precedence: bulk",
    admissible: true,
  });
  expect(await ticketOf(subject)).toBeUndefined();
  const original = await api(admin).call("GET /api/mail/incoming/{mailId}", { params: { mailId: id } });
  expect(Buffer.from(original.base64, "base64")).toEqual(Buffer.from(rawMail(subject)));
  for (const user of [agent, staff]) {
    await expect(api(user).call("GET /api/mail/incoming/{mailId}", { params: { mailId: id } })).rejects.toMatchObject({
      status: user === agent ? 404 : 403,
    });
  }
  const admit = { params: { mailId: id } };
  for (const user of [agent, staff]) {
    await expect(api(user).call("POST /api/mail/incoming/{mailId}/admit", admit)).rejects.toMatchObject({
      status: 403,
    });
    await expect(api(user).call("GET /api/mail")).rejects.toMatchObject({ status: 403 });
  }
  await api(admin).call("POST /api/mail/incoming/{mailId}/admit", admit);
  await expect(api(admin).call("POST /api/mail/incoming/{mailId}/admit", admit)).rejects.toMatchObject({
    status: 409,
    code: "MAIL_NOT_WAITING",
  });
  await say("POST", `/incoming/${id}/read`, { json: read });
  expect(await waitFor("it is a ticket", () => ticketOf(subject))).toMatchObject({ channel: "email" });
  expect(await refusedIn(id)).toBeUndefined();
});

test("what cannot be read may still be taken in, and what was never kept cannot", async () => {
  const subject = uniqueName("Broken");
  const { id } = await keep(subject);
  await say("POST", `/incoming/${id}/unreadable`, { json: { detail: "nested too deeply" } });
  expect(await refusedIn(id)).toMatchObject({ reason: "unreadable", from: "mei@a.example", subject });
  await api(admin).call("POST /api/mail/incoming/{mailId}/admit", { params: { mailId: id } });
  await say("POST", `/incoming/${id}/unreadable`, { json: { detail: "nested too deeply" } });
  expect(await ticketOf(subject)).toMatchObject({ title: subject });

  const large = uniqueName("Large");
  const turned = { ...delivery, size: 60_000_000, subject: large, reason: "too-large" };
  expect((await say("POST", "/incoming/turned", { json: turned })).status).toBe(204);
  const row = (await api(admin).call("GET /api/mail")).refused.find((each) => each.subject === large);
  expect(row).toMatchObject({ reason: "too-large", admissible: false });
  await expect(
    api(admin).call("POST /api/mail/incoming/{mailId}/admit", { params: { mailId: row!.id } }),
  ).rejects.toMatchObject({ status: 422, code: "MAIL_INCOMPLETE" });
});

test("a mail that ends its reader again and again is refused in the end", async () => {
  const subject = uniqueName("Deadly");
  const { id } = await keep(subject);
  let given = 0;
  for (;;) {
    const next = (await (await say("POST", "/incoming/next")).json()) as { id: string };
    // Whoever is not the deadly one goes on.
    if (next.id !== id) await say("POST", `/incoming/${next.id}/unreadable`, { json: { detail: "not this one" } });
    else given += 1;
    if (given === 20) break;
    // Whoever begins anew has nothing in hand.
    await say("POST", "/hello", { json: HELLO });
  }
  await say("POST", "/hello", { json: HELLO });
  const other = await keep(uniqueName("Next"));
  expect(await (await say("POST", "/incoming/next")).json()).toMatchObject({ id: other.id });
  await say("POST", `/incoming/${other.id}/unreadable`, { json: { detail: "done with it" } });
  // Now its turn comes once more, and that was once too often.
  const next = say("POST", "/incoming/next");
  expect(await waitFor("it is refused", () => refusedIn(id))).toMatchObject({ reason: "unreadable" });
  const last = await keep(uniqueName("Last"));
  expect(await (await next).json(), "who waits is woken").toMatchObject({ id: last.id });
  await say("POST", `/incoming/${last.id}/unreadable`, { json: { detail: "done with it" } });
});

test("what is given out while whoever asked goes away is not lost", async () => {
  const { settings, service } = stack();
  const gone = new AbortController();
  const headers = { authorization: `Bearer ${settings.bridges.token}` };
  const asked = fetch(`${service}${MAIL_BRIDGE_PATH}/incoming/next`, { method: "POST", headers, signal: gone.signal });
  await say("POST", "/state", { json: { address: SUPPORT, problem: null } });
  gone.abort();
  await expect(asked).rejects.toThrow();
  const { id } = await keep(uniqueName("Not lost"));
  expect(await (await say("POST", "/incoming/next")).json()).toMatchObject({ id });
  await say("POST", `/incoming/${id}/unreadable`, { json: { detail: "done with it" } });
});

test("what mail says of a ticket is for those who work there", async () => {
  const subject = uniqueName("Guarded");
  const { id } = await keep(subject);
  await say("POST", `/incoming/${id}/read`, { json: { ...READ, subject } });
  const ticket = await ticketOf(subject);
  const on = { params: { ticketId: ticket!.id } };
  expect((await api(agent).call("GET /api/tickets/{ticketId}/mail", on)).items).toMatchObject([
    { received: { from: "mei@a.example", verified: false } },
  ]);
  await api(agent).call("GET /api/mail/incoming/{mailId}", { params: { mailId: id } });
  await expect(api(staff).call("GET /api/tickets/{ticketId}/mail", on)).rejects.toMatchObject({ status: 403 });
  const retry = { params: { mailId: "no-such-mail" } };
  await expect(api(staff).call("POST /api/mail/outgoing/{mailId}/retry", retry)).rejects.toMatchObject({ status: 403 });
  await expect(api(agent).call("POST /api/mail/outgoing/{mailId}/retry", retry)).rejects.toMatchObject({ status: 404 });
  const { service } = stack();
  for (const path of ["/api/mail", `/api/tickets/${ticket!.id}/mail`]) {
    expect((await fetch(`${service}${path}`)).status).toBe(401);
  }
});
