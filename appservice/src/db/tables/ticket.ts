import type { Channel, FormField, Priority, TicketState } from "@portico/contract/tickets-schemas.ts";
import type { ColumnType, Generated, JSONColumnType, Selectable } from "kysely";
import type { LocalizedText } from "@portico/contract/common.ts";
import type { Calendar } from "../../features/tickets/sla/calendar.ts";

/** A request of a customer. */
export interface TicketTable {
  id: string;
  number: string;
  title: string;
  type_id: string;
  priority: Priority;
  state: TicketState;
  queue_id: string;
  owner_id: string | null;
  requester_id: string | null;
  requester_name: string;
  requester_email: string | null;
  customer_id: string | null;
  channel: Channel;
  tags: Generated<string[]>;
  /** What the form was answered with, as it was labelled then. */
  fields: JSONColumnType<{ label: LocalizedText; value: string }[]>;
  merged_into: ColumnType<string | null, string | null | undefined>;
  created_at: Date;
  updated_at: Date;
  first_due: ColumnType<Date | null, Date | null | undefined>;
  next_due: ColumnType<Date | null, Date | null | undefined>;
  solution_due: ColumnType<Date | null, Date | null | undefined>;
  /** The nearest of the three that is still to be met. */
  due_at: ColumnType<Date | null, Date | null | undefined>;
  due_what: ColumnType<"first" | "next" | "solution" | null, "first" | "next" | "solution" | null | undefined>;
  first_at: ColumnType<Date | null, Date | null | undefined>;
  solved_at: ColumnType<Date | null, Date | null | undefined>;
  /** Within office hours. */
  first_minutes: ColumnType<number | null, number | null | undefined>;
  solution_minutes: ColumnType<number | null, number | null | undefined>;
  first_kept: ColumnType<boolean | null, boolean | null | undefined>;
  solution_kept: ColumnType<boolean | null, boolean | null | undefined>;
  /** The due time that the owner was reminded of, and the one that was missed. */
  reminded_for: ColumnType<Date | null, Date | null | undefined>;
  breached_for: ColumnType<Date | null, Date | null | undefined>;
  /** Counts the times that it was solved; each can be rated once. */
  resolution: Generated<number>;
}
export type TicketRow = Selectable<TicketTable>;

export interface TicketEntryTable {
  id: string;
  seq: Generated<number>;
  ticket_id: string;
  kind: "message" | "note" | "change";
  side: "customer" | "agent" | "system";
  author_id: string | null;
  author_en: string;
  author_zh: string;
  text: string;
  change: JSONColumnType<{ field: string; from: string | null; to: string | null }> | null;
  at: Date;
}
export type TicketEntryRow = Selectable<TicketEntryTable>;

export interface TicketQueueTable {
  id: string;
  name_en: string;
  name_zh: string;
  position: number;
  /** Whose holders work on it. */
  roles: string[];
  routing: "round-robin" | "least-busy" | "none";
  calendar: JSONColumnType<Calendar>;
  /** Counts what was handed out, for taking turns. */
  turn: Generated<number>;
}
export type TicketQueueRow = Selectable<TicketQueueTable>;

export interface TicketTypeTable {
  id: string;
  name_en: string;
  name_zh: string;
  hint_en: string;
  hint_zh: string;
  queue_id: string;
  fields: JSONColumnType<FormField[]>;
  open: boolean;
  active: boolean;
  position: number;
}
export type TicketTypeRow = Selectable<TicketTypeTable>;

/** What is promised; what names a priority, type or company goes before what does not. */
export interface TicketPolicyTable {
  id: Generated<number>;
  priority: Priority | null;
  type_id: string | null;
  customer_id: string | null;
  first_minutes: number | null;
  next_minutes: number | null;
  solution_minutes: number | null;
}
export type TicketPolicyRow = Selectable<TicketPolicyTable>;

export interface TicketReplyTable {
  id: string;
  title_en: string;
  title_zh: string;
  text_en: string;
  text_zh: string;
}

export interface TicketRatingTable {
  ticket_id: string;
  resolution: number;
  score: number;
  words: string;
  at: Date;
  /** Who had solved it. */
  owner_id: string | null;
}
export type TicketRatingRow = Selectable<TicketRatingTable>;
