import { z } from "zod";
import { Timestamp } from "./common.ts";

/** What a mail is, once it was read. */
export const MailKind = z.enum(["message", "automatic", "bounce"]);
export type MailKind = z.infer<typeof MailKind>;

/** By what the ticket of a mail was found. */
export const MailMatch = z.enum(["signed", "address", "references", "number", "new"]);
export type MailMatch = z.infer<typeof MailMatch>;

/** Why a mail is in no ticket. */
export const mailReasons = [
  "automatic",
  "bounce-unknown",
  "own",
  "no-sender",
  "too-large",
  "unreadable",
  "no-mailbox",
] as const;
export const MailReason = z.enum(mailReasons);
export type MailReason = z.infer<typeof MailReason>;

const Verdict = z.string().max(40);
/** What SPF, DKIM and DMARC say of the sender; `verified` only where DMARC passed. */
export const MailAuth = z
  .object({ spf: Verdict, dkim: Verdict, dmarc: Verdict, domain: z.string().max(255).nullable() })
  .meta({ id: "MailAuth" });
export type MailAuth = z.infer<typeof MailAuth>;

export const outgoingStates = ["queued", "sending", "sent", "failed", "bounced"] as const;
export const OutgoingState = z.enum(outgoingStates);
export type OutgoingState = z.infer<typeof OutgoingState>;

export const MailFile = z
  .object({ name: z.string(), contentType: z.string(), size: z.number().int(), url: z.string() })
  .meta({ id: "MailFile" });

/** What mail has to say of one entry of a ticket. */
export const EntryMail = z
  .object({
    entryId: z.string(),
    received: z
      .object({
        id: z.string(),
        from: z.string(),
        auth: MailAuth.nullable(),
        verified: z.boolean(),
        matched: MailMatch.nullable(),
        stranger: z.boolean().meta({ description: "Written from an address that was not in the conversation" }),
        leftOut: z.number().int().meta({ description: "Attachments beyond the limits" }),
      })
      .nullable(),
    sent: z.array(
      z.object({
        id: z.string(),
        to: z.string(),
        kind: z.enum(["answer", "receipt"]),
        state: OutgoingState,
        problem: z.string().nullable(),
        at: Timestamp,
      }),
    ),
    files: z.array(MailFile),
  })
  .meta({ id: "EntryMail" });
export type EntryMail = z.infer<typeof EntryMail>;

export const Mailbox = z
  .object({
    address: z.string(),
    name: z.string(),
    typeId: z.string(),
    state: z
      .enum(["working", "trouble", "away"])
      .meta({ description: "away: the bridge was not heard of for a while" }),
    problem: z.string().nullable(),
    seenAt: Timestamp,
    received: z.number().int().meta({ description: "Mails within the last day" }),
    lastAt: Timestamp.nullable(),
  })
  .meta({ id: "Mailbox" });

export const RefusedMail = z
  .object({
    id: z.string(),
    mailbox: z.string(),
    from: z.string(),
    subject: z.string(),
    reason: MailReason,
    detail: z.string().nullable(),
    at: Timestamp,
    admissible: z.boolean().meta({ description: "It was kept and can be taken in anyway" }),
  })
  .meta({ id: "RefusedMail" });

export const UnsentMail = z
  .object({
    id: z.string(),
    ticketId: z.string(),
    number: z.string(),
    to: z.string(),
    state: OutgoingState,
    problem: z.string().nullable(),
    at: Timestamp,
  })
  .meta({ id: "UnsentMail" });

export const MailOverview = z.object({
  mailboxes: z.array(Mailbox),
  waiting: z.object({ incoming: z.number().int(), outgoing: z.number().int() }),
  refused: z.array(RefusedMail),
  unsent: z.array(UnsentMail),
});

/** A mail as it came. */
export const OriginalMail = z
  .object({
    name: z.string().meta({ description: "A name for the file" }),
    base64: z.string().meta({ description: "Its bytes" }),
  })
  .meta({ id: "OriginalMail" });
