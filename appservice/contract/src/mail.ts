import { z } from "zod";
import { defineAbilities, defineErrors, defineTopics, event, notice } from "./declare.ts";
import { EntryMail, MailOverview, OriginalMail } from "./mail-schemas.ts";
import { defineRoutes } from "./routes.ts";

export const abilities = defineAbilities({
  "mail.manage": { meaning: "see the mailboxes and decide on mails that were refused", roles: ["admin"] },
});

const ticket = ({ ticketId }: { ticketId: string }): string => `ticket:${ticketId}`;
const mail = ({ mailId }: { mailId: string }): string => `mail:${mailId}`;

export const events = {
  "mail.taken": event<{ ticketId: string; mailId: string; entryId: string | null }>(ticket),
  "mail.refused": event<{ mailId: string; reason: string }>(mail),
  "mail.admitted": event<{ mailId: string }>(mail),
  "mail.queued": event<{ ticketId: string; mailId: string }>(ticket),
  "mail.sent": event<{ ticketId: string; mailId: string }>(ticket),
  "mail.failed": event<{ ticketId: string; mailId: string; problem: string }>(ticket),
  "mail.retried": event<{ ticketId: string; mailId: string }>(ticket),
};

export const notices = {
  "mail.failed": notice<{ ticketId: string; number: string; title: string }>(),
};

export const topics = defineTopics({ mail: "mail.manage" });

export const errors = defineErrors({
  MAIL_NOT_WAITING: { status: 409, message: "This mail has been dealt with", log: "info" },
  MAIL_FILE_REFUSED: { status: 422, message: "The homeserver does not take this file", log: "info" },
  MAIL_INCOMPLETE: { status: 422, message: "This mail was too large and was not kept", log: "info" },
});

const mailParams = z.strictObject({ mailId: z.string().max(64) });

export const routes = defineRoutes({
  "GET /api/mail": {
    access: "mail.manage",
    summary: "Mailboxes with their state, mails that were refused with the reason, answers that did not leave",
    response: MailOverview,
  },
  "POST /api/mail/incoming/{mailId}/admit": {
    access: "mail.manage",
    summary: "Take in a mail that was refused",
    params: mailParams,
    response: z.object({ id: z.string() }),
    status: 202,
  },
  "GET /api/mail/incoming/{mailId}": {
    access: "ticket.read",
    summary: "A mail as it came; one that is in no ticket is for administrators",
    params: mailParams,
    response: OriginalMail,
  },
  "POST /api/mail/outgoing/{mailId}/retry": {
    access: "ticket.work",
    summary: "Send an answer again that did not leave or came back",
    params: mailParams,
    response: z.object({ id: z.string() }),
    status: 202,
  },
  "GET /api/tickets/{ticketId}/mail": {
    access: "ticket.read",
    summary: "What mail has to say of the entries of a ticket: senders, attachments, how far answers got",
    params: z.strictObject({ ticketId: z.string().max(64) }),
    response: z.object({
      answersTo: z.string().nullable().meta({ description: "The address that answers leave for as mail" }),
      items: z.array(EntryMail),
    }),
  },
});
