import type { ApprovalDefinition } from "@portico/contract/approvals-form.ts";
import type { FormValues } from "@portico/contract/approvals-values.ts";
import type { StaffRole } from "@portico/contract/roles.ts";

/** Somebody of the directory, as routes see people. */
export interface WorldPerson {
  readonly id: string;
  readonly managerId: string | null;
  /** Of the main position first. */
  readonly departments: readonly string[];
  /** 0: has no rank. */
  readonly level: number;
  readonly role: StaffRole;
  readonly active: boolean;
}

export interface WorldDepartment {
  readonly id: string;
  readonly parentId: string | null;
  readonly headId: string | null;
}

/** The company at one moment: all that a route can depend on besides the request. */
export interface World {
  readonly now: Date;
  readonly people: ReadonlyMap<string, WorldPerson>;
  readonly departments: ReadonlyMap<string, WorldDepartment>;
  /** Who is absent now, and who decides meanwhile. */
  readonly deputies: ReadonlyMap<string, string>;
}

export type TaskState = "open" | "waiting" | "approved" | "refused" | "returned" | "closed";

/** What one person is asked to do at a node. */
export interface Task {
  id: string;
  node: string;
  person: string;
  /** In whose place: somebody who is absent, has left, or passed the decision on. */
  inPlaceOf: string | null;
  /** `before` and `after` were added by whoever holds the task `parent`. */
  kind: "main" | "before" | "after";
  parent: string | null;
  state: TaskState;
  /** The route went back past it: it counts no more. */
  stale: boolean;
  dueAt: string | null;
}

export type NodeNote = "empty" | "self" | "repeat";

/** How far a node is. A node that was not reached has no entry. */
export interface NodeState {
  state: "active" | "done";
  /** Of a condition: the branch taken. */
  branch: string | null;
  /** Why nobody was asked. */
  note: NodeNote | null;
}

export type InstanceStatus = "running" | "returned" | "approved" | "refused" | "withdrawn";

/** A request on its route. Follows from its facts alone. */
export interface Instance {
  status: InstanceStatus;
  initiator: string;
  values: FormValues;
  /** Of nodes whose people the initiator chooses. */
  chosen: Record<string, readonly string[]>;
  nodes: Record<string, NodeState>;
  tasks: Task[];
  /** Whom copies went to. */
  copied: string[];
}

/** One thing that happened to a request. The instance is the sum of its facts. */
export type Fact =
  | { kind: "submitted"; initiator: string; values: FormValues; chosen: Record<string, readonly string[]> }
  | { kind: "resubmitted"; values: FormValues; chosen: Record<string, readonly string[]> }
  | { kind: "entered"; node: string; branch: string | null }
  | { kind: "opened"; task: Omit<Task, "state" | "stale">; waiting: boolean }
  | { kind: "activated"; task: string }
  | { kind: "decided"; task: string; person: string; decision: "approve" | "refuse"; cause: DecisionCause }
  | { kind: "suspended"; task: string }
  | { kind: "closed"; task: string; why: "others" | "returned" | "ended" }
  | { kind: "moved"; task: string; from: string; to: string; why: MoveCause }
  | { kind: "finished"; node: string; note: NodeNote | null }
  | { kind: "reset"; nodes: string[] }
  | { kind: "returned"; task: string; to: string | null; afterwards: "continue" | "again" }
  | { kind: "edited"; values: FormValues }
  | { kind: "copied"; node: string | null; people: string[] }
  | { kind: "commented" }
  | { kind: "urged"; people: string[] }
  | { kind: "reminded"; task: string; person: string; dueAt: string }
  | { kind: "ended"; outcome: "approved" | "refused" | "withdrawn" };

export type DecisionCause = "person" | "repeat" | "deadline";
export type MoveCause = "passed-on" | "absent" | "left" | "deadline";

/** What somebody asks of a running request. `by` is a person, or null for the clock and the directory. */
export type Command =
  | { kind: "approve"; task: string; values: FormValues | null }
  | { kind: "refuse"; task: string }
  | { kind: "return"; task: string; to: string | null; afterwards: "continue" | "again" }
  | { kind: "add-signer"; task: string; person: string; when: "before" | "after" }
  | { kind: "pass-on"; task: string; person: string }
  | { kind: "withdraw" }
  | { kind: "resubmit"; values: FormValues; chosen: Record<string, readonly string[]> }
  | { kind: "urge" }
  | { kind: "copy"; people: string[] }
  | { kind: "comment" }
  | { kind: "overdue"; task: string }
  | { kind: "replace"; person: string; why: "left" | "absent" };

/** Why a command cannot be carried out. */
export type Refusal = "not-yours" | "over" | "not-reached" | "unknown-person" | "nobody-open" | "choice-missing";

/** What the interpreter answers: what happens, or why nothing does. */
export type Outcome = { readonly facts: readonly Fact[] } | { readonly refused: Refusal; readonly node?: string };

export type Definition = ApprovalDefinition;
