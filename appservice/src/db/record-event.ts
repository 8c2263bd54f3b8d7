import type { DomainEventName, DomainEvents } from "@portico/contract/events.ts";
import { type Actor, actorName } from "../policy/actor.ts";
import type { Tx } from "./connection.ts";

/** Writes a fact in the transaction of the change it tells of, so that neither exists without the other. */
export async function recordEvent<Name extends DomainEventName>(
  tx: Tx,
  actor: Actor | { readonly kind: "system"; readonly name: string },
  name: Name,
  payload: DomainEvents[Name],
): Promise<void> {
  await tx
    .insertInto("domain_event")
    .values({ name, actor: actor.kind === "system" ? actor.name : actorName(actor), payload: JSON.stringify(payload) })
    .execute();
}
