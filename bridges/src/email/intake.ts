import { LARGEST_MAIL, MAIL_BRIDGE_PATH, type Envelope } from "@portico/contract/mail-bridge.ts";
import { z } from "zod";
import type { ServiceClient } from "../core/service-client.ts";
import type { MailSettings } from "./index.ts";

const Kept = z.object({ id: z.string(), again: z.boolean() });

/** Brings mails to the service as they came. When it resolves the mail is safe, and whoever brought it may forget it. */
export function createIntake({
  service,
  mailboxes,
}: {
  readonly service: ServiceClient;
  readonly mailboxes: MailSettings["mailboxes"];
}) {
  return {
    /** The mailbox that an address belongs to, also with `+something` before the @. */
    mailboxOf(address: string): string | undefined {
      const plain = address.toLowerCase().replace(/\+[^@]*(?=@)/, "");
      return mailboxes.find((mailbox) => mailbox.address === address.toLowerCase() || mailbox.address === plain)
        ?.address;
    },
    async keep(mailbox: string, envelope: Envelope, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
      if (bytes.length > LARGEST_MAIL) return this.turn(mailbox, envelope, bytes.length, subjectOf(bytes));
      const query = { mailbox, ...envelope };
      await service.json(`${MAIL_BRIDGE_PATH}/incoming`, Kept, { query, bytes });
    },
    /** Notes a mail that is too large to be kept. */
    async turn(mailbox: string, envelope: Envelope, size: number, subject: string): Promise<void> {
      const json = { mailbox, ...envelope, size, subject, reason: "too-large" };
      await service.tell(`${MAIL_BRIDGE_PATH}/incoming/turned`, { json });
    },
  };
}
export type Intake = ReturnType<typeof createIntake>;

/** The subject as it stands at the beginning of the bytes. */
export const subjectOf = (bytes: Uint8Array): string =>
  (/^subject:[ \t]*(.*)$/im.exec(Buffer.from(bytes.subarray(0, 65_536)).toString("latin1"))?.[1] ?? "")
    .trim()
    .slice(0, 500);
