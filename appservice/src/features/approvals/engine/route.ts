import type { ApprovalNode } from "@portico/contract/approvals-form.ts";
import { advance } from "./advance.ts";
import { instanceOf } from "./apply.ts";
import { allApproved } from "./interpret.ts";
import { isFork } from "./nodes.ts";
import { peopleOf } from "./people.ts";
import { createRecorder } from "./recorder.ts";
import type { Definition, Instance, NodeNote, Task, World } from "./types.ts";

/** One person at a step of a route, as it is shown. */
export interface RouteSigner {
  readonly task: string;
  readonly person: string;
  readonly inPlaceOf: string | null;
  readonly added: "before" | "after" | null;
  /** `next`: is asked when the route comes there, if the company stays as it is. */
  readonly state: Task["state"] | "next";
}

/** A node as a route shows it: what was, is and will be done there. Branches that are not taken are left out. */
export interface RouteNode {
  readonly id: string;
  readonly kind: ApprovalNode["kind"];
  readonly state: "done" | "active" | "next";
  readonly mode: "order" | "all" | "any" | null;
  readonly note: NodeNote | null;
  /** The initiator chooses who decides here. */
  readonly choose: boolean;
  readonly signers: readonly RouteSigner[];
  readonly branches: readonly { readonly id: string; readonly nodes: readonly RouteNode[] }[];
}

/** The route of a request that was not sent yet. */
export function previewRoute(
  definition: Definition,
  submission: Pick<Instance, "initiator" | "values" | "chosen">,
  world: World,
): RouteNode[] {
  const recorder = createRecorder(instanceOf([]));
  recorder.add({ kind: "submitted", ...submission });
  advance(recorder, definition, world);
  const end = allApproved(definition, recorder.instance, world);
  return view(definition.nodes, instanceOf([]), end, definition, world);
}

/** The route of a request: as far as it has come, and from there on as it goes when everybody approves. */
export function routeOf(definition: Definition, instance: Instance, world: World): RouteNode[] {
  if (instance.status !== "running" && instance.status !== "returned") {
    return view(definition.nodes, instance, instance, definition, world);
  }
  const end = allApproved(definition, { ...instance, status: "running" }, world);
  return view(definition.nodes, instance, end, definition, world);
}

function view(
  nodes: readonly ApprovalNode[],
  now: Instance,
  end: Instance,
  definition: Definition,
  world: World,
): RouteNode[] {
  return nodes.flatMap((node): RouteNode[] => {
    const reached = end.nodes[node.id];
    if (reached === undefined) return [];
    const state: RouteNode["state"] = now.nodes[node.id]?.state ?? "next";
    const base: RouteNode = {
      id: node.id,
      kind: node.kind,
      state,
      note: reached.note,
      mode: null,
      choose: false,
      signers: [],
      branches: [],
    };
    if (isFork(node)) {
      const taken = node.kind === "parallel" ? node.branches : node.branches.filter(({ id }) => id === reached.branch);
      return [
        {
          ...base,
          branches: taken.map((branch) => ({ id: branch.id, nodes: view(branch.nodes, now, end, definition, world) })),
        },
      ];
    }
    if (node.kind === "copy") {
      const people = peopleOf(node, definition, end, world).filter((id) => id !== end.initiator);
      return [{ ...base, signers: people.map((person) => signer(person, state === "done" ? "approved" : "next")) }];
    }
    const signers = end.tasks
      .filter((task) => task.node === node.id && !task.stale)
      .map((task): RouteSigner => {
        const present = now.tasks.find(({ id, node: at, stale }) => id === task.id && at === task.node && !stale);
        const { id, person, inPlaceOf, kind } = task;
        return {
          task: id,
          person,
          inPlaceOf,
          added: kind === "main" ? null : kind,
          state: present?.state ?? "next",
        };
      });
    return [{ ...base, mode: node.mode, choose: node.who.kind === "chosen", signers }];
  });
}

const signer = (person: string, state: RouteSigner["state"]): RouteSigner => ({
  task: "",
  person,
  inPlaceOf: null,
  added: null,
  state,
});
