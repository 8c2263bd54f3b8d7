import type { LocalizedText } from "@portico/contract/common.ts";
import type { Person } from "../../matrix/model.ts";

/** Somebody as the user reads him. */
export interface SeenPerson {
  readonly name: string;
  /** Company of somebody from outside, in the user's language. */
  readonly company: string | null;
  /** His access is over; what he wrote stays. */
  readonly ended: boolean;
}

/** What the company's records say of somebody from outside. */
export interface OutsiderRecord {
  readonly userId: string;
  readonly name: string;
  readonly company: LocalizedText;
  readonly ended: boolean;
}

/**
 * The records know both names of a company and those who have gone; a room
 * knows only what was written into it. Without a record the room's word counts.
 */
export const seePerson = (
  person: Person,
  record: OutsiderRecord | undefined,
  localized: (text: LocalizedText) => string,
): SeenPerson =>
  record === undefined
    ? { name: person.name, company: person.company, ended: false }
    : { name: record.name, company: localized(record.company), ended: record.ended };
