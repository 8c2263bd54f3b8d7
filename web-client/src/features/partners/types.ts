import type { ResponseOf } from "../../api/types.ts";

export type PartnerRow = ResponseOf<"GET /api/partners">["items"][number];
export type Whole = ResponseOf<"GET /api/partners/{partnerId}">;
export type Document = ResponseOf<"GET /api/partners/{partnerId}/documents">["items"][number];
export type Version = Document["versions"][number];
export type Order = ResponseOf<"GET /api/partners/{partnerId}/orders">["items"][number];
export type Token = ResponseOf<"GET /api/partners/{partnerId}/tokens">["items"][number];
export type Audience = ResponseOf<"GET /api/partners/{partnerId}/audience">;
export type Side = Whole["side"];
