import { ExternalId, Locale, LocalizedText } from "@portico/contract/common.ts";
import { outsiderRoles, staffRoles } from "@portico/contract/roles.ts";
import { projectStates } from "@portico/contract/directory.ts";
import { z } from "zod";

/** A cell that may be empty; empty means "none". */
const optionalCell = z.string().transform((cell) => (cell === "" ? null : cell));

/** A row of `departments.csv`; the one without `parent_id` is the company itself. */
export const SampleDepartment = z.strictObject({
  id: ExternalId,
  name: z.string().min(1),
  name_zh: z.string().min(1),
  parent_id: optionalCell,
  head_id: optionalCell,
});

/** A row of `ranks.csv`; a higher level is more senior. */
export const SampleRank = z.strictObject({
  id: ExternalId,
  level: z.coerce.number().int().positive(),
  name: z.string().min(1),
  name_zh: z.string().min(1),
});

/** A row of `people.csv`; `username` is the Matrix localpart, an empty `role` means `staff`. */
export const SamplePerson = z.strictObject({
  id: ExternalId,
  username: z.string().regex(/^[a-z0-9.]+$/, "may hold lower-case letters, digits and dots"),
  name: z.string().min(1),
  name_zh: z.string().min(1),
  email: z.email(),
  department_id: ExternalId,
  rank_id: ExternalId,
  title: z.string().min(1),
  title_zh: z.string().min(1),
  manager_id: optionalCell,
  role: z.enum(["", ...staffRoles]).transform((role) => (role === "" ? "staff" : role)),
});
/** A row of `positions.csv`: what somebody is besides. */
export const SamplePosition = z.strictObject({
  id: ExternalId,
  person_id: ExternalId,
  department_id: ExternalId,
  title: z.string().min(1),
  title_zh: z.string().min(1),
  rank_id: optionalCell,
  manager_id: optionalCell,
});

/** A row of `projects.csv`. */
export const SampleProject = z.strictObject({
  id: ExternalId,
  name: z.string().min(1),
  name_zh: z.string().min(1),
  lead_id: ExternalId,
  state: z.enum(projectStates),
});

/** A row of `project_members.csv`. */
export const SampleProjectMember = z.strictObject({ project_id: ExternalId, person_id: ExternalId });

export type SamplePerson = z.infer<typeof SamplePerson>;

/** A row of `customers.csv`. */
export const SampleCustomer = z.strictObject({ id: ExternalId, name: z.string().min(1), name_zh: z.string().min(1) });

/** An entry of `guests.json`: somebody of a customer company. `key` names the guest in the conversation. */
export const SampleGuest = z.strictObject({
  key: ExternalId,
  name: z.string().min(1),
  customer_id: ExternalId,
  email: z.email(),
  locale: Locale,
  invited_by: ExternalId,
  role: z.enum(outsiderRoles),
});

/**
 * When something was said: week, weekday and company local time, as
 * `W1 Mon 09:12`. `sample-time.ts` says which day that is.
 */
export const SampleTime = z
  .string()
  .regex(/^W[123] (Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([01]\d|2[0-3]):[0-5]\d$/, "must look like W1 Mon 09:12");

/** Which room a conversation file is about. */
export const SampleRoom = z.union([
  /** The room of the whole company; everybody is in it. */
  z.strictObject({ company: z.literal(true) }),
  /** The room of a department; the people directly in it are, by whichever position. */
  z.strictObject({ department: ExternalId }),
  /** The room shared with a customer company: its guests and these people. */
  z.strictObject({ customer: ExternalId, members: z.array(ExternalId).min(1) }),
  /** A conversation of two people. */
  z.strictObject({ direct: z.tuple([ExternalId, ExternalId]) }),
  /** The room of a project; its members are. */
  z.strictObject({ project: ExternalId }),
]);
export type SampleRoom = z.infer<typeof SampleRoom>;

/** A document or picture below `config/sample-company/`; `name` is what people see. */
export const SampleFile = z.strictObject({
  path: z.string().regex(/^files\/[a-z0-9.-]+$/, "must be a file in files/"),
  name: z.string().min(1),
  mimetype: z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/, "must be a media type"),
});

/** One message. `from`, `mentions` and `by` hold person ids or guest keys. */
export const SampleMessage = z
  .strictObject({
    /** Unique in the whole sample company. */
    key: ExternalId,
    at: SampleTime,
    from: ExternalId,
    /** Markdown as first sent; the caption when there is a `file`. A mention reads `@` and the name in either language. */
    text: z.string(),
    /** Key of an earlier message of the same room. */
    reply_to: ExternalId.optional(),
    mentions: z.array(ExternalId).min(1).optional(),
    file: SampleFile.optional(),
    /** What the author made of `text` a little afterwards. */
    edit: z.strictObject({ text: z.string().min(1) }).optional(),
    reactions: z
      .array(z.strictObject({ by: ExternalId, key: z.string().min(1) }))
      .min(1)
      .optional(),
  })
  .refine((message) => message.text !== "" || message.file !== undefined, "needs a text or a file");
export type SampleMessage = z.infer<typeof SampleMessage>;

/** One file of `conversation/`: everything said in one room, in order of time. */
export const SampleConversation = z.strictObject({ room: SampleRoom, messages: z.array(SampleMessage).min(1) });
export type SampleConversation = z.infer<typeof SampleConversation>;

/** An entry of `sign-ins.json`: an account that the start table shows, and who that is. */
export const SampleSignIn = z.strictObject({
  account: z.union([z.strictObject({ person: ExternalId }), z.strictObject({ guest: ExternalId })]),
  description: LocalizedText,
});
export type SampleSignIn = z.infer<typeof SampleSignIn>;

/** An entry of `approvals.json`: what somebody asks for, and what was decided. */
export const SampleApproval = z.strictObject({
  key: ExternalId,
  form: ExternalId,
  from: ExternalId,
  values: z.record(z.string(), z.unknown()),
  chosen: z.record(z.string(), z.array(ExternalId)).default({}),
  steps: z.array(
    z.strictObject({ by: ExternalId, do: z.enum(["approve", "refuse", "return", "withdraw"]), comment: z.string() }),
  ),
});
export type SampleApproval = z.infer<typeof SampleApproval>;

/** Everything of the sample company, each part checked by itself. */
export interface SampleCompany {
  /** The folder that `file.path` is relative to, absolute. */
  readonly folder: string;
  readonly departments: readonly z.infer<typeof SampleDepartment>[];
  readonly ranks: readonly z.infer<typeof SampleRank>[];
  readonly people: readonly SamplePerson[];
  readonly positions: readonly z.infer<typeof SamplePosition>[];
  readonly projects: readonly z.infer<typeof SampleProject>[];
  readonly projectMembers: readonly z.infer<typeof SampleProjectMember>[];
  readonly customers: readonly z.infer<typeof SampleCustomer>[];
  readonly guests: readonly z.infer<typeof SampleGuest>[];
  readonly approvals: readonly SampleApproval[];
  readonly conversations: readonly SampleConversation[];
  readonly signIns: readonly SampleSignIn[];
}
