import type {
  Claimed,
  Delivery,
  Hello,
  ImapPosition,
  OutgoingMail,
  ReadMail,
  SendFailed,
  Turned,
} from "@portico/contract/mail-bridge.ts";
import type { z } from "zod";
import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { AppError } from "../../errors.ts";
import { LONGEST_PAUSE_SECONDS } from "../../jobs/attempts.ts";
import { MatrixRefusal } from "../../matrix/transport.ts";
import { fingerprintOf, hashOf, plainHead } from "./head.ts";
import type { MailHub } from "./hub.ts";
import * as store from "./store.ts";
import type { createTaker } from "./take.ts";

interface Parts extends Pick<Context, "db" | "rooms" | "matrix" | "settings"> {
  readonly hub: MailHub;
  readonly take: ReturnType<typeof createTaker>;
}

/** A mail that ended whoever read it so often is not given out again. Others end it too, so it is not a few times. */
const MOST_READINGS = 20;
const WAIT_MS = 20_000;
/** About a day with pauses of five minutes: a mail server may be away over night. */
const MOST_TRIES = 300;
const system = { kind: "system", name: "mail" } as const;

/** What browsers show by themselves without running anything. Everything else is only ever saved. */
const HARMLESS = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "text/plain", "application/pdf"]);
export const safeType = (type: string): string => (HARMLESS.has(type) ? type : "application/octet-stream");

/** What the mail bridge asks of the service. */
export function createBridgeService({ db, rooms, matrix, settings, hub, take }: Parts) {
  const bot = `@${settings.homeserver.senderLocalpart}:${settings.serverName}`;

  /** The bridge begins: these are its mailboxes, and what it had in hand it has no more. */
  async function hello({ mailboxes }: z.output<typeof Hello>) {
    await inTransaction(db, async (tx) => {
      await store.replaceMailboxes(tx, mailboxes);
      await store.releaseClaims(tx);
    });
    return Object.fromEntries(
      (await store.listMailboxes(db)).map(({ address, imap_validity: validity, imap_uid: uid }) => [
        address,
        { validity, uid },
      ]),
    );
  }

  /** Keeps a mail. Whoever is answered may forget it. */
  async function keep(delivery: Delivery, bytes: Buffer): Promise<{ id: string; again: boolean }> {
    if ((await store.findMailbox(db, delivery.mailbox))?.active !== true) {
      throw new AppError("NOT_FOUND", { noun: "mailbox" });
    }
    const id = crypto.randomUUID();
    const kept = { id, fingerprint: fingerprintOf(bytes), delivery, hash: hashOf(bytes), bytes };
    const first = await inTransaction(db, (tx) => store.keepIncoming(tx, kept));
    return { id: first, again: first !== id };
  }

  async function turn({ size, subject, reason, ...delivery }: z.output<typeof Turned>): Promise<void> {
    const id = crypto.randomUUID();
    await inTransaction(db, async (tx) => {
      await store.insertTurned(tx, { id, delivery, size, subject, reason });
      await recordEvent(tx, system, "mail.refused", { mailId: id, reason });
    });
  }

  async function nextToRead(): Promise<Claimed | undefined> {
    for (;;) {
      const mail = await inTransaction(db, store.claimIncoming);
      if (mail === undefined) return undefined;
      if (mail.attempts <= MOST_READINGS) return claimedOf(mail);
      await unreadable(mail.id, `Reading it ended the bridge ${MOST_READINGS} times.`);
    }
  }

  const claimedOf = ({ id, mailbox, envelope, attempts }: Claimed): Claimed => ({ id, mailbox, envelope, attempts });

  async function raw(id: string): Promise<Buffer> {
    const bytes = await store.readRaw(db, id);
    if (bytes === undefined) throw new AppError("NOT_FOUND", { noun: "mail" });
    return bytes;
  }

  /** Keeps a file of a mail as Matrix media, under the mail until its entry is there. */
  async function keepFile(mailId: string, position: number, head: { name: string; type: string }, bytes: Buffer) {
    const mail = await store.findIncoming(db, mailId);
    if (mail?.state !== "stored") throw new AppError("MAIL_NOT_WAITING");
    const known = await store.findFile(db, mailId, position);
    if (known !== undefined) return;
    const contentType = safeType(head.type.toLowerCase());
    const url = await matrix.media
      .upload({ bytes, name: head.name, contentType, owner: bot })
      .catch((error: unknown) => {
        // Too large, or a page that would run in a browser: it stays in the original.
        if (error instanceof MatrixRefusal && error.status < 500)
          throw new AppError("MAIL_FILE_REFUSED", {}, { cause: error });
        throw error;
      });
    const row = { entry_id: mailId, position, name: head.name, content_type: contentType, url };
    await store.insertFile(db, { ...row, size: bytes.length, hash: hashOf(bytes) });
  }

  async function read(id: string, mail: ReadMail): Promise<void> {
    await inTransaction(db, (tx) => take(tx, id, mail));
    rooms.wake();
  }

  /** Its bytes cannot be read. An administrator may want it all the same; then what stands in its header has to do. */
  async function unreadable(id: string, detail: string): Promise<void> {
    const mail = await store.findIncoming(db, id);
    if (mail?.state !== "stored") return;
    const { from, subject } = plainHead(await raw(id));
    if (mail.forced) {
      const nothing = {
        messageId: null,
        inReplyTo: [],
        references: [],
        to: [],
        automatic: null,
        quiet: true,
        bounce: null,
      };
      const sender = from === "" ? null : { address: from, name: "" };
      await read(id, { ...nothing, from: sender, subject, text: detail, auth: null, leftOut: 0 });
      return;
    }
    await inTransaction(db, async (tx) => {
      const row = { from_address: from || mail.envelope.sender, subject };
      await store.decideIncoming(tx, id, { ...row, state: "refused", reason: "unreadable", detail });
      await recordEvent(tx, system, "mail.refused", { mailId: id, reason: "unreadable" });
    });
  }

  async function nextToSend(): Promise<OutgoingMail | undefined> {
    const mail = await inTransaction(db, store.claimOutgoing);
    if (mail === undefined) return undefined;
    const [mailbox, files] = await Promise.all([
      store.findMailbox(db, mail.mailbox),
      mail.kind === "answer" ? store.listFiles(db, [mail.entry_id]) : [],
    ]);
    return {
      id: mail.id,
      from: { address: mail.mailbox, name: mailbox?.name ?? "" },
      to: mail.recipient,
      replyTo: mail.reply_to,
      messageId: mail.message_id,
      inReplyTo: mail.in_reply_to,
      references: mail.refs,
      subject: mail.subject,
      text: mail.text,
      automatic: mail.kind === "receipt",
      files: files.map(({ position, name, content_type: contentType }) => ({ position, name, contentType })),
    };
  }

  async function outgoingFile(id: string, position: number): Promise<Buffer> {
    const mail = await store.findOutgoing(db, id);
    const file = mail && (await store.findFile(db, mail.entry_id, position));
    const bytes = file && (await matrix.mediaReader.download(file.url));
    if (bytes === undefined) throw new AppError("NOT_FOUND", { noun: "file" });
    return bytes;
  }

  async function sent(id: string): Promise<void> {
    await inTransaction(db, async (tx) => {
      const mail = await store.lockOutgoing(tx, id);
      if (mail?.state !== "sending") return;
      await store.setOutgoing(tx, id, { state: "sent", problem: null, sent_at: new Date() });
      await recordEvent(tx, system, "mail.sent", { ticketId: mail.ticket_id, mailId: id });
    });
  }

  /** A refusal for good ends it; anything else is tried again with growing pauses, and given up some day. */
  async function failed(id: string, { problem, permanent }: z.output<typeof SendFailed>): Promise<void> {
    await inTransaction(db, async (tx) => {
      const mail = await store.lockOutgoing(tx, id);
      if (mail?.state !== "sending") return;
      const pause =
        permanent || mail.attempts > MOST_TRIES ? null : Math.min(2 ** mail.attempts, LONGEST_PAUSE_SECONDS);
      if (pause === null) {
        await store.setOutgoing(tx, id, { state: "failed", problem });
        const { ticket_id: ticketId, recipient } = mail;
        await recordEvent(tx, system, "mail.failed", { ticketId, mailId: id, problem: `${recipient}: ${problem}` });
        return;
      }
      await store.setOutgoing(tx, id, { state: "queued", problem, next_at: new Date(Date.now() + pause * 1_000) });
      if (mail.problem !== problem) {
        await recordEvent(tx, system, "mail.queued", { ticketId: mail.ticket_id, mailId: id });
      }
    });
  }

  return {
    hello,
    state: ({ address, problem }: { address: string; problem: string | null }) =>
      store.seeMailbox(db, address, problem),
    imapPosition: (address: string, { validity, uid }: z.output<typeof ImapPosition>) =>
      store.writeImapPosition(db, address, validity, uid),
    keep,
    turn,
    nextToRead: async (gone: AbortSignal) => (await hub.wait(nextToRead, WAIT_MS, gone)) ?? null,
    raw,
    keepFile,
    read,
    unreadable,
    nextToSend: async (gone: AbortSignal) => (await hub.wait(nextToSend, WAIT_MS, gone)) ?? null,
    outgoingFile,
    sent,
    failed,
  };
}
export type BridgeService = ReturnType<typeof createBridgeService>;
