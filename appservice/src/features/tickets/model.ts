import type { LocalizedText } from "@portico/contract/common.ts";
import { deterministicId } from "../../deterministic-id.ts";
import type { FormField, TicketState } from "@portico/contract/tickets-schemas.ts";

/** Number of a ticket with a check digit (Luhn), so that a digit told wrong on the phone is noticed. */
export const writeNumber = (counter: number): string => `PT-${counter}-${checkDigit(String(counter))}`;

/** Whether a text is a number of ours with the right check digit. */
export function isNumber(text: string): boolean {
  const match = /^PT-(\d+)-(\d)$/i.exec(text.trim());
  return match?.[1] !== undefined && checkDigit(match[1]) === Number(match[2]);
}

function checkDigit(digits: string): number {
  let sum = 0;
  for (const [at, digit] of digits.split("").toReversed().entries()) {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return (10 - (sum % 10)) % 10;
}

/** The entry that a message of a Matrix room becomes. */
export const entryIdOfEvent = (eventId: string): string => deterministicId("ticket-event", eventId);

/** Nothing can be written in it any more. */
export const isOver = (state: TicketState): boolean => state === "closed" || state === "merged" || state === "spam";

/** Still to be worked on. */
export const openStates: readonly TicketState[] = ["new", "open", "waiting_us", "waiting_customer"];

/** How long after its solution an answer of the customer opens a ticket again. */
const REOPEN_MS = 14 * 86_400_000;

/** Where a ticket stands after the customer wrote; null: too late, that takes a new one. */
export function stateAfterCustomer(state: TicketState, solvedAt: Date | null, now: Date): TicketState | null {
  if (isOver(state)) return null;
  if (state === "solved") {
    return solvedAt !== null && now.getTime() - solvedAt.getTime() > REOPEN_MS ? null : "waiting_us";
  }
  return state === "waiting_customer" ? "waiting_us" : state;
}

/** Where a ticket stands after an agent answered and said nothing about it. */
export const stateAfterAgent = (state: TicketState): TicketState =>
  state === "new" || state === "waiting_us" || state === "open" ? "open" : state;

interface Answered {
  /** Labels of required fields without an answer. */
  readonly missing: readonly string[];
  readonly fields: { label: LocalizedText; value: string }[];
}

/** Takes the answers that the form asks for; what it does not ask for, given the other answers, is dropped. */
export function readAnswers(form: readonly FormField[], answers: Readonly<Record<string, string>>): Answered {
  const asked = form.filter(({ when }) => when === null || answers[when.field] === when.is);
  const missing: string[] = [];
  const fields: Answered["fields"] = [];
  for (const { id, label, kind, required, choices } of asked) {
    const value = (answers[id] ?? "").trim();
    const fits = kind !== "choice" || choices.some(({ en }) => en === value);
    if (value === "" || !fits) {
      if (required || value !== "") missing.push(label.en);
    } else fields.push({ label, value });
  }
  return { missing, fields };
}

/** The given name, which is all that customers are told; people with a Chinese name have it last. */
export const firstName = ({ en, zh }: LocalizedText): string =>
  (/\p{Script=Han}/u.test(zh) ? en.split(" ").at(-1) : en.split(" ")[0]) ?? en;
