import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { mailbox, type RunningBridge, startBridge } from "../support/bridge.ts";
import { type ImapServer, startDovecot } from "../support/dovecot.ts";
import { uniqueName } from "../support/factories.ts";
import { signIn, type User } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

const SUPPORT = `imap-${randomUUID().slice(0, 8)}@heronbay.example`;
const mail = (subject: string) =>
  `Return-Path: <mei@imap.example>\r\nFrom: mei@imap.example\r\nTo: ${SUPPORT}\r\nSubject: ${subject}\r\nMessage-ID: <${randomUUID()}@imap.example>\r\n\r\nhello\r\n`;

let agent: User;
let admin: User;
let server: ImapServer;
let bridge: RunningBridge;
beforeAll(async () => {
  [agent, admin] = await Promise.all([signIn("support_agent"), signIn("admin")]);
  server = await startDovecot();
  server.deliver("old", mail("of the time before"));
  bridge = await startBridge([mailbox(SUPPORT, { imap: server.url })], ["127.0.0.1:9"]);
}, 60_000);
afterAll(async () => {
  await bridge?.stop();
  await server?.stop();
});

const ticketsOf = async (subject: string) =>
  (await api(agent).call("GET /api/tickets", { query: { q: subject, view: "all" } })).items;
const arrives = (subject: string) =>
  waitFor(`"${subject}" is a ticket`, async () => (await ticketsOf(subject)).length === 1, 40_000);
const stateOf = async () =>
  (await api(admin).call("GET /api/mail")).mailboxes.find(({ address }) => address === SUPPORT);

test("a mailbox is read as mails come, also those that came while the bridge or the mail server was away, each once", async () => {
  await waitFor("the mailbox is being read", () => readFileSync(bridge.log, "utf8").includes("reading a mailbox"));
  const [first, away, later] = [uniqueName("Announced"), uniqueName("Meanwhile"), uniqueName("Afterwards")];
  const began = performance.now();
  server.deliver("1", mail(first));
  await arrives(first);
  expect(performance.now() - began, "announced, not looked for").toBeLessThan(15_000);
  await bridge.kill();
  server.deliver("2", mail(away));
  await bridge.start();
  await arrives(away);
  await server.restart();
  server.deliver("3", mail(later));
  await arrives(later);
  for (const subject of [first, away, later]) expect(await ticketsOf(subject)).toHaveLength(1);
  expect(await ticketsOf("of the time before"), "what lay there before is left alone").toEqual([]);
  expect(await stateOf()).toMatchObject({ received: 3 });
});

test("a wrong password is told to the administrators, in words", async () => {
  const other = `wrong-${SUPPORT}`;
  const wrong = await startBridge([mailbox(other, { imap: server.url.replace("secret", "wrong") })]);
  try {
    await waitFor(
      "the trouble is shown",
      async () => {
        const { mailboxes } = await api(admin).call("GET /api/mail");
        const found = mailboxes.find(({ address, state }) => address === other && state === "trouble");
        return /authentication failed/.test(found?.problem ?? "") && found;
      },
      50_000,
    );
  } finally {
    await wrong.stop();
  }
});
