import type { ResponseOf } from "../../api/types.ts";

export type Item = ResponseOf<"GET /api/operations/items">["items"][number];
export type ItemDetail = ResponseOf<"GET /api/operations/items/{itemId}">;
export type Summary = ResponseOf<"GET /api/operations/summary">;
