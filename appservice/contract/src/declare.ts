import type { Role } from "./roles.ts";

/** What an ability lets somebody do, and which roles hold it. */
export interface AbilityEntry {
  readonly meaning: string;
  readonly roles: readonly Role[];
}

/** Declares the abilities of one capability. A role holds nothing that is not listed (default deny). */
export const defineAbilities = <const Table extends Readonly<Record<string, AbilityEntry>>>(table: Table): Table =>
  table;

/** The stream of an event: what it is about. Events of one stream reach each consumer in order. */
export type EventStream<Payload> = (payload: Payload) => string;

/** Declares a domain event with its payload and its stream, like `guest:<id>`. */
export const event = <Payload extends object>(stream: EventStream<Payload>): EventStream<Payload> => stream;

/** A kind of notice in the bell; `fields` exists for the compiler only. */
export interface NoticeEntry<Fields> {
  readonly fields?: Fields;
}

/** Declares a kind of notice with the fields that its words are about. Clients have the words. */
export const notice = <Fields extends object>(): NoticeEntry<Fields> => ({});

export interface ErrorEntry {
  /** HTTP status of the answer. */
  readonly status: 400 | 401 | 403 | 404 | 405 | 408 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 502 | 503;
  /** What happened, in English; clients translate by code. `{field}` is filled from the error's fields. */
  readonly message: string;
  readonly log: "debug" | "info" | "warn" | "error";
}

/** Declares the errors of one capability. */
export const defineErrors = <const Table extends Readonly<Record<string, ErrorEntry>>>(table: Table): Table => table;

/**
 * Declares what open windows can be told to read again, and who may be told:
 * holders of the ability, or with `self` everybody about their own things.
 */
export const defineTopics = <const Table extends Readonly<Record<string, string>>>(table: Table): Table => table;
