import type { ApprovalCondition, ApprovalField, ApprovalNode, ApprovalWho } from "@portico/contract/approvals-form.ts";
import { allNodes, isFork } from "./nodes.ts";
import type { Definition, World } from "./types.ts";

/** What is wrong with a definition, as a code with the place; `node` or `field` name it. */
export interface DesignProblem {
  readonly code:
    | "no-name"
    | "no-steps"
    | "no-way-on"
    | "empty-branches"
    | "nobody"
    | "gone"
    | "not-a-field"
    | "twice"
    | "no-options"
    | "no-columns"
    | "no-label"
    | "default-not-last"
    | "rank-unreachable"
    | "leave-fields";
  readonly node: string | null;
  readonly field: string | null;
}

/**
 * Everything that keeps a definition from being published: a request could end
 * up at a place that leads nowhere, or at somebody who does not exist.
 */
export function checkDefinition(definition: Definition, world: World): DesignProblem[] {
  const problems: DesignProblem[] = [];
  const say = (code: DesignProblem["code"], node: string | null, field: string | null = null): void =>
    void problems.push({ code, node, field });
  if (definition.name.en === "" && definition.name.zh === "") say("no-name", null);
  checkFields(definition, say);
  const nodes = allNodes(definition.nodes);
  for (const id of repeated(nodes.map((node) => node.id))) say("twice", id);
  if (!nodes.some(({ kind }) => kind === "approve")) say("no-steps", null);
  for (const node of nodes) checkNode(node, definition, world, say);
  for (const id of definition.overseers) if (world.people.get(id)?.active !== true) say("gone", null, id);
  checkLeave(definition, say);
  return problems;
}

type Say = (code: DesignProblem["code"], node: string | null, field?: string | null) => void;

const repeated = (ids: readonly string[]): string[] => [
  ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index)),
];

function checkFields({ fields }: Definition, say: Say): void {
  for (const id of repeated(fields.map((field) => field.id))) say("twice", null, id);
  for (const field of fields) {
    checkField(field, fields, say);
    if (field.type !== "rows") continue;
    if (field.columns.length === 0) say("no-columns", null, field.id);
    for (const id of repeated(field.columns.map((column) => column.id))) say("twice", null, `${field.id}.${id}`);
    for (const column of field.columns) {
      checkField(column, [...fields, ...(field.columns as ApprovalField[])], say, `${field.id}.${column.id}`);
    }
  }
}

function checkField(field: ApprovalField, fields: readonly ApprovalField[], say: Say, place = field.id): void {
  if (field.label.en === "" && field.label.zh === "") say("no-label", null, place);
  if (field.type === "choice" && field.options.length === 0) say("no-options", null, place);
  if (field.type === "money" && !/^[A-Z]{3}$/.test(field.currency)) {
    const choice = fields.find(({ id }) => id === field.currency);
    if (choice?.type !== "choice") say("not-a-field", null, place);
  }
  for (const of of operands(field.when)) if (!isKnown(of, fields)) say("not-a-field", null, place);
}

const operands = (condition: ApprovalCondition | null): string[] => condition?.tests.map(({ of }) => of) ?? [];

function isKnown(of: string, fields: readonly ApprovalField[]): boolean {
  const [id = "", part = ""] = of.split(".");
  if (id === "initiator") return ["department", "level", "role"].includes(part);
  const field = fields.find((each) => each.id === id);
  if (field === undefined) return false;
  if (field.type === "range") return part === "" || part === "days";
  if (field.type === "rows") {
    const column = field.columns.find((each) => each.id === part);
    return part === "" || column?.type === "number" || column?.type === "money";
  }
  return part === "";
}

function checkNode(node: ApprovalNode, definition: Definition, world: World, say: Say): void {
  if (!isFork(node)) {
    checkWho(node.who, node.id, definition, world, say);
    if (node.kind !== "copy" && node.empty.rule === "person" && world.people.get(node.empty.id)?.active !== true) {
      say("gone", node.id);
    }
    const known = new Set(
      definition.fields.flatMap((field) => [
        field.id,
        ...(field.type === "rows" ? field.columns.map((column) => `${field.id}.${column.id}`) : []),
      ]),
    );
    for (const id of Object.keys(node.rights)) if (!known.has(id)) say("not-a-field", node.id, id);
    return;
  }
  if (node.branches.length < 2) say("empty-branches", node.id);
  for (const { when } of node.branches) {
    for (const of of operands(when)) if (!isKnown(of, definition.fields)) say("not-a-field", node.id, of);
    if (when !== null && when.tests.length === 0) say("empty-branches", node.id);
  }
  if (node.kind === "parallel") {
    if (node.branches.some(({ nodes }) => nodes.length === 0)) say("empty-branches", node.id);
    return;
  }
  // Without a branch for all others a request could come here and find no way on.
  const rest = node.branches.findIndex(({ when }) => when === null);
  if (rest === -1) say("no-way-on", node.id);
  else if (rest !== node.branches.length - 1) say("default-not-last", node.id);
}

function checkWho(who: ApprovalWho, node: string, definition: Definition, world: World, say: Say): void {
  if (who.kind === "people") {
    if (who.ids.length === 0) say("nobody", node);
    else if (who.ids.some((id) => world.people.get(id)?.active !== true)) say("gone", node);
  } else if (who.kind === "role") {
    if (![...world.people.values()].some(({ role, active }) => active && role === who.role)) say("nobody", node);
  } else if (who.kind === "field") {
    const field = definition.fields.find(({ id }) => id === who.field);
    if (field?.type !== "person" && field?.type !== "department") say("not-a-field", node, who.field);
  } else if (who.kind === "managers") {
    if (![...world.people.values()].some(({ level, active }) => active && level >= who.upTo))
      say("rank-unreachable", node);
  }
}

function checkLeave({ leave, fields }: Definition, say: Say): void {
  if (leave === null) return;
  const type = fields.find(({ id }) => id === leave.type);
  const period = fields.find(({ id }) => id === leave.period);
  if (type?.type !== "choice" || period?.type !== "range") say("leave-fields", null, leave.type);
}
