import { z } from "zod";
import { MailAuth, MailReason } from "./mail-schemas.ts";

/**
 * What the mail bridge and the service say to each other, below
 * `/_portico/bridges/email` and with the bridge's own token. The bridge knows
 * SMTP, IMAP and MIME; what becomes of a mail, the service decides.
 */
export const MAIL_BRIDGE_PATH = "/_portico/bridges/email";

/** Largest mail that is kept, and largest attachment of it. */
export const LARGEST_MAIL = 48 * 1024 * 1024;
/** Attachments that are taken out of one mail; the others are in the original only. */
export const MOST_FILES = 40;

const address = z.string().max(320);

export const MailboxSettings = z.strictObject({
  address: z.email().max(254),
  name: z.string().max(200),
  typeId: z.string().max(64),
  signature: z.string().max(2_000),
  plusAddresses: z.boolean(),
  receipts: z.boolean(),
});
export type MailboxSettings = z.infer<typeof MailboxSettings>;
export const Hello = z.strictObject({ mailboxes: z.array(MailboxSettings).max(100) });
export const MailboxState = z.strictObject({ address, problem: z.string().max(1_000).nullable() });
/** How far a mailbox was read by IMAP. */
export const ImapPosition = z.strictObject({ validity: z.string().max(40), uid: z.number().int().nonnegative() });

/** Where a mail came from and whom it was for, as the mail server said. */
export const Envelope = z.object({
  sender: address,
  recipient: address,
  ip: z.string().max(64),
  helo: z.string().max(255),
});
export type Envelope = z.infer<typeof Envelope>;
export const Delivery = Envelope.extend({ mailbox: address });
export type Delivery = z.infer<typeof Delivery>;

/** A mail that was refused before it was whole. */
export const Turned = Delivery.extend({ size: z.number().int(), subject: z.string().max(500), reason: MailReason });

export const Claimed = z.object({
  id: z.string(),
  mailbox: z.string(),
  envelope: Envelope,
  attempts: z.number().int(),
});
export type Claimed = z.infer<typeof Claimed>;

const Named = z.strictObject({ address, name: z.string().max(200) });
const MessageId = z.string().max(1_000);

export const ReadMail = z.strictObject({
  messageId: MessageId.nullable(),
  inReplyTo: z.array(MessageId).max(20),
  references: z.array(MessageId).max(100),
  from: Named.nullable(),
  /** Everybody in To and Cc. */
  to: z.array(address).max(100),
  subject: z.string().max(500),
  text: z.string().max(20_000),
  /** The sign by which a program and not a person wrote it. */
  automatic: z.string().max(200).nullable(),
  /** Whoever wrote it is told nothing automatically. */
  quiet: z.boolean(),
  /** A report that one of our mails did not arrive. */
  bounce: z
    .strictObject({
      messageIds: z.array(MessageId).max(20),
      action: z.enum(["failed", "delayed", "other"]),
      text: z.string().max(1_000),
    })
    .nullable(),
  auth: MailAuth.nullable(),
  leftOut: z.number().int().nonnegative(),
});
export type ReadMail = z.infer<typeof ReadMail>;
export const Unreadable = z.strictObject({ detail: z.string().max(1_000) });
/** A file of a mail; its bytes are the body. */
export const FileHead = z.strictObject({ name: z.string().max(255), type: z.string().max(255) });

export const OutgoingMail = z.object({
  id: z.string(),
  from: z.object({ address: z.string(), name: z.string() }),
  to: z.string(),
  replyTo: z.string().nullable(),
  messageId: z.string(),
  inReplyTo: z.string().nullable(),
  references: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  automatic: z.boolean(),
  files: z.array(z.object({ position: z.number().int(), name: z.string(), contentType: z.string() })),
});
export type OutgoingMail = z.infer<typeof OutgoingMail>;
export const SendFailed = z.strictObject({ problem: z.string().max(1_000), permanent: z.boolean() });
