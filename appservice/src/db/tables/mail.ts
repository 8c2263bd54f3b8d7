import type { MailAuth, MailKind, MailMatch, MailReason, OutgoingState } from "@portico/contract/mail-schemas.ts";
import type { Envelope } from "@portico/contract/mail-bridge.ts";
import type { ColumnType, Generated, JSONColumnType, Selectable } from "kysely";

/** A mailbox that the bridge said it looks after. */
export interface MailMailboxTable {
  address: string;
  name: string;
  /** The form that its mails are filed under. */
  type_id: string;
  signature: string;
  /** Its mail server delivers `name+anything@…` to it. */
  plus_addresses: boolean;
  /** Whether new requests are answered with their number at once. */
  receipts: boolean;
  active: boolean;
  seen_at: Date;
  problem: ColumnType<string | null, string | null | undefined>;
  /** How far it was read by IMAP. */
  imap_validity: ColumnType<string | null, string | null | undefined>;
  imap_uid: ColumnType<number | null, number | null | undefined>;
}
export type MailMailboxRow = Selectable<MailMailboxTable>;

/** A mail as it came. */
export interface MailRawTable {
  hash: string;
  bytes: Buffer;
}

type Later<Value> = ColumnType<Value | null, Value | null | undefined>;

export interface MailIncomingTable {
  id: string;
  seq: Generated<number>;
  /** What is the same in every copy of one mail. */
  fingerprint: string;
  mailbox: string;
  /** Of what was kept; null where it was refused before it was whole. */
  hash: string | null;
  size: number;
  envelope: JSONColumnType<Envelope>;
  received_at: Generated<Date>;
  state: "stored" | "taken" | "refused";
  /** An administrator wants it taken in, whatever speaks against it. */
  forced: Generated<boolean>;
  attempts: Generated<number>;
  claimed_until: Later<Date>;
  kind: Later<MailKind>;
  reason: Later<MailReason>;
  detail: Later<string>;
  message_id: Later<string>;
  from_address: Later<string>;
  from_name: Later<string>;
  subject: Later<string>;
  auth: ColumnType<MailAuth | null, string | null | undefined, string | null>;
  /** By what its ticket was found. */
  matched: Later<MailMatch>;
  /** Whoever wrote it was not in the conversation before. */
  stranger: Generated<boolean>;
  /** Whoever wrote it is told nothing automatically. */
  quiet: Generated<boolean>;
  /** Attachments beyond the limits, which are in the original only. */
  left_out: Generated<number>;
  ticket_id: Later<string>;
  entry_id: Later<string>;
  decided_at: Later<Date>;
}
export type MailIncomingRow = Selectable<MailIncomingTable>;

export interface MailOutgoingTable {
  id: string;
  seq: Generated<number>;
  ticket_id: string;
  entry_id: string;
  /** What an agent wrote, or the receipt that tells the number. */
  kind: "answer" | "receipt";
  mailbox: string;
  recipient: string;
  message_id: string;
  reply_to: string | null;
  in_reply_to: string | null;
  refs: string[];
  subject: string;
  text: string;
  state: OutgoingState;
  attempts: Generated<number>;
  next_at: Generated<Date>;
  claimed_until: Later<Date>;
  problem: Later<string>;
  created_at: Generated<Date>;
  sent_at: Later<Date>;
}
export type MailOutgoingRow = Selectable<MailOutgoingTable>;

/** A file that came with an entry, or goes out with it. */
export interface MailAttachmentTable {
  entry_id: string;
  position: number;
  name: string;
  content_type: string;
  size: number;
  hash: string | null;
  url: string;
}
export type MailAttachmentRow = Selectable<MailAttachmentTable>;
