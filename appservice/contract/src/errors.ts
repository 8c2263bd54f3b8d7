import { z } from "zod";

interface ErrorEntry {
  /** HTTP status of the answer. */
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 502 | 503;
  /** What happened, in English; clients translate by code. `{field}` is filled from the error's fields. */
  readonly message: string;
  readonly log: "debug" | "info" | "warn" | "error";
}

/** Every error that the HTTP API answers with. */
export const errors = {
  REQUEST_INVALID: { status: 400, message: "The request is not valid", log: "info" },
  TIME_SPAN_INVALID: { status: 400, message: "A time span ends after it begins: {from} to {to} does not", log: "info" },
  BODY_NOT_JSON: { status: 400, message: "The body is not valid JSON", log: "info" },
  BODY_TOO_LARGE: { status: 413, message: "The body is larger than {limit}", log: "info" },
  CONTENT_TYPE_UNSUPPORTED: { status: 415, message: "The body must be application/json", log: "info" },
  ROUTE_UNKNOWN: { status: 404, message: "There is nothing at this address", log: "debug" },
  METHOD_NOT_ALLOWED: { status: 405, message: "This address takes {allowed}", log: "debug" },
  SESSION_MISSING: { status: 401, message: "Sign in first", log: "debug" },
  SESSION_INVALID: { status: 401, message: "The session is over; sign in again", log: "info" },
  OPENID_REFUSED: { status: 401, message: "The homeserver does not confirm this OpenID token", log: "info" },
  SERVER_NOT_TRUSTED: { status: 403, message: "Accounts of {server} are not admitted here", log: "warn" },
  ACCOUNT_UNKNOWN: { status: 403, message: "This account is not known to the company", log: "info" },
  ACCOUNT_ENDED: { status: 403, message: "The access of this account has ended", log: "info" },
  ABILITY_MISSING: { status: 403, message: "This needs the ability {ability}", log: "info" },
  NOT_FOUND: { status: 404, message: "There is no such {noun}", log: "debug" },
  VERSION_CONFLICT: { status: 409, message: "Somebody changed this meanwhile; look again", log: "info" },
  LAST_ADMIN: { status: 409, message: "The last administrator must keep the role", log: "info" },
  IMPORT_RUNNING: { status: 409, message: "Another import is running", log: "info" },
  IMPORT_FILE_INVALID: { status: 422, message: "The file {file} cannot be read: {detail}", log: "info" },
  IMPORT_BRAKE: {
    status: 409,
    message:
      "{leaving} of {total} {what} would go; up to {percent} % go unasked, more need exactly this number confirmed",
    log: "warn",
  },
  IMPORT_REFUSED: { status: 422, message: "{count} rows have problems; nothing was changed", log: "info" },
  GUEST_EXISTS: { status: 409, message: "You invited somebody with this address already", log: "info" },
  LINK_INVALID: { status: 404, message: "This link is not valid", log: "info" },
  LINK_USED: { status: 410, message: "This link was used before", log: "info" },
  LINK_EXPIRED: { status: 410, message: "This link has expired", log: "info" },
  REPLAY_IMPOSSIBLE: { status: 409, message: "What was rejected is no event and cannot be handed over", log: "info" },
  PASSWORD_TOO_WEAK: { status: 422, message: "The password needs at least {length} characters", log: "debug" },
  RATE_LIMITED: { status: 429, message: "Too many requests; wait {seconds} seconds", log: "info" },
  HOMESERVER_UNREACHABLE: { status: 502, message: "The homeserver does not answer", log: "error" },
  HOMESERVER_REFUSED: { status: 502, message: "The homeserver refused: {reason}", log: "error" },
  ROOM_FIXED: { status: 409, message: "The members of this room follow the directory alone", log: "info" },
  ROOM_ARCHIVED: { status: 409, message: "This room is closed", log: "info" },
  MEMBER_OUTSIDE: { status: 409, message: "People from outside come by invitation only", log: "info" },
  MEMBERSHIP_HELD: { status: 409, message: "This person is a member because of {source} {name}", log: "info" },
  NOT_READY: { status: 503, message: "The service is starting", log: "info" },
  INTERNAL: { status: 500, message: "Something went wrong here; quote the request id", log: "error" },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errors;

/** One thing that is wrong in a request: where (a path like `people[3].email`) and what. */
export const Problem = z
  .object({ path: z.string(), message: z.string() })
  .meta({ id: "Problem", description: "What is wrong, and where" });

const code = z.enum(Object.keys(errors) as [ErrorCode, ...ErrorCode[]]);
const fields = z.record(z.string(), z.union([z.string(), z.number()]));

/** The body of every answer that is not a success. */
export const ErrorBody = z
  .object({
    code,
    message: z.string().meta({ description: "For people, in English" }),
    fields,
    problems: z.array(Problem).optional(),
    requestId: z.string(),
  })
  .meta({ id: "ErrorBody", description: "Why a request was refused" });
export type ErrorBody = z.infer<typeof ErrorBody>;

/** An error that is kept or that work in the background met: the code and fields of the table, and what happened in English. */
export const Hindrance = z
  .object({ code, fields, detail: z.string().meta({ description: "For programs and logs, in English" }) })
  .meta({ id: "Hindrance", description: "Why something was refused or does not go on" });
export type Hindrance = z.infer<typeof Hindrance>;
