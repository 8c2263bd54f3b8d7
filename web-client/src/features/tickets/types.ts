import type { ResponseOf } from "../../api/types.ts";

export type Ticket = ResponseOf<"GET /api/tickets">["items"][number];
export type Detail = ResponseOf<"GET /api/tickets/{ticketId}">;
export type Desk = ResponseOf<"GET /api/tickets/desk">;
export type Clock = ResponseOf<"GET /api/tickets/{ticketId}/clock">;
export type Request = ResponseOf<"GET /api/requests">["items"][number];
export type RequestDetail = ResponseOf<"GET /api/requests/{ticketId}">;
export type RequestType = ResponseOf<"GET /api/requests/types">["items"][number];
export type Figures = ResponseOf<"GET /api/tickets/figures">;
