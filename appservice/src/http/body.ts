import { jsonLimits, keepsShape } from "@portico/config/json-shape.ts";
import type { Route } from "@portico/contract/routes.ts";
import express, { type Request, type RequestHandler, type Response } from "express";
import { AppError } from "../errors.ts";

/** Largest bodies: of people who are not signed in, of those who are, and of an import of CSV files. */
const LIMITS = { public: "64kb", signedIn: "1mb", import: "20mb" } as const;

type Limit = keyof typeof LIMITS;

const refuseNested = (_request: unknown, _response: unknown, body: Buffer): void => {
  if (!keepsShape(body)) throw new AppError("BODY_TOO_COMPLEX", { depth: jsonLimits.depth, parts: jsonLimits.parts });
};

/** Compressed bodies are refused: what they unpack to is known only when it was unpacked. */
const parser = (limit: Limit): RequestHandler =>
  express.json({ limit: LIMITS[limit], strict: true, inflate: false, verify: refuseNested });

const parsers: Readonly<Record<Limit, RequestHandler>> = {
  public: parser("public"),
  signedIn: parser("signedIn"),
  import: parser("import"),
};

/** The limit of a route for somebody who is signed in, or not. */
export const bodyLimitOf = (route: Pick<Route, "bodyLimit">, signedIn: boolean): Limit =>
  signedIn ? (route.bodyLimit ?? "signedIn") : "public";

/**
 * Reads the JSON body, once it is known who sends it. Throws
 * `CONTENT_TYPE_UNSUPPORTED` for another type or a compressed body,
 * `BODY_TOO_COMPLEX`, and what Express's parser throws for a body that is
 * broken or too large.
 */
export async function readBody(request: Request, response: Response, limit: Limit): Promise<unknown> {
  // `is` answers null when there is no body at all; that is for the schema to judge.
  if (request.is("application/json") === false) throw new AppError("CONTENT_TYPE_UNSUPPORTED");
  await new Promise<void>((resolve, reject) => {
    parsers[limit](request, response, (error?: Error | string) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error(error));
    });
  });
  return request.body;
}
