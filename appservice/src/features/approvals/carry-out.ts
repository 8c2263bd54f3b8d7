import type { FormValues } from "@portico/contract/approvals-values.ts";
import { daysOf, isRange } from "@portico/contract/approvals-values.ts";
import type { Tx } from "../../db/connection.ts";
import { type Fact as DomainFact, recordEvents } from "../../db/record-event.ts";
import { AppError } from "../../errors.ts";
import type { Actor } from "../../policy/actor.ts";
import { instanceOf } from "./engine/apply.ts";
import { interpret } from "./engine/interpret.ts";
import { findNode } from "./engine/nodes.ts";
import type { Command, Definition, Fact, Instance, Outcome } from "./engine/types.ts";
import { entitledDays, lockLeaveOf, setLeave, usedDays } from "./store/leave.ts";
import { findVersion } from "./store/forms.ts";
import { lockRequest, type RequestRecord, writeFacts } from "./store/requests.ts";
import { loadWorld } from "./store/world.ts";

/** Who does something to a request: somebody, or a part of this service. */
export type Doer = { readonly actor: Actor; readonly personId: string } | { readonly system: string };

const recorderOf = (doer: Doer) => ("system" in doer ? ({ kind: "system", name: doer.system } as const) : doer.actor);

export const personOf = (doer: Doer): string | null => ("system" in doer ? null : doer.personId);

interface Said {
  readonly comment: string;
  readonly signature: string;
}
const silent: Said = { comment: "", signature: "" };

/** The definition that a request runs by. */
export async function definitionOf(tx: Tx, { formId, formVersion }: RequestRecord): Promise<Definition> {
  const found = await findVersion(tx, formId, formVersion);
  if (found === undefined) throw new Error(`version ${formVersion} of the form ${formId} is missing`);
  return found.definition;
}

/**
 * Does one thing to a request in the caller's transaction. With an expected
 * version it happens only if nothing has happened since; of two at once one is
 * carried out. False when there was nothing to do, which only the service itself may ask for.
 */
export async function carryOut(
  tx: Tx,
  requestId: string,
  command: Command,
  doer: Doer,
  { expectedVersion, said = silent, now = new Date() }: { expectedVersion?: number; said?: Said; now?: Date } = {},
): Promise<boolean> {
  const request = await lockRequest(tx, requestId);
  if (request === undefined) throw new AppError("NOT_FOUND", { noun: "approval" });
  if (expectedVersion !== undefined && expectedVersion !== request.version) throw new AppError("VERSION_CONFLICT");
  const definition = await definitionOf(tx, request);
  const world = await loadWorld(tx, now);
  const outcome = interpret(definition, request.instance, command, personOf(doer), world);
  if ("refused" in outcome) {
    if ("system" in doer) return false;
    throw refusal(outcome, definition);
  }
  const instance = after(request.instance, outcome.facts);
  await writeFacts(tx, {
    id: request.id,
    instance,
    facts: outcome.facts,
    from: request.version,
    personId: personOf(doer),
    ...said,
    now,
  });
  await followUp(tx, request, definition, instance, outcome.facts, doer);
  return true;
}

/** What follows from facts besides the request itself: domain events, and days of leave. */
export async function followUp(
  tx: Tx,
  request: Pick<RequestRecord, "id" | "formId" | "formVersion">,
  definition: Definition,
  instance: Instance,
  facts: readonly Fact[],
  doer: Doer,
): Promise<void> {
  await writeLeave(tx, request, definition, instance, facts);
  await recordEvents(
    tx,
    recorderOf(doer),
    facts.flatMap((fact) => eventsOf(fact, request, instance)),
  );
}

const after = (instance: Instance, facts: readonly Fact[]): Instance => instanceOf(facts, structuredClone(instance));

export function refusal({ refused, node }: Extract<Outcome, { refused: unknown }>, definition: Definition): AppError {
  switch (refused) {
    case "not-yours":
      return new AppError("APPROVAL_NOT_ASKED");
    case "over":
    case "nobody-open":
      return new AppError("APPROVAL_OVER");
    case "not-reached":
      return new AppError("APPROVAL_STEP_NOT_REACHED");
    case "unknown-person":
      return new AppError("APPROVAL_PERSON_UNFIT");
    case "choice-missing": {
      const name = node === undefined ? undefined : findNode(definition.nodes, node)?.name;
      return new AppError("APPROVAL_CHOICE_MISSING", { node: name?.en || name?.zh || (node ?? "") });
    }
  }
}

function eventsOf(
  fact: Fact,
  { id: approvalId, formId, formVersion }: Pick<RequestRecord, "id" | "formId" | "formVersion">,
  instance: Instance,
): DomainFact[] {
  const holder = (task: string): string => instance.tasks.find(({ id }) => id === task)?.person ?? "";
  const asked = (task: string, personId: string): DomainFact => ({
    name: "approval.asked",
    payload: { approvalId, task, personId },
  });
  switch (fact.kind) {
    case "submitted":
      return [{ name: "approval.submitted", payload: { approvalId, formId, formVersion } }];
    case "resubmitted":
      return [{ name: "approval.resubmitted", payload: { approvalId } }];
    case "opened":
      return fact.waiting ? [] : [asked(fact.task.id, fact.task.person)];
    case "activated":
      return [asked(fact.task, holder(fact.task))];
    case "decided": {
      const { task, person: personId, decision, cause } = fact;
      return [{ name: "approval.decided", payload: { approvalId, task, personId, decision, cause } }];
    }
    case "returned":
      return [{ name: "approval.returned", payload: { approvalId, task: fact.task, to: fact.to } }];
    case "moved": {
      const { task, from, to, why } = fact;
      return [{ name: "approval.moved", payload: { approvalId, task, from, to, why } }, asked(task, to)];
    }
    case "edited":
      return [{ name: "approval.edited", payload: { approvalId, fields: Object.keys(fact.values) } }];
    case "copied":
      return [{ name: "approval.copied", payload: { approvalId, personIds: fact.people } }];
    case "commented":
      return [{ name: "approval.commented", payload: { approvalId } }];
    case "urged":
      return [{ name: "approval.urged", payload: { approvalId, personIds: fact.people } }];
    case "reminded":
      return [{ name: "approval.reminded", payload: { approvalId, task: fact.task, personId: holder(fact.task) } }];
    case "ended":
      return [{ name: "approval.ended", payload: { approvalId, outcome: fact.outcome } }];
    default:
      return [];
  }
}

/** What a leave takes off the balance, by calendar year. */
export function leaveDays(definition: Definition, values: FormValues) {
  const { leave } = definition;
  const period = leave === null ? undefined : values[leave.period];
  const type = leave === null ? undefined : values[leave.type];
  const field = definition.fields.find(({ id }) => id === leave?.period);
  if (!isRange(period) || typeof type !== "string" || field?.type !== "range") return [];
  const [first, last] = [Number(period.from.slice(0, 4)), Number(period.to.slice(0, 4))];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    .map((year) => ({ year, type, days: daysOf(period, field.count, year), from: period.from, until: period.to }))
    .filter(({ days }) => days > 0);
}

async function writeLeave(
  tx: Tx,
  { id, formId }: Pick<RequestRecord, "id" | "formId">,
  definition: Definition,
  instance: Instance,
  facts: readonly Fact[],
): Promise<void> {
  const { leave } = definition;
  if (leave === null) return;
  const touched = facts.some(({ kind }) => ["submitted", "resubmitted", "edited", "ended", "returned"].includes(kind));
  if (!touched) return;
  const personId = instance.initiator;
  await lockLeaveOf(tx, personId);
  const gone = instance.status === "refused" || instance.status === "withdrawn";
  const rows = gone ? [] : leaveDays(definition, instance.values);
  if (facts.some(({ kind }) => kind === "submitted" || kind === "resubmitted" || kind === "edited")) {
    for (const { year, type, days } of rows) {
      const entitled = (await entitledDays(tx, formId, personId, year)).get(type) ?? leave.days[type];
      if (entitled === undefined) continue;
      const used = (await usedDays(tx, { formId, personId, year, without: id })).get(type) ?? { taken: 0, asked: 0 };
      const left = entitled - used.taken - used.asked;
      if (days > left) throw new AppError("LEAVE_TOO_LONG", { entitled, year, left });
    }
  }
  await setLeave(tx, { id, formId, personId, state: instance.status === "approved" ? "taken" : "asked" }, rows);
}
