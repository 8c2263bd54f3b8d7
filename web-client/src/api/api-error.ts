import type { ErrorBody } from "@portico/contract/error-body.ts";
import type { ErrorCode } from "@portico/contract/errors.ts";

/** Why a call failed: a code of the API, or `UNREACHABLE` (no answer) or `UNREADABLE` (an answer of something else). */
export type ProblemCode = ErrorCode | "UNREACHABLE" | "UNREADABLE";

/** A call that did not succeed. `fields` fill the text; `requestId` is what the operator searches for. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ProblemCode;
  readonly status: number;
  readonly fields: ErrorBody["fields"];
  readonly problems: NonNullable<ErrorBody["problems"]>;
  readonly requestId: string | null;

  constructor(code: ProblemCode, status: number, body?: ErrorBody, options?: ErrorOptions) {
    super(body?.message ?? code, options);
    this.code = code;
    this.status = status;
    this.fields = body?.fields ?? {};
    this.problems = body?.problems ?? [];
    this.requestId = body?.requestId ?? null;
  }
}

/** Whether a value is the error body of our API. */
export const isErrorBody = (value: unknown): value is ErrorBody =>
  typeof value === "object" && value !== null && "code" in value && "requestId" in value;
