import type { Request, RequestHandler, Response } from "express";
import { jsonLimits, keepsShape } from "../json-shape.ts";
import { decodedSegments } from "./addresses.ts";

const KIB = 1024;
/** Of whoever is not signed in: a sign-in, a link. */
const PUBLIC_BYTES = 64 * KIB;
/** What a signed-in client sends at most, uploads, imports and versions aside. */
const SIGNED_IN_BYTES = 1024 * KIB;
/** CSV files of a whole company; only our own API takes them. */
const IMPORT_BYTES = 20 * 1024 * KIB;
/** Filters and lists of rooms to follow: the homeserver looks at every room in them. */
const FILTER_BYTES = 64 * KIB;
/** How long a body may take to arrive, files aside. */
const WITHIN_MS = 30_000;

/** What may be sent to an address. */
interface BodyLimit {
  readonly bytes: number;
  /** Files go through as they come; everything else is read and looked at before it is passed on. */
  readonly isFile: boolean;
}

/** Why a body is not passed on, for clients of either API. */
interface BodyProblem {
  readonly status: number;
  readonly errcode: string;
  readonly code: string;
  readonly fields: Readonly<Record<string, string | number>>;
  readonly text: string;
}

type Refuse = (response: Response, problem: BodyProblem) => void;

const tooLarge = (bytes: number): BodyProblem => ({
  status: 413,
  errcode: "M_TOO_LARGE",
  code: "BODY_TOO_LARGE",
  fields: { limit: `${Math.floor(bytes / KIB)} KiB` },
  text: `This is larger than ${bytes} bytes, the most that is accepted here.`,
});
const tooSlow: BodyProblem = {
  status: 408,
  errcode: "M_UNKNOWN",
  code: "BODY_TOO_SLOW",
  fields: {},
  text: "The request took too long to arrive.",
};
const withoutLength: BodyProblem = {
  status: 411,
  errcode: "M_UNKNOWN",
  code: "BODY_NOT_JSON",
  fields: {},
  text: "The request must say how long it is.",
};
const compressed: BodyProblem = {
  status: 415,
  errcode: "M_UNKNOWN",
  code: "CONTENT_TYPE_UNSUPPORTED",
  fields: {},
  text: "Compressed requests are not accepted.",
};
const nested: BodyProblem = {
  status: 400,
  errcode: "M_BAD_JSON",
  code: "BODY_TOO_COMPLEX",
  fields: { ...jsonLimits },
  text: "The request is nested too deeply or has too many parts.",
};

/** The limits of one address of the homeserver or of our API. */
export function bodyLimitOf(path: string, signedIn: boolean, maxUploadBytes: number): BodyLimit {
  const segments = decodedSegments(path).filter((segment) => segment !== "");
  const [first, second] = segments;
  if (first === "_matrix" && second === "media") {
    return signedIn ? { bytes: maxUploadBytes, isFile: true } : { bytes: PUBLIC_BYTES, isFile: false };
  }
  if (!signedIn) return { bytes: PUBLIC_BYTES, isFile: false };
  if (first === "api" && ["imports", "import", "versions"].some((name) => segments.includes(name))) {
    return { bytes: IMPORT_BYTES, isFile: true };
  }
  if (first === "_matrix" && (segments.at(-1) === "filter" || segments.at(-1) === "sync")) {
    return { bytes: FILTER_BYTES, isFile: false };
  }
  return { bytes: SIGNED_IN_BYTES, isFile: false };
}

/**
 * Refuses a body that is larger, deeper or slower than anything a client
 * sends, before a program with one event loop has to take it. Large uploads are
 * refused here as well: Synapse cuts the connection, which a client cannot tell
 * from a server that is down.
 */
export function limitBodies(maxUploadBytes: number, refuse: Refuse): RequestHandler {
  return async (request, response, next) => {
    const chunked = request.headers["transfer-encoding"] !== undefined;
    const length = Number(request.headers["content-length"] ?? 0);
    if (!chunked && length === 0) return next();
    const limit = bodyLimitOf(request.originalUrl, isSignedIn(request), maxUploadBytes);
    const no = (problem: BodyProblem) => {
      // Read to its end: a client that is still sending would not look for the answer.
      request.resume();
      refuse(response, problem);
    };
    if (length > limit.bytes) return no(tooLarge(limit.bytes));
    if (limit.isFile) return next();
    if (chunked) return no(withoutLength);
    if (!/^(?:identity)?$/i.test(request.headers["content-encoding"] ?? "")) return no(compressed);
    const body = await readWhole(request, length);
    if (body === undefined) {
      if (!response.headersSent) refuse(response.set("connection", "close"), tooSlow);
      return;
    }
    if (!keepsShape(body)) return no(nested);
    // What was looked at is sent on as if it had just come.
    request.unshift(body);
    next();
  };
}

const isSignedIn = ({ headers }: Request): boolean =>
  headers.authorization !== undefined || (headers.cookie?.includes("portico_session=") ?? false);

/** Resolves when all bytes are there, with undefined when they do not come in time. */
function readWhole(request: Request, length: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let read = 0;
    const done = (body: Buffer | undefined) => {
      clearTimeout(timer);
      request.off("data", take).off("aborted", gone).off("error", gone).pause();
      resolve(body);
    };
    const gone = () => done(undefined);
    const take = (piece: Buffer) => {
      pieces.push(piece);
      read += piece.length;
      if (read >= length) done(Buffer.concat(pieces));
    };
    const timer = setTimeout(gone, WITHIN_MS);
    request.on("data", take).once("aborted", gone).once("error", gone);
  });
}
