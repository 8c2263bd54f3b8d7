import { z } from "zod";
import { ExternalId, LocalizedText, pageOf, Timestamp, UserId } from "./common.ts";

export const ticketStates = [
  "new",
  "open",
  "waiting_customer",
  "waiting_us",
  "solved",
  "closed",
  "merged",
  "spam",
] as const;
export const TicketState = z.enum(ticketStates).meta({ id: "TicketState" });
export type TicketState = z.infer<typeof TicketState>;

/** States that people choose; the others follow from what happens. */
const ChosenState = z.enum(["open", "waiting_customer", "waiting_us", "solved", "closed", "spam"]);

export const priorities = ["low", "normal", "high", "urgent"] as const;
export const Priority = z.enum(priorities).meta({ id: "TicketPriority" });
export type Priority = z.infer<typeof Priority>;

export const channels = ["portal", "form", "message", "api", "email", "widget"] as const;
export const Channel = z.enum(channels).meta({ id: "TicketChannel" });
export type Channel = z.infer<typeof Channel>;

const Title = z.string().trim().min(1).max(200);
const Text = z.string().trim().min(1).max(20_000);
const RequestId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/, "must be 16 to 64 letters, digits, hyphens or underscores")
  .optional()
  .meta({ description: "Made up for each act: sent again, it does nothing twice" });

/** One field of a request form. */
export const FormField = z
  .object({
    id: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
    label: LocalizedText,
    kind: z.enum(["text", "long", "choice", "number", "date", "check"]),
    required: z.boolean().default(false),
    choices: z.array(LocalizedText).max(40).default([]),
    when: z
      .object({ field: z.string(), is: z.string() })
      .nullable()
      .default(null)
      .meta({ description: "Asked only when another field has this value; a choice is named by its English text" }),
  })
  .meta({ id: "TicketFormField" });
export type FormField = z.infer<typeof FormField>;

export const TicketType = z
  .object({
    id: ExternalId,
    name: LocalizedText,
    hint: LocalizedText,
    queueId: ExternalId,
    fields: z.array(FormField).max(40),
    open: z.boolean().meta({ description: "People without an account may use it too" }),
    active: z.boolean(),
  })
  .meta({ id: "TicketType" });
export type TicketType = z.infer<typeof TicketType>;

export const TicketPerson = z.object({ userId: UserId.nullable(), name: LocalizedText }).meta({ id: "TicketPerson" });
export type TicketPerson = z.infer<typeof TicketPerson>;

const Company = z.object({ id: z.string(), name: LocalizedText });

const shared = {
  id: z.string(),
  number: z.string(),
  title: z.string(),
  typeId: z.string(),
  priority: Priority,
  state: TicketState,
  createdAt: Timestamp,
  updatedAt: Timestamp,
};

/** A ticket as those who work on it see it in a list. */
export const Ticket = z
  .object({
    ...shared,
    queueId: z.string(),
    owner: TicketPerson.nullable(),
    requester: TicketPerson,
    company: Company.nullable(),
    channel: Channel,
    tags: z.array(z.string()),
    dueAt: Timestamp.nullable().meta({ description: "Of what is promised next; null while the clock stands" }),
    dueWhat: z.enum(["first", "next", "solution"]).nullable(),
  })
  .meta({ id: "Ticket" });
export type Ticket = z.infer<typeof Ticket>;

/** A field of a ticket that changed. */
const FieldChange = z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() });

/** Something that happened to a ticket. */
export const TicketEntry = z
  .object({
    id: z.string(),
    kind: z.enum(["message", "note", "change"]),
    side: z.enum(["customer", "agent", "system"]),
    author: TicketPerson,
    text: z.string(),
    change: FieldChange.nullable(),
    at: Timestamp,
  })
  .meta({ id: "TicketEntry" });
export type TicketEntry = z.infer<typeof TicketEntry>;

const Rating = z.object({ score: z.number().int().min(1).max(5), words: z.string(), at: Timestamp });

export const TicketDetail = Ticket.extend({
  entries: z.array(TicketEntry),
  fields: z.array(z.object({ label: LocalizedText, value: z.string() })),
  rating: Rating.nullable(),
  mergedInto: z.object({ id: z.string(), number: z.string() }).nullable(),
  roomId: z.string().nullable(),
  earlier: z
    .array(z.object({ id: z.string(), number: z.string(), title: z.string(), state: TicketState }))
    .meta({ description: "Other tickets of the same person or company, newest first" }),
  contacts: z.array(TicketPerson).meta({ description: "Other people of the company" }),
}).meta({ id: "TicketDetail" });
export type TicketDetail = z.infer<typeof TicketDetail>;

/** A ticket as its customer sees it: nothing of the work inside. */
export const CustomerRequest = z
  .object({
    ...shared,
    requester: z.string(),
    mine: z.boolean(),
    owner: z.string().nullable().meta({ description: "First name of who works on it" }),
    expectedAt: Timestamp.nullable().meta({ description: "When the next step is promised" }),
  })
  .meta({ id: "CustomerRequest" });
export type CustomerRequest = z.infer<typeof CustomerRequest>;

export const CustomerRequestDetail = CustomerRequest.extend({
  messages: z.array(
    z.object({
      id: z.string(),
      side: z.enum(["customer", "agent"]),
      author: z.string(),
      text: z.string(),
      at: Timestamp,
    }),
  ),
  fields: z.array(z.object({ label: LocalizedText, value: z.string() })),
  rating: Rating.nullable(),
  canWrite: z.boolean(),
  canRate: z.boolean(),
}).meta({ id: "CustomerRequestDetail" });
export type CustomerRequestDetail = z.infer<typeof CustomerRequestDetail>;

/** Answers to the fields of a form, by the id of the field. */
const Answers = z.record(z.string().max(32), z.string().max(4_000)).default({});

export const NewRequest = z.strictObject({
  typeId: ExternalId,
  title: Title,
  text: Text,
  fields: Answers,
  requestId: RequestId,
});
export const NewPublicRequest = NewRequest.extend({
  name: z.string().trim().min(1).max(80),
  email: z.email().max(254),
});
export const NewTicket = NewRequest.extend({
  priority: Priority.default("normal"),
  guestId: z.string().max(64).optional().meta({ description: "The customer whose request it is" }),
  name: z.string().trim().min(1).max(80).optional(),
  email: z.email().max(254).optional(),
  customerId: ExternalId.optional(),
  channel: z.enum(["api", "message"]).default("api"),
});

export const TicketChange = z.strictObject({
  title: Title.optional(),
  state: ChosenState.optional(),
  priority: Priority.optional(),
  queueId: ExternalId.optional(),
  ownerId: UserId.nullable().optional(),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
});
export type TicketChange = z.infer<typeof TicketChange>;

export const NewEntry = z.strictObject({
  kind: z.enum(["message", "note"]),
  text: Text,
  state: ChosenState.optional().meta({ description: "Where the ticket stands after it" }),
  requestId: RequestId,
});
export const NewMessage = z.strictObject({ text: Text, requestId: RequestId });
export const NewRating = z.strictObject({
  score: z.number().int().min(1).max(5),
  words: z.string().trim().max(2_000).default(""),
});

export const TicketQuery = z.strictObject({
  view: z.enum(["open", "mine", "unassigned", "waiting", "solved", "all"]).default("open"),
  queue: ExternalId.optional(),
  priority: Priority.optional(),
  type: ExternalId.optional(),
  company: ExternalId.optional(),
  owner: UserId.optional(),
  tag: z.string().max(40).optional(),
  q: z.string().trim().max(100).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  sort: z.enum(["due", "newest", "updated"]).default("due"),
  cursor: z
    .string()
    .regex(/^\d{1,6}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type TicketQuery = z.infer<typeof TicketQuery>;

export const TicketPage = pageOf(Ticket);

export const Desk = z.object({
  queues: z.array(z.object({ id: z.string(), name: LocalizedText, open: z.number().int() })),
  types: z.array(TicketType),
  agents: z.array(z.object({ userId: UserId, name: LocalizedText, open: z.number().int() })),
  replies: z.array(z.object({ id: z.string(), title: LocalizedText, text: LocalizedText })),
  counts: z.record(z.string(), z.number().int()).meta({ description: "How many there are in each view" }),
});
export type Desk = z.infer<typeof Desk>;

/** One step of a clock: how long it ran or stood, and why. */
export const ClockStep = z
  .object({
    from: Timestamp,
    to: Timestamp.nullable(),
    state: TicketState,
    runs: z.boolean(),
    minutes: z.number().meta({ description: "Within office hours" }),
  })
  .meta({ id: "TicketClockStep" });

export const TicketClock = z.object({
  timeZone: z.string(),
  targets: z.array(
    z.object({
      what: z.enum(["first", "next", "solution"]),
      minutes: z.number(),
      dueAt: Timestamp.nullable(),
      metAt: Timestamp.nullable(),
      kept: z.boolean().nullable(),
    }),
  ),
  steps: z.array(ClockStep),
});

export const Figure = z
  .object({
    key: z.string(),
    name: LocalizedText,
    received: z.number().int(),
    solved: z.number().int(),
    backlog: z.number().int(),
    firstMedian: z.number().nullable().meta({ description: "Minutes within office hours" }),
    firstMean: z.number().nullable(),
    solutionMedian: z.number().nullable(),
    kept: z.number().nullable().meta({ description: "Share of promises kept, 0 to 1" }),
    rated: z.number().int(),
    satisfied: z.number().nullable().meta({ description: "Share of answers with 4 or 5, 0 to 1" }),
  })
  .meta({ id: "TicketFigure" });
export type Figure = z.infer<typeof Figure>;
