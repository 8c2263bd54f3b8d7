import { defineErrors, type ErrorEntry } from "./declare.ts";
import { gather, type Merged } from "./derive.ts";

/** Errors that any route can answer with; the others belong to the capability that declares them. */
const common = defineErrors({
  REQUEST_INVALID: { status: 400, message: "The request is not valid", log: "info" },
  BODY_NOT_JSON: { status: 400, message: "The body is not valid JSON", log: "info" },
  BODY_TOO_LARGE: { status: 413, message: "The body is larger than {limit}", log: "info" },
  BODY_TOO_COMPLEX: {
    status: 400,
    message: "The body is nested deeper than {depth} or has more than {parts} parts",
    log: "info",
  },
  BODY_TOO_SLOW: { status: 408, message: "The body took too long to arrive", log: "info" },
  CONTENT_TYPE_UNSUPPORTED: { status: 415, message: "The body must be application/json", log: "info" },
  ROUTE_UNKNOWN: { status: 404, message: "There is nothing at this address", log: "debug" },
  METHOD_NOT_ALLOWED: { status: 405, message: "This address takes {allowed}", log: "debug" },
  SESSION_MISSING: { status: 401, message: "Sign in first", log: "debug" },
  SESSION_INVALID: { status: 401, message: "The session is over; sign in again", log: "info" },
  ABILITY_MISSING: { status: 403, message: "This needs the ability {ability}", log: "info" },
  NOT_FOUND: { status: 404, message: "There is no such {noun}", log: "debug" },
  VERSION_CONFLICT: { status: 409, message: "Somebody changed this meanwhile; look again", log: "info" },
  RATE_LIMITED: { status: 429, message: "Too many requests; wait {seconds} seconds", log: "info" },
  HOMESERVER_UNREACHABLE: { status: 502, message: "The homeserver does not answer", log: "error" },
  HOMESERVER_REFUSED: { status: 502, message: "The homeserver refused: {reason}", log: "error" },
  NOT_READY: { status: 503, message: "The service is starting", log: "info" },
  INTERNAL: { status: 500, message: "Something went wrong here; quote the request id", log: "error" },
});

/** Every error that the HTTP API answers with. */
export const errors: Readonly<Record<keyof typeof common | keyof Merged<"errors">, ErrorEntry>> = {
  ...common,
  ...gather("errors"),
};

export type ErrorCode = keyof typeof errors;
