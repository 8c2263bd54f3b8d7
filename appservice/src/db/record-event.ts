import { type DomainEventName, type DomainEvents, eventStreams } from "@portico/contract/events.ts";
import { sql } from "kysely";
import { type Actor, actorName } from "../policy/actor.ts";
import type { Tx } from "./connection.ts";

type Recorder = Actor | { readonly kind: "system"; readonly name: string };

/** A domain event: its name and what it tells. */
export type Fact = {
  readonly [Name in DomainEventName]: { readonly name: Name; readonly payload: DomainEvents[Name] };
}[DomainEventName];

/**
 * Writes a fact in the transaction of the change it tells of, so that neither
 * exists without the other. When the transaction commits, every consumer that
 * wants the event has it before it.
 */
export const recordEvent = <Name extends DomainEventName>(
  tx: Tx,
  actor: Recorder,
  name: Name,
  payload: DomainEvents[Name],
): Promise<void> => recordRows(tx, actor, [{ name, stream: eventStreams[name](payload), payload }]);

/** Writes many facts at once, in their order: one statement, however many there are. */
export const recordEvents = (tx: Tx, actor: Recorder, facts: readonly Fact[]): Promise<void> =>
  recordRows(
    tx,
    actor,
    facts.map((fact) => ({ ...fact, stream: streamOf(fact) })),
  );

const streamOf = <Name extends DomainEventName>({
  name,
  payload,
}: {
  readonly name: Name;
  readonly payload: DomainEvents[Name];
}): string => eventStreams[name](payload);

async function recordRows(
  tx: Tx,
  actor: Recorder,
  rows: readonly { readonly name: DomainEventName; readonly stream: string; readonly payload: object }[],
): Promise<void> {
  if (rows.length === 0) return;
  const who = actor.kind === "system" ? actor.name : actorName(actor);
  // One parameter for all rows: an import may have twenty thousand.
  await sql`
    INSERT INTO domain_event (name, actor, stream, payload)
    SELECT name, ${who}::text, stream, payload
    FROM json_to_recordset(${JSON.stringify(rows)}) AS given (name text, stream text, payload jsonb)`.execute(tx);
}
