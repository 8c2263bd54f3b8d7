import type { ImportDifference } from "@portico/contract/imports.ts";
import type { Tx } from "../../../../db/connection.ts";
import type { Fact } from "../../../../db/record-event.ts";
import type { ImportPlan } from "../plan.ts";
import { describeDifference } from "./describe.ts";
import { findChanges, namesOfAccounts, namesOfPeople } from "./store.ts";

/** What the transaction has changed since `rememberWanted`, in people and rooms. */
export async function findDifference(tx: Tx, plan: ImportPlan, facts: readonly Fact[]): Promise<ImportDifference> {
  const { rooms, memberships } = await findChanges(tx);
  const named = { joins: new Set<string>(), leaves: new Set<string>(), moves: new Set<string>() };
  for (const { name, payload } of facts) {
    if (name === "person.joined") named.joins.add(payload.userId);
    if (name === "person.left") named.leaves.add(payload.userId);
    if (name === "person.moved") named.moves.add(payload.userId);
  }
  const written = await namesOfPeople(tx, [
    ...new Set([...plan.write.people.map(({ id }) => id), ...plan.write.positions.map((cells) => cells.person_id)]),
  ]);
  const changes = new Set(written.map((person) => person.user_id));
  const everybody = new Set([...named.leaves, ...named.moves, ...changes, ...memberships.map((each) => each.user_id)]);
  return describeDifference(rooms, memberships, {
    ...named,
    changes,
    names: await namesOfAccounts(tx, [...everybody]),
  });
}
