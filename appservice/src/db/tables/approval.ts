import type { ApprovalDefinition } from "@portico/contract/approvals-form.ts";
import type { ColumnType, Generated } from "kysely";
import type { Fact, Instance, InstanceStatus, TaskState } from "../../features/approvals/engine/types.ts";

type Json<Value> = ColumnType<Value, string, string>;

/** A form with its route as it is being designed. */
export interface ApprovalFormTable {
  id: string;
  draft: Json<ApprovalDefinition>;
  draft_version: Generated<number>;
  /** The version in use. */
  published: number | null;
  changed: Generated<boolean>;
  retired_at: Date | null;
  changed_at: Generated<Date>;
}

/** Never changed: requests under way keep theirs. */
export interface ApprovalFormVersionTable {
  form_id: string;
  version: number;
  definition: ColumnType<ApprovalDefinition, string, never>;
  published_at: Generated<Date>;
}

export interface ApprovalRequestTable {
  id: string;
  number: Generated<number>;
  form_id: string;
  form_version: number;
  initiator_id: string;
  status: InstanceStatus;
  /** The sum of the facts. */
  instance: Json<Instance>;
  version: number;
  urged_at: Date | null;
  /** In whole milliseconds, because lists are paged by both. */
  submitted_at: Date;
  changed_at: Date;
}

export interface ApprovalFactTable {
  request_id: string;
  seq: number;
  at: Date;
  /** Null: the clock or the directory. */
  person_id: string | null;
  fact: ColumnType<Fact, string, never>;
  comment: string;
  signature: string;
}

/** What each person is asked, for lists, the Inbox and deadlines; follows from the instance. */
export interface ApprovalTaskTable {
  request_id: string;
  id: string;
  node_id: string;
  person_id: string;
  in_place_of: string | null;
  state: TaskState;
  stale: boolean;
  due_at: Date | null;
  opened_at: Date;
}

export interface ApprovalCopyTable {
  request_id: string;
  person_id: string;
  at: Date;
  read_at: Date | null;
}

/** Days are text like 2026-12-01, in the company's calendar. */
export interface ApprovalAbsenceTable {
  id: string;
  person_id: string;
  deputy_id: string;
  from_day: string;
  until_day: string;
  /** When open decisions were moved. */
  applied_at: Date | null;
}

/** Days that a request takes off a balance, by calendar year. */
export interface ApprovalLeaveTable {
  request_id: string;
  form_id: string;
  person_id: string;
  year: number;
  type: string;
  days: number;
  from_day: string;
  until_day: string;
  state: "asked" | "taken";
}

/** Days of one person that differ from what the form says. */
export interface ApprovalEntitlementTable {
  form_id: string;
  person_id: string;
  year: number;
  type: string;
  days: number;
}
