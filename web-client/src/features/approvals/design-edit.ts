import type {
  ApprovalDefinition,
  ApprovalField,
  ApprovalNode,
  ApprovalStep,
} from "@portico/contract/approvals-form.ts";

/** A list of nodes inside a definition: the route itself, or one branch. */
export interface Place {
  /** Null: the route itself. */
  readonly fork: string | null;
  readonly branch: string | null;
}

type Nodes = ApprovalNode[];

const edited = (nodes: Nodes, place: Place, change: (nodes: Nodes) => Nodes): Nodes =>
  (place.fork === null ? change(nodes) : nodes).map((node) =>
    "branches" in node
      ? {
          ...node,
          branches: node.branches.map((branch) => {
            const here = node.id === place.fork && branch.id === place.branch;
            return {
              ...branch,
              nodes: here ? change(branch.nodes) : edited(branch.nodes, { ...place, fork: place.fork ?? "" }, change),
            };
          }),
        }
      : node,
  );

/** The definition with one list of nodes changed. */
export const withNodes = (
  definition: ApprovalDefinition,
  place: Place,
  change: (nodes: Nodes) => Nodes,
): ApprovalDefinition => ({
  ...definition,
  nodes: edited(definition.nodes, place, change),
});

const replaced = (nodes: Nodes, node: ApprovalNode): Nodes =>
  nodes.map((each) => {
    if (each.id === node.id) return node;
    return "branches" in each
      ? { ...each, branches: each.branches.map((branch) => ({ ...branch, nodes: replaced(branch.nodes, node) })) }
      : each;
  });

/** The definition with the node of this id in the place of the old one. */
export const withNode = (definition: ApprovalDefinition, node: ApprovalNode): ApprovalDefinition => ({
  ...definition,
  nodes: replaced(definition.nodes, node),
});

const idsOf = (nodes: readonly ApprovalNode[]): string[] =>
  nodes.flatMap((node) => [
    node.id,
    ...("branches" in node ? node.branches.flatMap((branch) => [branch.id, ...idsOf(branch.nodes)]) : []),
  ]);

/** An id that nothing in the list has yet. */
export function freshId(prefix: string, taken: readonly string[]): string {
  for (let number = taken.length + 1; ; number += 1)
    if (!taken.includes(`${prefix}-${number}`)) return `${prefix}-${number}`;
}

const empty = { en: "", zh: "" };

/** A node to begin with. */
export function newNode(kind: ApprovalNode["kind"], definition: ApprovalDefinition, name: string): ApprovalNode {
  const taken = idsOf(definition.nodes);
  const id = freshId(kind, taken);
  const label = { en: name, zh: name };
  if (kind === "copy") return { id, kind, name: label, who: { kind: "people", ids: [] }, rights: {} };
  if (kind === "condition" || kind === "parallel") {
    const when = { match: "all" as const, tests: [] };
    return {
      id,
      kind,
      name: label,
      branches: [1, 2].map((number) => ({
        id: `${id}-${number}`,
        name: { en: String(number), zh: String(number) },
        when: kind === "condition" && number === 1 ? when : null,
        nodes: [],
      })),
    };
  }
  return {
    id,
    kind,
    name: label,
    who: { kind: "manager", level: 1 },
    mode: "any",
    empty: { rule: "admin" },
    self: "manager",
    rights: {},
    deadline: null,
  } satisfies ApprovalStep;
}

/** A field of a kind to begin with; what both kinds have is kept. */
export function newField(
  type: ApprovalField["type"],
  kept: Pick<ApprovalField, "id" | "label" | "hint" | "required" | "when">,
): ApprovalField {
  const { id, label, hint, required, when } = kept;
  const common = { id, label, hint, required, when };
  switch (type) {
    case "text":
      return { ...common, type, lines: "one" };
    case "number":
      return { ...common, type, unit: null };
    case "money":
      return { ...common, type, currency: "CNY" };
    case "choice":
      return { ...common, type, options: [] };
    case "range":
      return { ...common, type, halfDays: true, count: "working" };
    case "rows":
      return { ...common, type, columns: [] };
    default:
      return { ...common, type };
  }
}

export const emptyField = (taken: readonly string[]): ApprovalField =>
  newField("text", { id: freshId("field", taken), label: empty, hint: null, required: true, when: null });

export const emptyDefinition = (en: string, zh: string): ApprovalDefinition => ({
  name: { en, zh },
  about: empty,
  icon: "edit",
  departments: [],
  overseers: [],
  once: true,
  fields: [],
  nodes: [],
  leave: null,
});
