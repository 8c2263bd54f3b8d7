import { MatrixRefusal } from "../matrix/transport.ts";
import { AppError } from "../errors.ts";

/** So many failures of one item mean that it will not succeed by itself. */
export const MAX_ATTEMPTS = 8;
/** Longest pause before another attempt. */
export const LONGEST_PAUSE_SECONDS = 300;

/** The pause after a number of failures, in seconds; null when it is time to give up. */
export const pauseAfter = (attempts: number): number | null =>
  attempts >= MAX_ATTEMPTS ? null : Math.min(2 ** attempts, LONGEST_PAUSE_SECONDS);

/** Errors of the connection to PostgreSQL, or of the server as a whole (appendix A of its manual, classes 08, 53, 57, 58). */
const SERVER_TROUBLE = /^(08|53|57|58)/;
const SYSTEM_ERRORS = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOSPC"]);

/**
 * Whether a failure says nothing about the item in hand: the homeserver or the
 * database is away or busy. Such an item is tried for as long as it takes.
 */
export function isOutage(error: unknown): boolean {
  if (error instanceof MatrixRefusal) return error.status >= 500;
  if (error instanceof AppError) return error.code === "HOMESERVER_UNREACHABLE" || error.code === "RATE_LIMITED";
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  // The driver names a connection that broke in words only.
  return SERVER_TROUBLE.test(code) || SYSTEM_ERRORS.has(code) || /Connection terminated/.test(error.message);
}

/** What to tell an operator about a failure: never longer than a screen. */
export const problemText = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 1_000).replaceAll("\0", "\uFFFD");
