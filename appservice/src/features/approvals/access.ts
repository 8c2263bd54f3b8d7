import type { Db } from "../../db/connection.ts";
import { AppError } from "../../errors.ts";
import { type Actor, requireAccount } from "../../policy/actor.ts";
import { requireVisible } from "../../policy/engine.ts";
import { listOverseen } from "./store/forms.ts";
import { findRequest, type RequestRecord } from "./store/requests.ts";

/** The person behind an account; accounts that no directory names take no part in approvals. */
export function requirePerson(actor: Actor): string {
  const { personId } = requireAccount(actor);
  if (personId === null) throw new AppError("ABILITY_MISSING", { ability: "approval.request" });
  return personId;
}

/** Everybody who has to do with a request: initiator, those asked or stood in for, those who got a copy. */
export const participantsOf = ({ instance }: Pick<RequestRecord, "instance">): Set<string> =>
  new Set([
    instance.initiator,
    ...instance.tasks.flatMap(({ person, inPlaceOf }) => (inPlaceOf === null ? [person] : [person, inPlaceOf])),
    ...instance.copied,
  ]);

/** The request, if the actor may know of it; others learn nothing, not even that it exists. */
export async function loadRequest(db: Db, actor: Actor, id: string): Promise<RequestRecord> {
  const request = await findRequest(db, id);
  if (request === undefined) throw new AppError("NOT_FOUND", { noun: "approval" });
  const personId = requirePerson(actor);
  const participant = participantsOf(request).has(personId);
  const oversees = !participant && (await listOverseen(db, personId)).includes(request.formId);
  requireVisible(actor, "approval.read", "approval", { participant, oversees });
  return request;
}
