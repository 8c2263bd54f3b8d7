import type { ResponseOf } from "../../api/types.ts";

export type Approval = ResponseOf<"GET /api/approvals/{approvalId}">;
export type ApprovalList = ResponseOf<"GET /api/approvals">;
export type Summary = ApprovalList["items"][number];
export type RouteNode = Approval["route"][number];
export type Signer = RouteNode["signers"][number];
export type Entry = Approval["timeline"][number];
export type Field = Approval["fields"][number];
export type Values = Approval["values"];
export type Value = Values[string];
export type Person = Summary["initiator"];
export type Form = ResponseOf<"GET /api/approvals/forms/{formId}">;
export type Definition = Form["definition"];
export type Preview = ResponseOf<"POST /api/approvals/preview">;
export type Design = ResponseOf<"GET /api/approvals/designs/{formId}">;
export type Node = Definition["nodes"][number];
export type Who = Extract<Node, { who: unknown }>["who"];
export type LeaveDaysRow = ResponseOf<"GET /api/approvals/leave">["items"][number];
