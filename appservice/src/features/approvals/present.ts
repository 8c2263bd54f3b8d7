import type {
  Approval,
  ApprovalEntry,
  ApprovalPerson,
  ApprovalRouteNode,
  ApprovalSummary,
} from "@portico/contract/approvals.ts";
import type { ApprovalField, ApprovalNode } from "@portico/contract/approvals-form.ts";
import { type FormValues, visibleFields } from "@portico/contract/approvals-values.ts";
import { allNodes, findNode } from "./engine/nodes.ts";
import { initiatorFacts } from "./engine/people.ts";
import { type RouteNode, routeOf } from "./engine/route.ts";
import type { Definition, Fact, World } from "./engine/types.ts";
import type { FactRecord, RequestRecord } from "./store/requests.ts";

export type Names = ReadonlyMap<string, ApprovalPerson>;
const UNKNOWN: ApprovalPerson = { id: "", userId: "@unknown:localhost", name: { en: "?", zh: "?" }, left: true };
const named = (names: Names, id: string): ApprovalPerson => names.get(id) ?? { ...UNKNOWN, id };

/** What the reader may do with each field: the widest right of the nodes at which the reader takes part. */
export function rightsOf(
  definition: Definition,
  { instance }: Pick<RequestRecord, "instance">,
  personId: string,
  oversees: boolean,
): (fieldId: string) => "hidden" | "read" {
  if (oversees || instance.initiator === personId) return () => "read";
  const asked = new Set(
    instance.tasks
      .filter(({ person, inPlaceOf }) => person === personId || inPlaceOf === personId)
      .map(({ node }) => node),
  );
  const nodes = allNodes(definition.nodes).filter(
    (node) =>
      asked.has(node.id) ||
      (node.kind === "copy" && instance.nodes[node.id] !== undefined && instance.copied.includes(personId)),
  );
  const rights = nodes.flatMap((node) => ("rights" in node ? [node.rights] : []));
  return (fieldId) => (rights.length > 0 && rights.every((each) => each[fieldId] === "hidden") ? "hidden" : "read");
}

/** Fields with their values as one reader may see them. */
export function shownFields(
  definition: Definition,
  values: FormValues,
  right: (fieldId: string) => "hidden" | "read",
  world: World | null,
  initiator: string,
): { fields: ApprovalField[]; values: FormValues } {
  const facts = world === null ? { departments: [], level: 0, role: "staff" } : initiatorFacts(world, initiator);
  const asked = world === null ? definition.fields : visibleFields(definition.fields, values, facts);
  const fields = asked
    .filter(({ id }) => right(id) === "read" && (world !== null || values[id] !== undefined))
    .map((field): ApprovalField =>
      field.type === "rows"
        ? { ...field, columns: field.columns.filter(({ id }) => right(`${field.id}.${id}`) === "read") }
        : field,
    );
  const kept: Record<string, FormValues[string]> = {};
  for (const field of fields) {
    const value = values[field.id];
    if (value === undefined) continue;
    kept[field.id] =
      field.type === "rows" && Array.isArray(value)
        ? value.map((row) =>
            Object.fromEntries(
              Object.entries(row as object).filter(([id]) => field.columns.some((column) => column.id === id)),
            ),
          )
        : value;
  }
  return { fields, values: kept };
}

const MOST_HIGHLIGHTS = 3;

export function presentSummary(
  request: RequestRecord,
  definition: Definition,
  names: Names,
  reader: { readonly personId: string; readonly oversees: boolean; readonly unread: boolean },
): ApprovalSummary {
  const { instance } = request;
  const right = rightsOf(definition, request, reader.personId, reader.oversees);
  const { fields, values } = shownFields(definition, instance.values, right, null, instance.initiator);
  const open =
    instance.status === "running" ? instance.tasks.filter(({ state, stale }) => state === "open" && !stale) : [];
  const due = open.flatMap(({ dueAt }) => dueAt ?? []).sort()[0] ?? null;
  const worth = fields.filter(({ type }) => type !== "file");
  const shown = [...worth.filter(({ type }) => type !== "text"), ...worth.filter(({ type }) => type === "text")];
  return {
    id: request.id,
    number: request.number,
    form: { id: request.formId, name: definition.name, icon: definition.icon, version: request.formVersion },
    initiator: named(names, request.initiatorId),
    status: instance.status,
    highlights: shown.slice(0, MOST_HIGHLIGHTS).flatMap((field) => {
      const value = values[field.id];
      return value === undefined ? [] : [{ field, value }];
    }),
    values,
    waitingFor: [...new Set(open.map(({ person }) => person))].map((id) => named(names, id)),
    submittedAt: request.submittedAt.toISOString(),
    changedAt: request.changedAt.toISOString(),
    dueAt: due,
    unread: reader.unread,
  };
}

/** The people whose names a request needs. */
export const peopleIn = (
  request: RequestRecord,
  facts: readonly FactRecord[],
  route: readonly RouteNode[],
): string[] => [
  request.initiatorId,
  ...request.instance.tasks.flatMap(({ person, inPlaceOf }) => [person, inPlaceOf ?? person]),
  ...request.instance.copied,
  ...facts.flatMap(({ personId, fact }) => [...(personId === null ? [] : [personId]), ...othersOf(fact)]),
  ...peopleOnRoute(route),
];

export const peopleOnRoute = (route: readonly RouteNode[]): string[] =>
  route.flatMap(({ signers, branches }) => [
    ...signers.flatMap(({ person, inPlaceOf }) => [person, inPlaceOf ?? person]),
    ...branches.flatMap(({ nodes }) => peopleOnRoute(nodes)),
  ]);

export function presentRoute(
  route: readonly RouteNode[],
  nodes: readonly ApprovalNode[],
  names: Names,
): ApprovalRouteNode[] {
  const all = allNodes(nodes);
  return route.map((node) => {
    const origin = all.find(({ id }) => id === node.id);
    const branches = origin !== undefined && "branches" in origin ? origin.branches : [];
    return {
      ...node,
      name: origin?.name ?? { en: node.id, zh: node.id },
      signers: node.signers.map((signer) => ({
        ...signer,
        person: named(names, signer.person),
        inPlaceOf: signer.inPlaceOf === null ? null : named(names, signer.inPlaceOf),
      })),
      branches: node.branches.map((branch) => ({
        id: branch.id,
        name: branches.find(({ id }) => id === branch.id)?.name ?? { en: "", zh: "" },
        nodes: presentRoute(branch.nodes, nodes, names),
      })),
    };
  });
}

export function presentApproval(
  request: RequestRecord,
  definition: Definition,
  facts: readonly FactRecord[],
  names: Names,
  world: World,
  reader: { readonly personId: string; readonly oversees: boolean },
): Approval {
  const { instance } = request;
  const right = rightsOf(definition, request, reader.personId, reader.oversees);
  const shown = shownFields(definition, instance.values, right, world, instance.initiator);
  const running = instance.status === "running";
  const task = running
    ? instance.tasks.find(({ person, state, stale }) => person === reader.personId && state === "open" && !stale)
    : undefined;
  const step = task === undefined ? undefined : findNode(definition.nodes, task.node);
  const own = instance.initiator === reader.personId;
  const participant =
    own || instance.copied.includes(reader.personId) || instance.tasks.some(({ person }) => person === reader.personId);
  const actions: Approval["actions"] = [
    ...(task === undefined ? [] : (["approve", "refuse", "return", "add-signer", "pass-on"] as const)),
    ...(own && running ? (["urge"] as const) : []),
    ...(own && instance.status === "returned" ? (["resubmit"] as const) : []),
    ...(own && (running || instance.status === "returned") ? (["withdraw"] as const) : []),
    ...(own || task !== undefined ? (["copy"] as const) : []),
    ...(participant ? (["comment"] as const) : []),
  ];
  return {
    ...presentSummary(request, definition, names, { ...reader, unread: false }),
    values: shown.values,
    fields: shown.fields,
    version: request.version,
    editable:
      step !== undefined && "mode" in step
        ? shown.fields.filter(({ id }) => step.rights[id] === "edit").map(({ id }) => id)
        : [],
    route: presentRoute(routeOf(definition, instance, world), definition.nodes, names),
    timeline: facts.flatMap((record) => presentEntry(record, request, definition, names)),
    task: task?.id ?? null,
    stepKind: step?.kind === "approve" || step?.kind === "handle" ? step.kind : null,
    actions,
    returnTo: allNodes(definition.nodes)
      .filter((node) => "mode" in node && node.id !== task?.node && instance.nodes[node.id]?.state === "done")
      .map(({ id, name }) => ({ id, name })),
  };
}

/** What the record tells; how the interpreter moved on is left out. */
const TOLD: readonly Fact["kind"][] = [
  "submitted",
  "resubmitted",
  "decided",
  "moved",
  "returned",
  "edited",
  "copied",
  "commented",
  "urged",
  "reminded",
  "ended",
];

function presentEntry(
  { seq, at, personId, fact, comment, signature }: FactRecord,
  { instance }: RequestRecord,
  definition: Definition,
  names: Names,
): ApprovalEntry[] {
  const added = fact.kind === "opened" && fact.task.kind !== "main";
  if (!added && !TOLD.includes(fact.kind) && comment === "") return [];
  const task = "task" in fact ? (typeof fact.task === "string" ? fact.task : fact.task.id) : null;
  const nodeId = "node" in fact ? fact.node : (instance.tasks.find(({ id }) => id === task)?.node ?? null);
  const node = typeof nodeId === "string" ? findNode(definition.nodes, nodeId) : undefined;
  // Who decided is the person asked, also when the clock did it.
  const who = fact.kind === "decided" && fact.cause !== "person" ? null : personId;
  return [
    {
      seq,
      at: at.toISOString(),
      person: who === null ? null : named(names, who),
      kind: added ? "added" : fact.kind,
      node: node?.name ?? null,
      others: othersOf(fact).map((id) => named(names, id)),
      detail: detailOf(fact, definition),
      comment,
      signature,
    },
  ];
}

function othersOf(fact: Fact): string[] {
  switch (fact.kind) {
    case "decided":
      return [fact.person];
    case "opened":
      return [fact.task.person];
    case "moved":
      return [fact.from, fact.to];
    case "copied":
    case "urged":
      return fact.people;
    case "reminded":
      return [fact.person];
    default:
      return [];
  }
}

function detailOf(fact: Fact, definition: Definition): string {
  switch (fact.kind) {
    case "decided":
      return fact.cause === "person" ? fact.decision : `${fact.decision}-${fact.cause}`;
    case "opened":
      return fact.task.kind;
    case "moved":
      return fact.why;
    case "ended":
      return fact.outcome;
    case "returned":
      return fact.to === null ? "initiator" : (findNode(definition.nodes, fact.to)?.name.en ?? fact.to);
    case "edited":
      return Object.keys(fact.values).join(", ");
    default:
      return "";
  }
}
