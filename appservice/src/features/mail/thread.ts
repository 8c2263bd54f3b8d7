import type { MailMatch } from "@portico/contract/mail-schemas.ts";

/** A ticket that a mail may belong to, with what decides it. */
export interface Candidate {
  readonly ticketId: string;
  readonly customerId: string | null;
  /** Addresses that are in its conversation, in small letters. */
  readonly people: readonly string[];
}

export interface Sender {
  readonly address: string;
  /** The company of the guest with this address. */
  readonly customerId: string | null;
  /** Whose domain says that the mail is not from there. */
  readonly forged: boolean;
}

export interface Clues {
  /** By an id that we signed: in In-Reply-To or References, then the address that it was sent to. */
  readonly signed: Candidate | undefined;
  readonly address: Candidate | undefined;
  /** By ids of other people's mails, the nearest first. */
  readonly references: readonly Candidate[];
  /** By a number in the subject. */
  readonly number: Candidate | undefined;
}

export interface Match {
  readonly ticketId: string;
  readonly by: Exclude<MailMatch, "new">;
  readonly stranger: boolean;
}

const belongs = ({ people, customerId }: Candidate, sender: Sender): boolean =>
  people.includes(sender.address.toLowerCase()) ||
  (customerId !== null && customerId === sender.customerId && !sender.forged);

/** Somebody whom we know to be of another company than the ticket. */
const isForeign = ({ customerId }: Candidate, sender: Sender): boolean =>
  sender.customerId !== null && sender.customerId !== customerId;

/**
 * The ticket of a mail. What we signed proves that its sender had our mail, so
 * another address may use it, though it is marked; nobody of another company
 * may, nor a forger. Everything else can be made up or copied, and counts only
 * for those who are in the conversation, when they are who they say.
 */
export function matchThread(clues: Clues, sender: Sender): Match | undefined {
  for (const by of ["signed", "address"] as const) {
    const candidate = clues[by];
    if (candidate === undefined) continue;
    const known = belongs(candidate, sender);
    if (known || (!sender.forged && !isForeign(candidate, sender)))
      return { ticketId: candidate.ticketId, by, stranger: !known };
  }
  if (sender.forged) return undefined;
  const referred = clues.references.find((candidate) => belongs(candidate, sender));
  if (referred !== undefined) return { ticketId: referred.ticketId, by: "references", stranger: false };
  if (clues.number !== undefined && belongs(clues.number, sender)) {
    return { ticketId: clues.number.ticketId, by: "number", stranger: false };
  }
  return undefined;
}
