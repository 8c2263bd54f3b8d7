import type { outcomes, SuggestionState } from "@portico/contract/suggestions.ts";
import type { LocalizedText } from "@portico/contract/common.ts";
import type { SuggestionSubject } from "../../policy/rules/suggestions.ts";

export interface NamedPerson {
  readonly personId: string;
  readonly userId: string;
  readonly name: LocalizedText;
}

/** A suggestion with everything that answers tell of it. */
export interface SuggestionRecord extends SuggestionSubject {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly text: string;
  readonly topic: { readonly id: string; readonly name: LocalizedText };
  readonly state: SuggestionState;
  readonly outcome: (typeof outcomes)[number] | null;
  readonly author: NamedPerson | null;
  readonly owner: NamedPerson | null;
  readonly receivedAt: Date;
  readonly dueAt: Date;
  readonly escalations: number;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
  readonly votes: number;
  readonly voted: boolean;
  readonly version: number;
}

const DAY_MS = 86_400_000;

/** Whether somebody still has to decide. */
export const isOpen = (state: SuggestionState): boolean => state === "received" || state === "under_review";

export const isOverdue = ({ state, dueAt }: Pick<SuggestionRecord, "state" | "dueAt">, now: Date): boolean =>
  isOpen(state) && dueAt <= now;

/** When it has to be decided. What went up one level has half the time, at least two days. */
export function dueFrom(start: Date, dueDays: number, escalations = 0): Date {
  const days = escalations === 0 ? dueDays : Math.max(2, Math.ceil(dueDays / 2));
  return new Date(start.getTime() + days * DAY_MS);
}

/** The beginning of the day in UTC: the hour would tell who was at the desk. */
export const dayOf = (moment: Date): Date => new Date(Math.floor(moment.getTime() / DAY_MS) * DAY_MS);

/** The Monday of the week, as a date. */
export function weekOf(moment: Date): string {
  const day = dayOf(moment);
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  return new Date(day.getTime() - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}
