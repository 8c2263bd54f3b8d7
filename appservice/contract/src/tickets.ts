import { z } from "zod";
import { ExternalId, LocalizedText } from "./common.ts";
import { defineAbilities, defineErrors, defineTopics, event, notice } from "./declare.ts";
import { defineRoutes } from "./routes.ts";
import {
  CustomerRequest,
  CustomerRequestDetail,
  Desk,
  Figure,
  NewEntry,
  NewMessage,
  NewPublicRequest,
  NewRating,
  NewRequest,
  NewTicket,
  TicketChange,
  TicketClock,
  TicketDetail,
  TicketPage,
  TicketQuery,
  TicketType,
} from "./tickets-schemas.ts";

const agentRoles = ["admin", "department_head", "sales", "support_agent"] as const;
const customerRoles = ["guest", "customer_lead", "customer"] as const;

export const abilities = defineAbilities({
  "ticket.read": { meaning: "see the requests of customers", roles: [...agentRoles, "auditor"] },
  "ticket.work": { meaning: "answer the requests of customers and change them", roles: agentRoles },
  "ticket.configure": { meaning: "design the forms of requests", roles: ["admin"] },
  "request.read": {
    meaning: "see one's own requests; who leads the customer's people, those of the company",
    roles: customerRoles,
  },
  "request.write": { meaning: "file requests and answer in them", roles: customerRoles },
});

const ticket = ({ ticketId }: { ticketId: string }): string => `ticket:${ticketId}`;

export const events = {
  "ticket.received": event<{ ticketId: string; number: string; channel: string }>(ticket),
  "ticket.answered": event<{ ticketId: string; entryId: string }>(ticket),
  "ticket.asked": event<{ ticketId: string; entryId: string }>(ticket),
  "ticket.noted": event<{ ticketId: string; entryId: string }>(ticket),
  "ticket.changed": event<{ ticketId: string; fields: readonly string[] }>(ticket),
  "ticket.assigned": event<{ ticketId: string; from: string | null; to: string | null }>(ticket),
  "ticket.merged": event<{ ticketId: string; into: string }>(ticket),
  "ticket.rated": event<{ ticketId: string; score: number }>(ticket),
  "ticket.reminded": event<{ ticketId: string; dueAt: string }>(ticket),
  "ticket.breached": event<{ ticketId: string; dueAt: string }>(ticket),
  "ticket.type-saved": event<{ typeId: string }>(({ typeId }) => `ticket-type:${typeId}`),
};

export const notices = {
  "ticket.assigned": notice<{ ticketId: string; number: string; title: string }>(),
  "ticket.asked": notice<{ ticketId: string; number: string; title: string }>(),
  "ticket.answered": notice<{ ticketId: string; number: string; title: string }>(),
  "ticket.reminded": notice<{ ticketId: string; number: string; title: string }>(),
  "ticket.breached": notice<{ ticketId: string; number: string; title: string }>(),
};

export const topics = defineTopics({
  tickets: "ticket.read",
  requests: "request.read",
});

export const errors = defineErrors({
  TICKET_ENDED: { status: 409, message: "This request is closed; write a new one", log: "info" },
  TICKET_ANSWERS_MISSING: { status: 422, message: "Fields of the form are missing: {fields}", log: "debug" },
  TICKET_NOT_RATABLE: { status: 409, message: "This solution has been rated, or there is none yet", log: "info" },
  TICKET_OWNER_UNFIT: { status: 422, message: "This person does not work on requests", log: "info" },
});

const ticketParams = z.strictObject({ ticketId: z.string().max(64) });
const typeParams = z.strictObject({ typeId: ExternalId });

export const routes = defineRoutes({
  "GET /api/tickets": {
    access: "ticket.read",
    summary: "Requests of customers: a view of the queues, filtered and searched",
    query: TicketQuery,
    response: TicketPage,
  },
  "POST /api/tickets": {
    access: "ticket.work",
    summary: "File a request for a customer",
    body: NewTicket,
    response: TicketDetail,
    status: 201,
  },
  "GET /api/tickets/desk": {
    access: "ticket.read",
    summary: "Queues, forms, agents with their load, saved replies, and how many tickets each view has",
    response: Desk,
  },
  "GET /api/tickets/figures": {
    access: "ticket.read",
    summary: "How fast and how well requests were answered, by person, queue, company or day",
    query: z.strictObject({
      by: z.enum(["person", "queue", "company", "day"]).default("queue"),
      from: z.iso.date(),
      to: z.iso.date(),
    }),
    response: z.object({ rows: z.array(Figure), total: Figure }),
  },
  "PUT /api/tickets": {
    access: "ticket.work",
    summary: "Change several tickets in the same way: all of them or none",
    body: z.strictObject({ ids: z.array(z.string().max(64)).min(1).max(200), change: TicketChange }),
    response: z.object({ changed: z.number().int() }),
  },
  "GET /api/tickets/{ticketId}": {
    access: "ticket.read",
    summary: "One ticket with its whole record, notes included",
    params: ticketParams,
    response: TicketDetail,
  },
  "PUT /api/tickets/{ticketId}": {
    access: "ticket.work",
    summary: "Change a ticket",
    params: ticketParams,
    body: TicketChange,
    response: TicketDetail,
  },
  "POST /api/tickets/{ticketId}/entries": {
    access: "ticket.work",
    summary: "Answer the customer, or leave a note that no customer ever sees",
    params: ticketParams,
    body: NewEntry,
    response: TicketDetail,
    status: 201,
  },
  "POST /api/tickets/{ticketId}/merge": {
    access: "ticket.work",
    summary: "Go on in another ticket of the same customer",
    params: ticketParams,
    body: z.strictObject({ into: z.string().max(64) }),
    response: TicketDetail,
  },
  "GET /api/tickets/{ticketId}/clock": {
    access: "ticket.read",
    summary: "Why a ticket is due when it is: what was promised, and each step of its clock",
    params: ticketParams,
    response: TicketClock,
  },
  "GET /api/requests": {
    access: "request.read",
    summary: "The asker's requests; for who leads the customer's people, those of the company",
    query: z.strictObject({ state: z.enum(["open", "ended", "all"]).default("all") }),
    response: z.object({ items: z.array(CustomerRequest) }),
  },
  "POST /api/requests": {
    access: "request.write",
    summary: "File a request; its number and when to expect an answer are told at once",
    body: NewRequest,
    response: CustomerRequestDetail,
    status: 201,
  },
  "GET /api/requests/types": {
    access: "request.read",
    summary: "Forms that a request can be filed with",
    response: z.object({ items: z.array(TicketType) }),
  },
  "GET /api/requests/{ticketId}": {
    access: "request.read",
    summary: "One request with what both sides wrote",
    params: ticketParams,
    response: CustomerRequestDetail,
  },
  "POST /api/requests/{ticketId}/messages": {
    access: "request.write",
    summary: "Write in a request; one that was solved is open again",
    params: ticketParams,
    body: NewMessage,
    response: CustomerRequestDetail,
    status: 201,
  },
  "POST /api/requests/{ticketId}/close": {
    access: "request.write",
    summary: "Say that nothing more is needed",
    params: ticketParams,
    response: CustomerRequestDetail,
  },
  "POST /api/requests/{ticketId}/rating": {
    access: "request.write",
    summary: "Rate the solution, once for each",
    params: ticketParams,
    body: NewRating,
    response: CustomerRequestDetail,
    status: 201,
  },
  "GET /api/forms/{typeId}": {
    access: "public",
    summary: "A form that people without an account may use",
    params: typeParams,
    response: TicketType,
  },
  "POST /api/forms/{typeId}": {
    access: "public",
    summary: "File a request without an account",
    params: typeParams,
    body: NewPublicRequest.omit({ typeId: true }),
    response: z.object({ number: z.string(), expectedAt: z.iso.datetime().nullable() }),
    status: 201,
  },
  "PUT /api/tickets/types/{typeId}": {
    access: "ticket.configure",
    summary: "Design the form of a type of request",
    params: typeParams,
    body: TicketType.omit({ id: true }).extend({ name: LocalizedText }),
    response: TicketType,
  },
});
