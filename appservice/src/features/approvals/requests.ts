import type { ApprovalCommand } from "@portico/contract/approvals.ts";
import type { FormValues } from "@portico/contract/approvals-values.ts";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { deterministicId } from "../../deterministic-id.ts";
import { AppError } from "../../errors.ts";
import type { Actor } from "../../policy/actor.ts";
import { readCursor, writeCursor } from "../directory/cursor.ts";
import { insertChanges } from "../live/index.ts";
import { loadRequest, participantsOf, requirePerson } from "./access.ts";
import { carryOut, definitionOf, followUp, refusal } from "./carry-out.ts";
import { toCsv } from "./csv.ts";
import { instanceOf } from "./engine/apply.ts";
import { begin } from "./engine/interpret.ts";
import { findNode } from "./engine/nodes.ts";
import { initiatorFacts } from "./engine/people.ts";
import { routeOf } from "./engine/route.ts";
import type { Command, Definition, World } from "./engine/types.ts";
import { checkValues } from "./engine/values.ts";
import { requireForm } from "./forms.ts";
import { type Names, peopleIn, presentApproval, presentSummary } from "./present.ts";
import { listOverseen } from "./store/forms.ts";
import { namePeople } from "./store/people.ts";
import {
  countWaiting,
  findRequest,
  insertRequest,
  listFacts,
  type ListFilter,
  listRequests,
  markRead,
  type RequestRecord,
  unreadOf,
} from "./store/requests.ts";
import { loadWorld } from "./store/world.ts";

const URGE_AGAIN_MS = 3_600_000;
const MOST_EXPORTED = 5000;

interface Submission {
  readonly formId: string;
  readonly formVersion: number;
  readonly values: FormValues;
  readonly chosen: Record<string, string[]>;
  readonly requestId: string;
}

interface ListQuery extends Omit<ListFilter, "personId" | "overseen"> {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Requests for approval: asking, deciding, and reading what one has to do with. */
export function createRequestService({ db }: Pick<Context, "db">) {
  async function show(actor: Actor, id: string) {
    const personId = requirePerson(actor);
    const request = await loadRequest(db, actor, id);
    const definition = await inTransaction(db, (tx) => definitionOf(tx, request));
    const world = await loadWorld(db, new Date());
    const facts = await listFacts(db, id);
    const route = routeOf(definition, request.instance, world);
    const names = await namePeople(db, peopleIn(request, facts, route));
    const oversees = !participantsOf(request).has(personId);
    return presentApproval(request, definition, facts, names, world, { personId, oversees });
  }

  async function read(actor: Actor, id: string) {
    const personId = requirePerson(actor);
    const shown = await show(actor, id);
    await inTransaction(db, async (tx) => {
      if (!(await markRead(tx, id, personId))) return;
      const { userId } = actor as { userId: string };
      await insertChanges(tx, [{ topic: "approvals", users: [userId] }]);
    });
    return shown;
  }

  /** Sent again, because the answer was lost, it is asked once. */
  async function submit(actor: Actor, { formId, formVersion, requestId, ...given }: Submission) {
    const personId = requirePerson(actor);
    const id = deterministicId("approval", personId, requestId);
    if ((await findRequest(db, id)) !== undefined) return show(actor, id);
    await inTransaction(db, async (tx) => {
      const now = new Date();
      const world = await loadWorld(tx, now);
      const form = await requireForm(tx, world, personId, formId);
      if (form.version !== formVersion) throw new AppError("APPROVAL_FORM_CHANGED");
      const values = validated(form.definition, given.values, personId, world);
      const outcome = begin(form.definition, { initiator: personId, values, chosen: given.chosen }, world);
      if ("refused" in outcome) throw refusal(outcome, form.definition);
      const instance = instanceOf(outcome.facts);
      const written = await insertRequest(tx, {
        id,
        formId,
        formVersion,
        instance,
        facts: outcome.facts,
        from: 0,
        personId,
        comment: "",
        signature: "",
        now,
      });
      if (!written) return;
      await followUp(tx, { id, formId, formVersion }, form.definition, instance, outcome.facts, { actor, personId });
    });
    return show(actor, id);
  }

  async function act(
    actor: Actor,
    id: string,
    body: { expectedVersion: number; action: ApprovalCommand; comment: string; signature: string },
  ) {
    const personId = requirePerson(actor);
    const request = await loadRequest(db, actor, id);
    const { action, expectedVersion, comment, signature } = body;
    if (!participantsOf(request).has(personId)) throw new AppError("APPROVAL_NOT_ASKED");
    if (action.kind === "comment" && comment === "") {
      throw new AppError("REQUEST_INVALID", {}, { problems: [{ path: "body.comment", message: "is missing" }] });
    }
    if (action.kind === "urge" && request.urgedAt !== null && Date.now() - request.urgedAt.getTime() < URGE_AGAIN_MS) {
      throw new AppError("APPROVAL_URGED");
    }
    await inTransaction(db, async (tx) => {
      const now = new Date();
      const definition = await definitionOf(tx, request);
      const command = await checked(action, request, definition, personId, await loadWorld(tx, now));
      await carryOut(tx, id, command, { actor, personId }, { expectedVersion, said: { comment, signature }, now });
    });
    return show(actor, id);
  }

  async function list(actor: Actor, { cursor, limit, ...query }: ListQuery) {
    const personId = requirePerson(actor);
    const overseen = await listOverseen(db, personId);
    const [time, last] = cursor === undefined ? [] : readCursor(cursor, z.tuple([z.iso.datetime(), z.string()]));
    const after = time === undefined || last === undefined ? undefined : { changedAt: new Date(time), id: last };
    const found = await listRequests(db, { ...query, personId, overseen }, { after, limit: limit + 1 });
    const page = found.items.slice(0, limit);
    const end = page.at(-1);
    return {
      items: await summaries(page, personId, overseen),
      nextCursor:
        found.items.length > limit && end !== undefined ? writeCursor([end.changedAt.toISOString(), end.id]) : null,
      total: found.total,
      counts: await countWaiting(db, personId),
      oversees: overseen.length > 0,
    };
  }

  async function summaries(requests: readonly RequestRecord[], personId: string, overseen: readonly string[]) {
    const definitions = await definitionsOf(requests);
    const names: Names = await namePeople(
      db,
      requests.flatMap(({ initiatorId, instance }) => [initiatorId, ...instance.tasks.map(({ person }) => person)]),
    );
    const unread = await unreadOf(
      db,
      personId,
      requests.map(({ id }) => id),
    );
    return requests.map((request) =>
      presentSummary(request, definitions(request), names, {
        personId,
        oversees: overseen.includes(request.formId) && !participantsOf(request).has(personId),
        unread: unread.has(request.id),
      }),
    );
  }

  /** The definitions of these requests, each version read once. */
  async function definitionsOf(requests: readonly RequestRecord[]) {
    const key = ({ formId, formVersion }: RequestRecord): string => `${formId} ${formVersion}`;
    const firsts = new Map(requests.map((request) => [key(request), request]));
    const found = await Promise.all(
      [...firsts].map(
        async ([name, request]) => [name, await inTransaction(db, (tx) => definitionOf(tx, request))] as const,
      ),
    );
    const definitions = new Map(found);
    return (request: RequestRecord): Definition => {
      const definition = definitions.get(key(request));
      if (definition === undefined) throw new Error(`no definition of ${key(request)}`);
      return definition;
    };
  }

  async function exportList(actor: Actor, query: Omit<ListQuery, "cursor" | "limit">) {
    const personId = requirePerson(actor);
    const overseen = await listOverseen(db, personId);
    const { items } = await listRequests(
      db,
      { ...query, personId, overseen },
      { after: undefined, limit: MOST_EXPORTED },
    );
    return { name: `approvals-${query.view}.csv`, csv: toCsv(await summaries(items, personId, overseen)) };
  }

  return { read, submit, act, list, exportList };
}

/** The values that count, or what is wrong with them. */
export function validated(definition: Definition, given: FormValues, initiator: string, world: World): FormValues {
  const { values, problems } = checkValues(definition.fields, given, initiatorFacts(world, initiator), world);
  if (problems.length === 0) return values;
  throw new AppError(
    "REQUEST_INVALID",
    {},
    { problems: problems.map(({ path, message }) => ({ path: `body.values.${path}`, message })) },
  );
}

/** The command as the interpreter takes it; corrections touch only fields that the step lets one edit. */
async function checked(
  action: ApprovalCommand,
  { instance }: RequestRecord,
  definition: Definition,
  personId: string,
  world: World,
): Promise<Command> {
  if (action.kind === "resubmit") {
    return { ...action, values: validated(definition, action.values, instance.initiator, world) };
  }
  if (action.kind !== "approve" || action.values === null) return action;
  const task = instance.tasks.find(({ id }) => id === action.task);
  const step = task === undefined ? undefined : findNode(definition.nodes, task.node);
  const rights = step !== undefined && "mode" in step && task?.person === personId ? step.rights : {};
  const refused = Object.keys(action.values).filter((id) => rights[id] !== "edit");
  if (refused.length > 0) {
    throw new AppError(
      "REQUEST_INVALID",
      {},
      {
        problems: refused.map((id) => ({ path: `body.action.values.${id}`, message: "is not open for changes here" })),
      },
    );
  }
  const merged = validated(definition, { ...instance.values, ...action.values }, instance.initiator, world);
  const values = Object.fromEntries(
    Object.entries(merged).filter(([id]) => action.values !== null && id in action.values),
  );
  return { ...action, values: Object.keys(values).length === 0 ? null : values };
}
