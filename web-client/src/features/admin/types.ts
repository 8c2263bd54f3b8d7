import type { RequestOf, ResponseOf } from "../../api/types.ts";

export type ImportRequest = RequestOf<"POST /api/directory/imports">["body"];
export type ImportReport = ResponseOf<"POST /api/directory/imports">;
export type ImportRow = ImportReport["rows"][number];
export type ImportFile = ImportRow["file"];
export type PastImport = ResponseOf<"GET /api/directory/imports">["items"][number];
export type ImportDifference = ImportReport["difference"];
export type Roles = ResponseOf<"GET /api/roles">;
export type HealthCheck = ResponseOf<"GET /api/admin/health">["checks"][number];
