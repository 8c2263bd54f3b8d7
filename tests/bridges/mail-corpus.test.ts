import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { mailbox, type RunningBridge, startBridge } from "../support/bridge.ts";
import { query } from "../support/database.ts";
import { everything } from "../support/everything.ts";
import { type CorpusMail, makeCorpus, randomOf } from "../support/mail-corpus.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { signIn } from "../support/sign-in.ts";
import { bringMail, SmtpRefusal } from "../support/smtp-client.ts";
import { waitFor } from "../support/wait-for.ts";

const COUNT = everything ? 1_000 : 60;
const SEED = 7;
/** How long the bridge lives at most before it is killed. */
const LIFE_MS = everything ? 6_000 : 1_500;
const SUPPORT = `corpus-${randomUUID().slice(0, 8)}@heronbay.example`;

let bridge: RunningBridge;
let world: MailServer;
beforeAll(async () => {
  bridge = await startBridge([mailbox(SUPPORT)], ["127.0.0.1:9"]);
  world = await startMailServer(bridge.outPort);
}, 60_000);
afterAll(async () => {
  await bridge?.stop();
  await world?.stop();
});

/** As a mail server does: again, until it is told that the mail is safe or is not wanted. */
async function bringForSure({ sender, raw }: CorpusMail): Promise<void> {
  await waitFor(
    "a mail was taken",
    async () => {
      try {
        await bringMail(bridge.smtpPort, { from: sender, to: [SUPPORT], raw });
        return true;
      } catch (error) {
        if (error instanceof SmtpRefusal && error.code >= 500) throw error;
        return false;
      }
    },
    120_000,
  );
}

interface Ended {
  readonly state: string;
  readonly reason: string | null;
  readonly ticket_id: string | null;
  readonly entry_id: string | null;
  readonly from_address: string | null;
  readonly entries: number;
}

test(
  `${COUNT} hard mails, with the bridge killed in between: each is in exactly one ticket, or refused with a reason`,
  async () => {
    const mails = makeCorpus(COUNT, SUPPORT, SEED);
    const random = randomOf(SEED);
    const brought = new AbortController();
    const killer = (async () => {
      let kills = 0;
      while (!brought.signal.aborted) {
        await pause(LIFE_MS / 5 + random() * LIFE_MS);
        await bridge.kill();
        await bridge.start();
        kills += 1;
      }
      return kills;
    })();
    for (const mail of mails) await bringForSure(mail);
    brought.abort();
    expect(await killer).toBeGreaterThan(2);

    await waitFor(
      "every mail is decided",
      async () => {
        const [row] = await query<{ count: number }>(
          "SELECT count(*)::int AS count FROM mail_incoming WHERE mailbox = $1 AND state = 'stored'",
          [SUPPORT],
        );
        return row?.count === 0;
      },
      everything ? 600_000 : 120_000,
    );
    const ended = await query<Ended>(
      `SELECT mail.state, mail.reason, mail.ticket_id, mail.entry_id, mail.from_address,
         (SELECT count(*)::int FROM ticket_entry WHERE id = mail.entry_id AND ticket_id = mail.ticket_id) AS entries
       FROM mail_incoming AS mail WHERE mailbox = $1`,
      [SUPPORT],
    );
    const first = mails.filter(({ again }) => again !== true);
    expect(ended, "a mail that is brought again is there once").toHaveLength(first.length);
    for (const mail of ended) {
      if (mail.state === "refused")
        expect(mail, "it says why").toMatchObject({ reason: expect.any(String) as string, ticket_id: null });
      else expect(mail).toMatchObject({ state: "taken", entries: 1 });
    }
    const entryIds = ended.flatMap(({ entry_id: id }) => id ?? []);
    expect(new Set(entryIds).size, "no entry stands for two mails").toBe(entryIds.length);
    const tickets = new Set(ended.flatMap(({ ticket_id: id }) => id ?? []));
    const [written] = await query<{ count: number }>(
      "SELECT count(*)::int AS count FROM ticket_entry WHERE kind <> 'change' AND ticket_id = ANY($1)",
      [[...tickets]],
    );
    expect(written?.count, "no mail was written twice").toBe(entryIds.length);
    for (const mail of first.filter(({ end, from }) => end !== "either" && from.endsWith("@corpus.example"))) {
      const found = ended.find(({ from_address: from }) => from === mail.from);
      // Mails that name nobody, or somebody else, are counted above.
      if (found !== undefined) expect(found.state, mail.kind).toBe(mail.end);
    }
    for (const { ticket_id: id, from_address: from } of ended) {
      const others = ended.filter(({ ticket_id: ticketId }) => id !== null && ticketId === id);
      expect(
        new Set(others.map((each) => each.from_address)).size,
        `strangers met in the ticket of ${from}`,
      ).toBeLessThan(2);
    }

    await waitFor(
      "every receipt has left",
      async () => {
        const [row] = await query<{ count: number }>(
          "SELECT count(*)::int AS count FROM mail_outgoing WHERE mailbox = $1 AND state <> 'sent'",
          [SUPPORT],
        );
        return row?.count === 0;
      },
      60_000,
    );
    const receipts = Map.groupBy(world.arrived, ({ mail }) => mail.messageId);
    const perPerson = Map.groupBy(
      [...receipts.values()].flatMap(([receipt]) => receipt ?? []),
      ({ to }) => to[0],
    );
    for (const [to, got] of perPerson) expect(got.length, `receipts to ${to}`).toBe(1);
    const admin = await signIn("admin");
    const { refused } = await api(admin).call("GET /api/mail");
    expect(refused.filter(({ mailbox: address }) => address === SUPPORT).length).toBeGreaterThan(0);
  },
  everything ? 1_800_000 : 240_000,
);
