import { z } from "zod";
import { ApprovalDefinition, ApprovalField, type ApprovalNode } from "./approvals-form.ts";
import type { FieldValue, FormValues } from "./approvals-values.ts";
import { LocalizedText, pageOf, PageQuery, Timestamp, UserId } from "./common.ts";
import { defineAbilities, defineErrors, defineTopics, event, notice } from "./declare.ts";
import { staffRoles } from "./roles.ts";
import { defineRoutes } from "./routes.ts";

const PersonId = z.string().min(1).max(64);
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be a day like 2026-12-01");

/** Somebody of the company, as requests show people. */
export const ApprovalPerson = z
  .object({ id: z.string(), userId: UserId, name: LocalizedText, left: z.boolean() })
  .meta({ id: "ApprovalPerson" });
export type ApprovalPerson = z.infer<typeof ApprovalPerson>;

const Text = z.string().max(4000);
const Half = z.enum(["am", "pm"]);
const File = z.strictObject({
  name: z.string().min(1).max(255),
  url: z
    .string()
    .max(255)
    .regex(/^mxc:\/\/[A-Za-z0-9.:_-]+\/[A-Za-z0-9_-]+$/, "must be a file of a homeserver's media store"),
  size: z.number().int().min(0),
  type: z.string().max(100),
});
const Plain = z.union([Text, z.array(File).max(20)]);
const Value = z.union([
  Plain,
  z.strictObject({ from: Day, fromHalf: Half, to: Day, toHalf: Half }),
  z.array(z.record(z.string().max(40), Plain)).max(100),
]) as z.ZodType<FieldValue, FieldValue>;

/** What was filled in, by field. Numbers and amounts are decimal text. */
export const ApprovalValues = z.record(z.string().max(40), Value).meta({ id: "ApprovalValues" }) as z.ZodType<
  FormValues,
  FormValues
>;
const Chosen = z
  .record(z.string().max(40), z.array(PersonId).max(20))
  .meta({ description: "Whom the initiator chose, by node" });

const FormRef = z.object({
  id: z.string(),
  name: LocalizedText,
  icon: ApprovalDefinition.shape.icon,
  version: z.number().int(),
});

export interface ApprovalRouteNode {
  id: string;
  kind: ApprovalNode["kind"];
  name: z.infer<typeof LocalizedText>;
  state: "done" | "active" | "next";
  mode: "order" | "all" | "any" | null;
  note: "empty" | "self" | "repeat" | null;
  choose: boolean;
  signers: {
    task: string;
    person: ApprovalPerson;
    inPlaceOf: ApprovalPerson | null;
    added: "before" | "after" | null;
    state: "open" | "waiting" | "approved" | "refused" | "returned" | "closed" | "next";
  }[];
  branches: { id: string; name: z.infer<typeof LocalizedText>; nodes: ApprovalRouteNode[] }[];
}

/** A route as it goes, or went, for one request: the branches that it takes, with the people of each node. */
export const ApprovalRouteNode: z.ZodType<ApprovalRouteNode, ApprovalRouteNode> = z
  .object({
    id: z.string(),
    kind: z.enum(["approve", "handle", "copy", "condition", "parallel"]),
    name: LocalizedText,
    state: z.enum(["done", "active", "next"]),
    mode: z.enum(["order", "all", "any"]).nullable(),
    note: z.enum(["empty", "self", "repeat"]).nullable().meta({ description: "Why nobody is asked" }),
    choose: z.boolean().meta({ description: "The initiator chooses who decides" }),
    signers: z.array(
      z.object({
        task: z.string(),
        person: ApprovalPerson,
        inPlaceOf: ApprovalPerson.nullable(),
        added: z.enum(["before", "after"]).nullable(),
        state: z.enum(["open", "waiting", "approved", "refused", "returned", "closed", "next"]),
      }),
    ),
    get branches() {
      return z.array(z.object({ id: z.string(), name: LocalizedText, nodes: z.array(ApprovalRouteNode) }));
    },
  })
  .meta({ id: "ApprovalRouteNode" });

/** Values of fields that a list or a card shows. */
const Highlight = z.object({ field: ApprovalField, value: Value });

export const approvalStatuses = ["running", "returned", "approved", "refused", "withdrawn"] as const;

export const ApprovalSummary = z
  .object({
    id: z.string(),
    number: z.number().int(),
    form: FormRef,
    initiator: ApprovalPerson,
    status: z.enum(approvalStatuses),
    highlights: z.array(Highlight),
    values: ApprovalValues.meta({ description: "What the highlights' currencies and sums refer to" }),
    waitingFor: z.array(ApprovalPerson),
    submittedAt: Timestamp,
    changedAt: Timestamp,
    dueAt: Timestamp.nullable(),
    unread: z.boolean().meta({ description: "A copy that was not opened yet" }),
  })
  .meta({ id: "ApprovalSummary" });
export type ApprovalSummary = z.infer<typeof ApprovalSummary>;

export const approvalActions = [
  "approve",
  "refuse",
  "return",
  "add-signer",
  "pass-on",
  "withdraw",
  "resubmit",
  "urge",
  "copy",
  "comment",
] as const;

const Entry = z
  .object({
    seq: z.number().int(),
    at: Timestamp,
    person: ApprovalPerson.nullable().meta({ description: "Null: the clock or the directory" }),
    kind: z.string(),
    node: LocalizedText.nullable(),
    others: z.array(ApprovalPerson),
    detail: z.string().meta({ description: "Decision, cause, outcome or way on, by kind" }),
    comment: z.string(),
    signature: z.string(),
  })
  .meta({ id: "ApprovalEntry" });
export type ApprovalEntry = z.infer<typeof Entry>;

export const Approval = ApprovalSummary.extend({
  version: z.number().int().meta({ description: "Sent along with the next action" }),
  fields: z.array(ApprovalField).meta({ description: "Those the reader may see" }),
  editable: z.array(z.string()).meta({ description: "Fields that the reader may correct with the decision" }),
  route: z.array(ApprovalRouteNode),
  timeline: z.array(Entry),
  task: z.string().nullable().meta({ description: "What the reader has to decide" }),
  stepKind: z.enum(["approve", "handle"]).nullable(),
  actions: z.array(z.enum(approvalActions)),
  returnTo: z.array(z.object({ id: z.string(), name: LocalizedText })).meta({ description: "Steps to go back to" }),
}).meta({ id: "Approval" });
export type Approval = z.infer<typeof Approval>;

const Command = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("approve"),
    task: z.string().max(20),
    values: ApprovalValues.nullable().meta({ description: "Fields that are corrected; null: none" }),
  }),
  z.strictObject({ kind: z.literal("refuse"), task: z.string().max(20) }),
  z.strictObject({
    kind: z.literal("return"),
    task: z.string().max(20),
    to: z.string().max(40).nullable().meta({ description: "A step; null: the initiator" }),
    afterwards: z
      .enum(["continue", "again"])
      .meta({ description: "Go on where it came from, or through every step again" }),
  }),
  z.strictObject({
    kind: z.literal("add-signer"),
    task: z.string().max(20),
    person: PersonId,
    when: z.enum(["before", "after"]),
  }),
  z.strictObject({ kind: z.literal("pass-on"), task: z.string().max(20), person: PersonId }),
  z.strictObject({ kind: z.literal("withdraw") }),
  z.strictObject({ kind: z.literal("resubmit"), values: ApprovalValues, chosen: Chosen }),
  z.strictObject({ kind: z.literal("urge") }),
  z.strictObject({ kind: z.literal("copy"), people: z.array(PersonId).min(1).max(20) }),
  z.strictObject({ kind: z.literal("comment") }),
]);
export type ApprovalCommand = z.infer<typeof Command>;

const Preview = z.object({
  route: z.array(ApprovalRouteNode).nullable().meta({ description: "Null while something is missing" }),
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
  leave: z
    .object({
      year: z.number().int(),
      days: z.number(),
      entitled: z.number().nullable().meta({ description: "Null: this kind is not counted" }),
      taken: z.number(),
      asked: z.number(),
    })
    .nullable(),
  away: z.array(z.object({ person: ApprovalPerson, from: Day, to: Day, state: z.enum(["asked", "taken"]) })).meta({
    description: "Who else of the department is away meanwhile",
  }),
});

const Balance = z.object({
  formId: z.string(),
  type: z.string(),
  label: LocalizedText,
  entitled: z.number().nullable(),
  taken: z.number(),
  asked: z.number(),
});

export const ApprovalAbsence = z
  .object({ id: z.string(), person: ApprovalPerson, deputy: ApprovalPerson, from: Day, until: Day })
  .meta({ id: "ApprovalAbsence" });

const DesignProblem = z.object({
  code: z.string(),
  node: z.string().nullable(),
  field: z.string().nullable(),
});

export const ApprovalDesign = z
  .object({
    id: z.string(),
    version: z.number().int().meta({ description: "Of the draft; sent along with the next change" }),
    published: z.number().int().nullable().meta({ description: "Version in use" }),
    retired: z.boolean(),
    changed: z.boolean().meta({ description: "The draft differs from what is in use" }),
    running: z.number().int().meta({ description: "Requests under way, of all versions" }),
    changedAt: Timestamp,
    definition: ApprovalDefinition,
    problems: z.array(DesignProblem),
  })
  .meta({ id: "ApprovalDesign" });
export type ApprovalDesign = z.infer<typeof ApprovalDesign>;

export const approvalViews = ["decide", "mine", "copied", "done", "all"] as const;
const ListQuery = PageQuery.extend({
  view: z.enum(approvalViews).default("decide"),
  status: z.enum(approvalStatuses).optional(),
  formId: z.string().max(64).optional(),
  search: z.string().trim().max(80).optional().meta({ description: "A number, or part of the initiator's name" }),
});

const idParams = z.strictObject({ approvalId: z.string().max(64) });
const formParams = z.strictObject({ formId: z.string().max(64) });
const Draft = z.strictObject({
  formId: z.string().max(64),
  values: ApprovalValues,
  chosen: Chosen,
});

export const abilities = defineAbilities({
  "approval.read": { meaning: "see requests that one asked, decides or got a copy of", roles: staffRoles },
  "approval.request": { meaning: "ask for approval, and take the request back", roles: staffRoles },
  "approval.decide": { meaning: "decide on requests that one is asked about", roles: staffRoles },
  "approval.design": { meaning: "design the forms and routes of approvals, set days of leave", roles: ["admin"] },
});

const approval = ({ approvalId }: { approvalId: string }): string => `approval:${approvalId}`;
const form = ({ formId }: { formId: string }): string => `approval-form:${formId}`;
const person = ({ personId }: { personId: string }): string => `person:${personId}`;

export const events = {
  "approval.submitted": event<{ approvalId: string; formId: string; formVersion: number }>(approval),
  "approval.resubmitted": event<{ approvalId: string }>(approval),
  /** Somebody is asked to decide. */
  "approval.asked": event<{ approvalId: string; task: string; personId: string }>(approval),
  "approval.decided": event<{ approvalId: string; task: string; personId: string; decision: string; cause: string }>(
    approval,
  ),
  "approval.returned": event<{ approvalId: string; task: string; to: string | null }>(approval),
  "approval.moved": event<{ approvalId: string; task: string; from: string; to: string; why: string }>(approval),
  "approval.edited": event<{ approvalId: string; fields: string[] }>(approval),
  "approval.copied": event<{ approvalId: string; personIds: string[] }>(approval),
  "approval.commented": event<{ approvalId: string }>(approval),
  "approval.urged": event<{ approvalId: string; personIds: string[] }>(approval),
  "approval.reminded": event<{ approvalId: string; task: string; personId: string }>(approval),
  "approval.ended": event<{ approvalId: string; outcome: string }>(approval),
  "approval.form-changed": event<{ formId: string }>(form),
  "approval.form-published": event<{ formId: string; formVersion: number }>(form),
  "approval.form-retired": event<{ formId: string }>(form),
  "approval.absence-set": event<{ personId: string; deputyId: string; from: string; until: string }>(person),
  "approval.absence-ended": event<{ personId: string; deputyId: string }>(person),
  "approval.days-set": event<{ personId: string; formId: string; type: string; year: number; days: number }>(person),
};

interface About {
  approvalId: string;
  number: string;
  form: z.infer<typeof LocalizedText>;
  person: z.infer<typeof LocalizedText>;
}

export const notices = {
  "approval.ended": notice<About & { outcome: string }>(),
  "approval.returned": notice<About>(),
  "approval.copied": notice<About>(),
  "approval.commented": notice<About>(),
  "approval.urged": notice<About>(),
  "approval.moved": notice<About>(),
  "approval.reminded": notice<About>(),
};

export const topics = defineTopics({
  /** Requests that the account has to do with, its absences and days of leave. */
  approvals: "approval.read",
  "approval-forms": "approval.read",
});

export const errors = defineErrors({
  APPROVAL_OVER: { status: 409, message: "This was decided meanwhile; look again", log: "info" },
  APPROVAL_NOT_ASKED: { status: 403, message: "It is not up to you to decide this now", log: "info" },
  APPROVAL_STEP_NOT_REACHED: { status: 409, message: "The route cannot go back to this step", log: "info" },
  APPROVAL_PERSON_UNFIT: { status: 409, message: "This person cannot take part here", log: "info" },
  APPROVAL_CHOICE_MISSING: { status: 422, message: "Choose who decides at the step {node}", log: "info" },
  APPROVAL_FORM_CHANGED: { status: 409, message: "The form was changed meanwhile; look at it again", log: "info" },
  APPROVAL_DESIGN_INVALID: { status: 422, message: "The form cannot be used as it is: {count} problems", log: "info" },
  APPROVAL_URGED: { status: 429, message: "You urged within the last hour; try again later", log: "info" },
  LEAVE_TOO_LONG: { status: 409, message: "Of {entitled} days in {year} only {left} are left", log: "info" },
});

export const routes = defineRoutes({
  "GET /api/approvals/forms": {
    access: "approval.request",
    summary: "Forms that the asker may fill in",
    response: z.object({ items: z.array(FormRef.extend({ about: LocalizedText })) }),
  },
  "GET /api/approvals/forms/{formId}": {
    access: "approval.request",
    summary: "A form that the asker may fill in, as it is now, with the days of leave that are left",
    params: formParams,
    response: z.object({ form: FormRef, definition: ApprovalDefinition, balances: z.array(Balance) }),
  },
  "POST /api/approvals/preview": {
    access: "approval.request",
    summary: "Who would decide on a request, without sending it",
    body: Draft,
    response: Preview,
  },
  "POST /api/approvals": {
    access: "approval.request",
    summary: "Ask for approval; sent again with the same request id it is asked once",
    body: Draft.extend({
      formVersion: z.number().int(),
      requestId: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, "must be 16 to 64 letters, digits, hyphens or underscores"),
    }),
    response: Approval,
    status: 201,
  },
  "GET /api/approvals": {
    access: "approval.read",
    summary: "Requests to decide, own ones, copies, those decided, and all of the forms that one oversees",
    query: ListQuery,
    response: pageOf(ApprovalSummary).extend({
      counts: z.object({ decide: z.number().int(), copied: z.number().int() }),
      oversees: z.boolean(),
    }),
  },
  "GET /api/approvals/export": {
    access: "approval.read",
    summary: "The requests of a list as CSV",
    query: ListQuery.omit({ cursor: true, limit: true }),
    response: z.object({ name: z.string(), csv: z.string() }),
  },
  "GET /api/approvals/absences": {
    access: "approval.decide",
    summary: "When the asker is absent and who decides meanwhile, and for whom the asker does",
    response: z.object({ mine: z.array(ApprovalAbsence), forOthers: z.array(ApprovalAbsence) }),
  },
  "POST /api/approvals/absences": {
    access: "approval.decide",
    summary: "Let a deputy decide between two days; what is open moves when the first one begins",
    body: z.strictObject({ deputyId: PersonId, from: Day, until: Day }),
    response: ApprovalAbsence,
    status: 201,
  },
  "DELETE /api/approvals/absences/{absenceId}": {
    access: "approval.decide",
    summary: "Decide oneself again from now on",
    params: z.strictObject({ absenceId: z.string().max(64) }),
    response: z.null(),
    status: 204,
  },
  "GET /api/approvals/designs": {
    access: "approval.design",
    summary: "All forms with their drafts",
    response: z.object({ items: z.array(ApprovalDesign.omit({ problems: true })) }),
  },
  "POST /api/approvals/designs": {
    access: "approval.design",
    summary: "A new form; nobody can use it until it is published",
    body: z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/), definition: ApprovalDefinition }),
    response: ApprovalDesign,
    status: 201,
  },
  "GET /api/approvals/designs/{formId}": {
    access: "approval.design",
    summary: "The draft of a form and what is wrong with it",
    params: formParams,
    response: ApprovalDesign,
  },
  "PUT /api/approvals/designs/{formId}": {
    access: "approval.design",
    summary: "Save the draft of a form, complete or not",
    params: formParams,
    body: z.strictObject({ expectedVersion: z.number().int(), definition: ApprovalDefinition }),
    response: ApprovalDesign,
  },
  "POST /api/approvals/designs/{formId}/publish": {
    access: "approval.design",
    summary: "Put the draft to use; requests under way keep the version they began with",
    params: formParams,
    body: z.strictObject({ expectedVersion: z.number().int() }),
    response: ApprovalDesign,
  },
  "POST /api/approvals/designs/{formId}/retire": {
    access: "approval.design",
    summary: "Take a form out of use; requests under way go on",
    params: formParams,
    body: z.strictObject({ expectedVersion: z.number().int() }),
    response: ApprovalDesign,
  },
  "POST /api/approvals/designs/trial": {
    access: "approval.design",
    summary: "Who would decide, if somebody asked this with a definition that need not be saved",
    body: z.strictObject({
      definition: ApprovalDefinition,
      initiatorId: PersonId,
      values: ApprovalValues,
      chosen: Chosen,
    }),
    response: Preview.pick({ route: true, problems: true }).extend({ design: z.array(DesignProblem) }),
  },
  "GET /api/approvals/leave": {
    access: "approval.design",
    summary: "Days of leave of everybody in a year",
    query: z.strictObject({ formId: z.string().max(64), year: z.coerce.number().int().min(2000).max(2100) }),
    response: z.object({ items: z.array(z.object({ person: ApprovalPerson, balances: z.array(Balance) })) }),
  },
  "PUT /api/approvals/leave": {
    access: "approval.design",
    summary: "Set how many days of a kind of leave somebody has in a year",
    body: z.strictObject({
      formId: z.string().max(64),
      personId: PersonId,
      year: z.number().int().min(2000).max(2100),
      type: z.string().max(40),
      days: z.number().min(0).max(366).multipleOf(0.5),
    }),
    response: z.null(),
    status: 204,
  },
  "GET /api/approvals/{approvalId}": {
    access: "approval.read",
    summary: "A request with its route and everything that happened to it",
    params: idParams,
    response: Approval,
  },
  "POST /api/approvals/{approvalId}/actions": {
    access: "approval.read",
    summary: "Decide, send back, pass on, add somebody, take back, urge, copy or comment",
    params: idParams,
    body: z.strictObject({
      expectedVersion: z.number().int(),
      action: Command,
      comment: z.string().trim().max(2000).default(""),
      signature: z.string().trim().max(120).default(""),
    }),
    response: Approval,
  },
});
