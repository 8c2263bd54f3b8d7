import { createHmac } from "node:crypto";
import { sameSecret } from "../../http/bearer.ts";

/**
 * Ids that prove that an answer belongs to a ticket, because nobody else can
 * make them up: the Message-ID of what we send, and the address to answer to.
 */
export function createSigner(key: string) {
  const mac = (...parts: readonly string[]): string =>
    createHmac("sha256", key).update(JSON.stringify(parts)).digest("hex").slice(0, 24);

  return {
    messageId: (outgoingId: string, domain: string): string =>
      `<portico.${outgoingId}.${mac("message", outgoingId)}@${domain}>`,
    /** The id of one of our own mails, or undefined when it is not one that we signed. */
    ofMessageId(messageId: string): string | undefined {
      const [, id, given] = /^<?portico\.([0-9a-f-]{36})\.([0-9a-f]{24})@/i.exec(messageId.trim()) ?? [];
      if (id === undefined || given === undefined) return undefined;
      return sameSecret(given.toLowerCase(), mac("message", id.toLowerCase())) ? id.toLowerCase() : undefined;
    },
    /** `support+pt-1001-6.<mac>@…` for `support@…`. */
    replyAddress(mailbox: string, number: string): string {
      const at = mailbox.lastIndexOf("@");
      const token = `${number.toLowerCase()}.${mac("address", number.toLowerCase())}`;
      return `${mailbox.slice(0, at)}+${token}${mailbox.slice(at)}`;
    },
    /** The number of a ticket in an address of that kind. */
    ofAddress(address: string): string | undefined {
      const [, number, given] = /\+(pt-\d+-\d)\.([0-9a-f]{24})@/i.exec(address) ?? [];
      if (number === undefined || given === undefined) return undefined;
      return sameSecret(given.toLowerCase(), mac("address", number.toLowerCase())) ? number.toUpperCase() : undefined;
    },
  };
}
export type Signer = ReturnType<typeof createSigner>;
