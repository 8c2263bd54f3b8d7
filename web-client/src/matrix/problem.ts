import { ConnectionError, HTTPError, MatrixError } from "matrix-js-sdk/lib/http-api/errors.js";
import type { Problem, ProblemKind } from "./model.ts";
import { asNumber, asText } from "./plain-event.ts";

/** Field of an error of the homeserver in which our policy module says why it refused. */
const REASON_FIELD = "org.portico.reason";

const byReason: Readonly<Record<string, ProblemKind>> = {
  FILE_TYPE_REFUSED: "file-type-refused",
  FILE_EMPTY: "file-empty",
};

const byCode: Readonly<Record<string, ProblemKind>> = {
  M_FORBIDDEN: "not-allowed",
  M_GUEST_ACCESS_FORBIDDEN: "not-allowed",
  M_LIMIT_EXCEEDED: "too-fast",
  M_NOT_FOUND: "not-found",
  M_UNKNOWN_TOKEN: "session-ended",
  M_USER_LOCKED: "session-ended",
  M_USER_DEACTIVATED: "session-ended",
  ORG_MATRIX_EXPIRED_ACCOUNT: "session-ended",
};

/** A problem without more to say. */
export const problemOf = (kind: ProblemKind, detail = "", limit: number | null = null): Problem => ({
  kind,
  detail,
  limit,
});

/** What an error of a request to the homeserver means. `tooLarge` is what `M_TOO_LARGE` means for this request. */
export const problemFrom = (error: unknown, tooLarge: ProblemKind = "message-too-large"): Problem => {
  if (error instanceof ConnectionError) return problemOf("offline");
  if (error instanceof MatrixError) {
    const code = error.errcode ?? "";
    const detail = error.data.error ?? code;
    const reason = byReason[asText(error.data[REASON_FIELD])];
    if (reason !== undefined) return problemOf(reason, detail);
    if (code === "M_TOO_LARGE" || error.httpStatus === 413) return problemOf(tooLarge, detail);
    const known = byCode[code];
    if (known !== undefined) return problemOf(known, detail);
    return unknownProblem(error.httpStatus, detail);
  }
  if (error instanceof HTTPError) {
    return error.httpStatus === 413 ? problemOf(tooLarge) : unknownProblem(error.httpStatus, error.message);
  }
  // fetch and XMLHttpRequest reject with these when no answer came.
  if (error instanceof TypeError || error instanceof DOMException) return problemOf("offline");
  // What the SDK rejects with when an upload made no progress for 30 s.
  if (error instanceof Error && error.message === "Timeout") return problemOf("offline");
  return problemOf("server", String(error));
};

/** A gateway that cannot reach the homeserver is, for the user, the homeserver not answering. */
const unknownProblem = (status: number | undefined, detail: string): Problem =>
  problemOf(status !== undefined && status >= 502 && status <= 504 ? "offline" : "server", detail);

/** Milliseconds that the homeserver asks to wait, or null. */
export const waitAsked = (error: unknown): number | null =>
  error instanceof MatrixError && error.errcode === "M_LIMIT_EXCEEDED" ? asNumber(error.data["retry_after_ms"]) : null;

/** Whether the same request can succeed without anybody changing anything. */
export const isPassing = (problem: Problem): boolean => problem.kind === "offline" || problem.kind === "too-fast";
