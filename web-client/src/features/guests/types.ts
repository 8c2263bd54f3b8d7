import type { ResponseOf } from "../../api/types.ts";

export type Guest = ResponseOf<"GET /api/guests">["items"][number];
export type Customer = ResponseOf<"GET /api/customers">["items"][number];
/** A guest with the link that is shown once. */
export type IssuedLink = ResponseOf<"POST /api/guests">;
