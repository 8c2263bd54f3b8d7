import type { DomainEventName, DomainEvents } from "@portico/contract/events.ts";
import { type Actor, actorName } from "../policy/actor.ts";
import { sql } from "kysely";
import type { Tx } from "./connection.ts";

type Recorder = Actor | { readonly kind: "system"; readonly name: string };

const recorderName = (actor: Recorder): string => (actor.kind === "system" ? actor.name : actorName(actor));

/** Writes a fact in the transaction of the change it tells of, so that neither exists without the other. */
export async function recordEvent<Name extends DomainEventName>(
  tx: Tx,
  actor: Recorder,
  name: Name,
  payload: DomainEvents[Name],
): Promise<void> {
  await tx
    .insertInto("domain_event")
    .values({ name, actor: recorderName(actor), payload: JSON.stringify(payload) })
    .execute();
}

/** A domain event: its name and what it tells. */
export type Fact = {
  readonly [Name in DomainEventName]: { readonly name: Name; readonly payload: DomainEvents[Name] };
}[DomainEventName];

/** Writes many facts at once, in their order: one statement, however many there are. */
export async function recordEvents(tx: Tx, actor: Recorder, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return;
  await sql`
    INSERT INTO domain_event (name, actor, payload)
    SELECT name, ${recorderName(actor)}::text, payload
    FROM json_to_recordset(${JSON.stringify(facts)}) AS given (name text, payload jsonb)`.execute(tx);
}
