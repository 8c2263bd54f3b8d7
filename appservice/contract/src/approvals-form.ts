import { z } from "zod";
import { LocalizedText } from "./common.ts";
import { staffRoles } from "./roles.ts";

/*
 * What an approval is made of: the fields of its form and the nodes of its
 * route. Everything is written out; what is not wanted is null or empty, so
 * that a stored definition reads the same for ever.
 */

const Id = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/, "may hold small letters, digits and hyphens, and begins with a letter");
const Label = LocalizedText.extend({ en: z.string().trim().max(120), zh: z.string().trim().max(120) });

/** Comparison of one value of the request with a fixed one. */
export const ApprovalTest = z
  .strictObject({
    of: z.string().max(90).meta({
      description:
        "A field; `field.days` of a range, `field.column` for the sum of a column; `initiator.department`, `initiator.level`, `initiator.role`",
    }),
    op: z.enum(["eq", "ne", "lt", "le", "gt", "ge"]),
    value: z.string().max(120),
  })
  .meta({ id: "ApprovalTest" });
export type ApprovalTest = z.infer<typeof ApprovalTest>;

export const ApprovalCondition = z
  .strictObject({ match: z.enum(["all", "any"]), tests: z.array(ApprovalTest).max(10) })
  .meta({ id: "ApprovalCondition" });
export type ApprovalCondition = z.infer<typeof ApprovalCondition>;

const common = {
  id: Id,
  label: Label,
  hint: Label.nullable(),
  required: z.boolean(),
  when: ApprovalCondition.nullable().meta({ description: "The field is asked for only when this holds" }),
};
const Option = z.strictObject({ id: Id, label: Label });

const plainFields = [
  z.strictObject({ ...common, type: z.literal("text"), lines: z.enum(["one", "many"]) }),
  z.strictObject({ ...common, type: z.literal("number"), unit: Label.nullable() }),
  z.strictObject({
    ...common,
    type: z.literal("money"),
    currency: z.string().max(40).meta({ description: "ISO 4217 code, or the id of a choice whose options are codes" }),
  }),
  z.strictObject({ ...common, type: z.literal("date") }),
  z.strictObject({ ...common, type: z.literal("choice"), options: z.array(Option).max(50) }),
  z.strictObject({ ...common, type: z.literal("person") }),
  z.strictObject({ ...common, type: z.literal("department") }),
  z.strictObject({ ...common, type: z.literal("file") }),
] as const;

export const ApprovalColumn = z.discriminatedUnion("type", plainFields).meta({ id: "ApprovalColumn" });
export type ApprovalColumn = z.infer<typeof ApprovalColumn>;

export const ApprovalField = z
  .discriminatedUnion("type", [
    ...plainFields,
    z.strictObject({
      ...common,
      type: z.literal("range"),
      halfDays: z.boolean(),
      count: z.enum(["working", "calendar"]).meta({ description: "Which days between the two count" }),
    }),
    z.strictObject({ ...common, type: z.literal("rows"), columns: z.array(ApprovalColumn).max(12) }),
  ])
  .meta({ id: "ApprovalField" });
export type ApprovalField = z.infer<typeof ApprovalField>;

/** Who decides at a node. */
export const ApprovalWho = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("people"), ids: z.array(z.string().max(64)).max(50) }),
    z.strictObject({ kind: z.literal("manager"), level: z.number().int().min(1).max(10) }),
    z.strictObject({ kind: z.literal("managers"), upTo: z.number().int().min(1).max(99) }),
    z.strictObject({ kind: z.literal("head"), above: z.number().int().min(0).max(10) }),
    z.strictObject({ kind: z.literal("role"), role: z.enum(staffRoles) }),
    z.strictObject({ kind: z.literal("chosen") }),
    z.strictObject({ kind: z.literal("field"), field: z.string().max(40) }),
    z.strictObject({ kind: z.literal("initiator") }),
  ])
  .meta({ id: "ApprovalWho" });
export type ApprovalWho = z.infer<typeof ApprovalWho>;

const FieldRights = z.record(z.string().max(80), z.enum(["hidden", "read", "edit"])).meta({
  description: "By field; what is not named is read",
});

const step = {
  id: Id,
  name: Label,
  who: ApprovalWho,
  mode: z.enum(["order", "all", "any"]),
  empty: z.discriminatedUnion("rule", [
    z.strictObject({ rule: z.literal("pass") }),
    z.strictObject({ rule: z.literal("admin") }),
    z.strictObject({ rule: z.literal("person"), id: z.string().max(64) }),
  ]),
  self: z
    .enum(["decide", "skip", "manager", "head"])
    .meta({ description: "When the initiator would decide on the own request" }),
  rights: FieldRights,
  deadline: z
    .strictObject({
      hours: z.number().int().min(1).max(2400),
      action: z.enum(["remind", "pass-on", "approve", "refuse"]),
    })
    .nullable(),
};

const Step = z.strictObject({ ...step, kind: z.enum(["approve", "handle"]) });
export type ApprovalStep = z.infer<typeof Step>;
const Copy = z.strictObject({ id: Id, kind: z.literal("copy"), name: Label, who: ApprovalWho, rights: FieldRights });
export type ApprovalCopy = z.infer<typeof Copy>;

export interface ApprovalBranch {
  id: string;
  name: z.infer<typeof LocalizedText>;
  /** Null: every request that no branch before has taken, and of parallel ones always. */
  when: ApprovalCondition | null;
  nodes: ApprovalNode[];
}
export interface ApprovalFork {
  id: string;
  kind: "condition" | "parallel";
  name: z.infer<typeof LocalizedText>;
  branches: ApprovalBranch[];
}
export type ApprovalNode = ApprovalStep | ApprovalCopy | ApprovalFork;

export const ApprovalNode: z.ZodType<ApprovalNode, ApprovalNode> = z
  .union([
    Step,
    Copy,
    z.strictObject({
      id: Id,
      kind: z.enum(["condition", "parallel"]),
      name: Label,
      get branches() {
        return z.array(ApprovalBranch).max(10);
      },
    }),
  ])
  .meta({ id: "ApprovalNode" });

const ApprovalBranch: z.ZodType<ApprovalBranch, ApprovalBranch> = z
  .strictObject({
    id: Id,
    name: Label,
    when: ApprovalCondition.nullable(),
    get nodes() {
      return z.array(ApprovalNode).max(30);
    },
  })
  .meta({ id: "ApprovalBranch" });

/** One version of a form with its route. */
export const ApprovalDefinition = z
  .strictObject({
    name: Label,
    about: Label,
    icon: z.enum(["calendar", "table", "building", "file", "edit", "people"]),
    /** Who may ask; empty: everybody. With everybody of the departments below. */
    departments: z.array(z.string().max(64)).max(50),
    /** Who sees all requests of this form, and exports them. */
    overseers: z.array(z.string().max(64)).max(50),
    /** Whoever has decided is not asked again at a later node. */
    once: z.boolean(),
    fields: z.array(ApprovalField).max(60),
    nodes: z.array(ApprovalNode).max(30),
    leave: z
      .strictObject({
        type: z.string().max(40).meta({ description: "The choice that says which kind of leave" }),
        period: z.string().max(40).meta({ description: "The range that is taken" }),
        days: z.record(z.string().max(40), z.number().min(0).max(366)).meta({
          description: "Days in a year by option; kinds that are not named are not counted",
        }),
      })
      .nullable()
      .meta({ description: "Requests of this form take days off a balance" }),
  })
  .meta({ id: "ApprovalDefinition" });
export type ApprovalDefinition = z.infer<typeof ApprovalDefinition>;
