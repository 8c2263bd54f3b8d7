import { type DomainEventName, type DomainEvents, eventStreams } from "@portico/contract/events.ts";
import { type Actor, actorName } from "../policy/actor.ts";
import { chunks } from "./chunks.ts";
import type { Tx } from "./connection.ts";

/** Four columns each. */
const ROWS = 10_000;

/**
 * Writes a fact in the transaction of the change it tells of, so that neither
 * exists without the other. When the transaction commits, every consumer that
 * wants the event has it before it.
 */
export async function recordEvent<Name extends DomainEventName>(
  tx: Tx,
  actor: Actor | { readonly kind: "system"; readonly name: string },
  name: Name,
  payload: DomainEvents[Name],
): Promise<void> {
  await recordEvents(tx, actor, name, [payload]);
}

/** Writes many facts of one kind; as many rows as there are payloads, in their order. */
export async function recordEvents<Name extends DomainEventName>(
  tx: Tx,
  actor: Actor | { readonly kind: "system"; readonly name: string },
  name: Name,
  payloads: readonly DomainEvents[Name][],
): Promise<void> {
  if (payloads.length === 0) return;
  const who = actor.kind === "system" ? actor.name : actorName(actor);
  for (const chunk of chunks(payloads, ROWS)) {
    await tx
      .insertInto("domain_event")
      .values(
        chunk.map((payload) => ({
          name,
          actor: who,
          stream: eventStreams[name](payload),
          payload: JSON.stringify(payload),
        })),
      )
      .execute();
  }
}

/** An event before it is written: its name and what it tells. */
export type Fact = {
  readonly [Name in DomainEventName]: { readonly name: Name; readonly payload: DomainEvents[Name] };
}[DomainEventName];

/** Writes facts of several kinds, those of a kind together; within a kind they keep their order. */
export async function recordFacts(tx: Tx, actor: Actor, facts: readonly Fact[]): Promise<void> {
  for (const [name, kind] of Map.groupBy(facts, (fact) => fact.name)) {
    const payloads = kind.map((fact) => fact.payload);
    await recordEvents(tx, actor, name, payloads);
  }
}
