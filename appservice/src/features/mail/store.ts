import { sql } from "kysely";
import type { Delivery, MailboxSettings } from "@portico/contract/mail-bridge.ts";
import type { Db, Tx } from "../../db/connection.ts";
import type {
  MailAttachmentRow,
  MailIncomingRow,
  MailMailboxRow,
  MailOutgoingRow,
  MailOutgoingTable,
} from "../../db/tables/mail.ts";
import type { Insertable } from "kysely";

/** How long whoever took something up may take before another does. */
const LEASE = sql<Date>`now() + interval '2 minutes'`;

export async function replaceMailboxes(tx: Tx, mailboxes: readonly MailboxSettings[]): Promise<void> {
  await tx.updateTable("mail_mailbox").set({ active: false }).execute();
  for (const { address, name, typeId, signature, plusAddresses, receipts } of mailboxes) {
    const row = { name, type_id: typeId, signature, plus_addresses: plusAddresses, receipts, active: true };
    const now = { ...row, seen_at: new Date(), problem: null };
    await tx
      .insertInto("mail_mailbox")
      .values({ address: address.toLowerCase(), ...now })
      .onConflict((conflict) => conflict.column("address").doUpdateSet(now))
      .execute();
  }
}

export const listMailboxes = (db: Db): Promise<MailMailboxRow[]> =>
  db.selectFrom("mail_mailbox").selectAll().where("active", "=", true).orderBy("address").execute();

export const findMailbox = (db: Db, address: string): Promise<MailMailboxRow | undefined> =>
  db.selectFrom("mail_mailbox").selectAll().where("address", "=", address.toLowerCase()).executeTakeFirst();

export async function seeMailbox(db: Db, address: string, problem: string | null): Promise<void> {
  await db
    .updateTable("mail_mailbox")
    .set({ seen_at: new Date(), problem })
    .where("address", "=", address.toLowerCase())
    .execute();
}

export async function writeImapPosition(db: Db, address: string, validity: string, uid: number): Promise<void> {
  await db
    .updateTable("mail_mailbox")
    .set({ imap_validity: validity, imap_uid: uid })
    .where("address", "=", address.toLowerCase())
    .execute();
}

interface Kept {
  readonly id: string;
  readonly fingerprint: string;
  readonly delivery: Delivery;
  readonly hash: string;
  readonly bytes: Buffer;
}

const envelopeOf = ({ sender, recipient, ip, helo }: Delivery): string =>
  JSON.stringify({ sender, recipient, ip, helo });

/** Keeps a mail; resolves with the id of the first copy of it. */
export async function keepIncoming(tx: Tx, { id, fingerprint, delivery, hash, bytes }: Kept): Promise<string> {
  await tx
    .insertInto("mail_raw")
    .values({ hash, bytes })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const kept = await tx
    .insertInto("mail_incoming")
    .values({
      id,
      fingerprint,
      mailbox: delivery.mailbox.toLowerCase(),
      hash,
      size: bytes.length,
      envelope: envelopeOf(delivery),
      state: "stored",
    })
    .onConflict((conflict) => conflict.column("fingerprint").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (kept !== undefined) return kept.id;
  const first = await tx
    .selectFrom("mail_incoming")
    .select("id")
    .where("fingerprint", "=", fingerprint)
    .executeTakeFirstOrThrow();
  return first.id;
}

/** Notes a mail that was refused before it was whole. */
export async function insertTurned(
  tx: Tx,
  row: { id: string; delivery: Delivery; size: number; subject: string; reason: MailIncomingRow["reason"] },
): Promise<void> {
  await tx
    .insertInto("mail_incoming")
    .values({
      id: row.id,
      fingerprint: `turned ${row.id}`,
      mailbox: row.delivery.mailbox.toLowerCase(),
      hash: null,
      size: row.size,
      envelope: envelopeOf(row.delivery),
      state: "refused",
      reason: row.reason,
      from_address: row.delivery.sender,
      subject: row.subject,
      decided_at: new Date(),
    })
    .execute();
}

/** Takes up the oldest mail that nobody reads, for a while; one that was not finished several times lets others go first. */
export const claimIncoming = (tx: Tx): Promise<MailIncomingRow | undefined> =>
  tx
    .updateTable("mail_incoming")
    .set((eb) => ({ claimed_until: LEASE, attempts: eb("attempts", "+", 1) }))
    .where("id", "=", (eb) =>
      eb
        .selectFrom("mail_incoming")
        .select("id")
        .where("state", "=", "stored")
        .where((or) => or.or([or("claimed_until", "is", null), or("claimed_until", "<", sql<Date>`now()`)]))
        .orderBy((order) => order("attempts", ">", 3))
        .orderBy("seq")
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();

/** The bridge begins anew: whatever it had taken up it has not done. */
export async function releaseClaims(tx: Tx): Promise<void> {
  await tx.updateTable("mail_incoming").set({ claimed_until: null }).where("state", "=", "stored").execute();
  await tx
    .updateTable("mail_outgoing")
    .set({ state: "queued", claimed_until: null })
    .where("state", "=", "sending")
    .execute();
}

export const lockIncoming = (tx: Tx, id: string): Promise<MailIncomingRow | undefined> =>
  tx.selectFrom("mail_incoming").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

export const findIncoming = (db: Db, id: string): Promise<MailIncomingRow | undefined> =>
  db.selectFrom("mail_incoming").selectAll().where("id", "=", id).executeTakeFirst();

export async function readRaw(db: Db, id: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom("mail_incoming")
    .innerJoin("mail_raw", "mail_raw.hash", "mail_incoming.hash")
    .select("mail_raw.bytes")
    .where("mail_incoming.id", "=", id)
    .executeTakeFirst();
  return row?.bytes;
}

export async function decideIncoming(
  tx: Tx,
  id: string,
  row: Partial<Omit<MailIncomingRow, "auth" | "envelope">> & { readonly auth?: MailIncomingRow["auth"] },
): Promise<void> {
  const { auth, ...rest } = row;
  await tx
    .updateTable("mail_incoming")
    .set({
      ...rest,
      ...(auth !== undefined && { auth: auth === null ? null : JSON.stringify(auth) }),
      claimed_until: null,
      decided_at: new Date(),
    })
    .where("id", "=", id)
    .execute();
}

export async function admitIncoming(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable("mail_incoming")
    .set({ state: "stored", forced: true, attempts: 0, claimed_until: null, decided_at: null })
    .where("id", "=", id)
    .execute();
}

/** The tickets that mails with these ids went to, in the order of the ids. */
export async function ticketsOfReferences(db: Db, messageIds: readonly string[]): Promise<string[]> {
  if (messageIds.length === 0) return [];
  const rows = await db
    .selectFrom("mail_incoming")
    .select(["message_id", "ticket_id"])
    .where("message_id", "in", [...messageIds])
    .where("ticket_id", "is not", null)
    .orderBy("seq")
    .execute();
  return messageIds.flatMap((id) => rows.flatMap((row) => (row.message_id === id ? (row.ticket_id ?? []) : [])));
}

/** Who wrote in a ticket by mail, and to whom we wrote. */
export async function addressesIn(db: Db, ticketId: string): Promise<string[]> {
  const [wrote, written] = await Promise.all([
    db
      .selectFrom("mail_incoming")
      .select("from_address as address")
      .where("ticket_id", "=", ticketId)
      .where("stranger", "=", false)
      .where("kind", "=", "message")
      .execute(),
    db.selectFrom("mail_outgoing").select("recipient as address").where("ticket_id", "=", ticketId).execute(),
  ]);
  return [...new Set([...wrote, ...written].flatMap(({ address }) => address?.toLowerCase() ?? []))];
}

/** What an answer in a ticket refers to: the mailbox, and the ids of what was written so far, oldest first. */
export async function conversationOf(
  db: Db,
  ticketId: string,
): Promise<{ mailbox: string | null; messageIds: string[]; lastReceived: string | null; automatic: boolean }> {
  const [received, sent] = await Promise.all([
    db
      .selectFrom("mail_incoming")
      .select(["mailbox", "message_id", "received_at as at", "envelope"])
      .where("ticket_id", "=", ticketId)
      .where("kind", "=", "message")
      .orderBy("seq")
      .execute(),
    db
      .selectFrom("mail_outgoing")
      .select(["message_id", "created_at as at"])
      .where("ticket_id", "=", ticketId)
      .orderBy("seq")
      .execute(),
  ]);
  const all = [...received, ...sent].toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return {
    mailbox: received.at(-1)?.mailbox ?? null,
    messageIds: all.flatMap(({ message_id }) => message_id ?? []),
    lastReceived: received.at(-1)?.message_id ?? null,
    automatic: received.at(-1)?.envelope.sender === "",
  };
}

export async function receiptsSince(db: Db, recipient: string, since: Date): Promise<number> {
  const row = await db
    .selectFrom("mail_outgoing")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("recipient", "=", recipient)
    .where("kind", "=", "receipt")
    .where("created_at", ">", since)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Queues a mail; false when it is there already. */
export async function insertOutgoing(tx: Tx, row: Insertable<MailOutgoingTable>): Promise<boolean> {
  const inserted = await tx
    .insertInto("mail_outgoing")
    .values(row)
    .onConflict((conflict) => conflict.columns(["entry_id", "kind", "recipient"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Takes up the next mail to send: of one ticket always the oldest that is not sent. */
export const claimOutgoing = (tx: Tx): Promise<MailOutgoingRow | undefined> =>
  tx
    .updateTable("mail_outgoing")
    .set((eb) => ({ state: "sending", claimed_until: LEASE, attempts: eb("attempts", "+", 1) }))
    .where("id", "=", (eb) =>
      eb
        .selectFrom("mail_outgoing as waiting")
        .select("id")
        .where("next_at", "<=", sql<Date>`now()`)
        .where((or) =>
          or.or([
            or("state", "=", "queued"),
            or.and([or("state", "=", "sending"), or("claimed_until", "<", sql<Date>`now()`)]),
          ]),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("mail_outgoing as before")
                .select("before.id")
                .whereRef("before.ticket_id", "=", "waiting.ticket_id")
                .whereRef("before.seq", "<", "waiting.seq")
                .where("before.state", "in", ["queued", "sending"]),
            ),
          ),
        )
        .orderBy("seq")
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();

export const findOutgoing = (db: Db, id: string): Promise<MailOutgoingRow | undefined> =>
  db.selectFrom("mail_outgoing").selectAll().where("id", "=", id).executeTakeFirst();

export const lockOutgoing = (tx: Tx, id: string): Promise<MailOutgoingRow | undefined> =>
  tx.selectFrom("mail_outgoing").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

export async function setOutgoing(
  tx: Tx,
  id: string,
  row: Partial<Pick<MailOutgoingRow, "state" | "problem" | "next_at" | "sent_at" | "attempts">>,
): Promise<void> {
  await tx
    .updateTable("mail_outgoing")
    .set({ ...row, claimed_until: null })
    .where("id", "=", id)
    .execute();
}

export async function insertFile(db: Db, row: MailAttachmentRow): Promise<void> {
  await db
    .insertInto("mail_attachment")
    .values(row)
    .onConflict((conflict) => conflict.columns(["entry_id", "position"]).doNothing())
    .execute();
}

export async function moveFiles(tx: Tx, from: string, to: string): Promise<void> {
  await tx.updateTable("mail_attachment").set({ entry_id: to }).where("entry_id", "=", from).execute();
}

export const listFiles = (db: Db, entryIds: readonly string[]): Promise<MailAttachmentRow[]> =>
  entryIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom("mail_attachment")
        .selectAll()
        .where("entry_id", "in", [...entryIds])
        .orderBy("position")
        .execute();

export const findFile = (db: Db, entryId: string, position: number): Promise<MailAttachmentRow | undefined> =>
  db
    .selectFrom("mail_attachment")
    .selectAll()
    .where("entry_id", "=", entryId)
    .where("position", "=", position)
    .executeTakeFirst();

/** What mail has to say of the entries of a ticket. */
export async function listOfTicket(db: Db, ticketId: string) {
  const entries = await db.selectFrom("ticket_entry").select("id").where("ticket_id", "=", ticketId).execute();
  const ids = entries.map(({ id }) => id);
  if (ids.length === 0) return { received: [], sent: [], files: [] };
  const [received, sent, files] = await Promise.all([
    db.selectFrom("mail_incoming").selectAll().where("entry_id", "in", ids).orderBy("seq").execute(),
    db.selectFrom("mail_outgoing").selectAll().where("entry_id", "in", ids).orderBy("seq").execute(),
    listFiles(db, ids),
  ]);
  return { received, sent, files };
}

export const listRefused = (db: Db, limit: number): Promise<MailIncomingRow[]> =>
  db
    .selectFrom("mail_incoming")
    .selectAll()
    .where("state", "=", "refused")
    .orderBy("seq", "desc")
    .limit(limit)
    .execute();

export const listUnsent = (db: Db, limit: number) =>
  db
    .selectFrom("mail_outgoing")
    .innerJoin("ticket", "ticket.id", "mail_outgoing.ticket_id")
    .select([
      "mail_outgoing.id",
      "mail_outgoing.ticket_id",
      "ticket.number",
      "mail_outgoing.recipient",
      "mail_outgoing.state",
      "mail_outgoing.problem",
      "mail_outgoing.created_at",
    ])
    .where((eb) =>
      eb.or([
        eb("mail_outgoing.state", "in", ["failed", "bounced"]),
        eb.and([eb("mail_outgoing.state", "in", ["queued", "sending"]), eb("mail_outgoing.problem", "is not", null)]),
      ]),
    )
    .orderBy("mail_outgoing.seq", "desc")
    .limit(limit)
    .execute();

/** How much came to each mailbox since a moment, and when the last did. */
export const countReceived = (db: Db, since: Date) =>
  db
    .selectFrom("mail_incoming")
    .select((eb) => [
      "mailbox",
      eb.fn.max("received_at").as("last"),
      sql<number>`count(*) FILTER (WHERE received_at > ${since})`.as("count"),
    ])
    .groupBy("mailbox")
    .execute();

export async function countWaiting(db: Db): Promise<{ incoming: number; outgoing: number }> {
  const { rows } = await sql<{ incoming: number; outgoing: number }>`
    SELECT (SELECT count(*) FROM mail_incoming WHERE state = 'stored') AS incoming,
           (SELECT count(*) FROM mail_outgoing WHERE state IN ('queued', 'sending')) AS outgoing`.execute(db);
  return rows[0] ?? { incoming: 0, outgoing: 0 };
}

/** Forgets mails that were refused before a moment, and their bytes. */
export async function forgetRefused(db: Db, before: Date): Promise<void> {
  await sql`
    WITH gone AS (DELETE FROM mail_incoming WHERE state = 'refused' AND received_at < ${before} RETURNING hash)
    DELETE FROM mail_raw WHERE hash IN (SELECT hash FROM gone)
      AND NOT EXISTS (SELECT 1 FROM mail_incoming AS other
        WHERE other.hash = mail_raw.hash AND NOT (other.state = 'refused' AND other.received_at < ${before}))`.execute(
    db,
  );
}
