import express, { type Request, type RequestHandler, type Response } from "express";
import { AppError } from "../errors.ts";

/** Of people who are not signed in; nothing that they may send is larger. */
const PUBLIC_LIMIT = "100kb";
/** Large enough for an import of CSV files. */
const SIGNED_IN_LIMIT = "20mb";

const parsers = {
  public: express.json({ limit: PUBLIC_LIMIT, strict: true }),
  signedIn: express.json({ limit: SIGNED_IN_LIMIT, strict: true }),
} satisfies Record<string, RequestHandler>;

/**
 * Reads the JSON body, once it is known who sends it. Throws
 * `CONTENT_TYPE_UNSUPPORTED` for another type, and what Express's parser throws
 * for a body that is broken or too large.
 */
export async function readBody(request: Request, response: Response, who: keyof typeof parsers): Promise<unknown> {
  // `is` answers null when there is no body at all; that is for the schema to judge.
  if (request.is("application/json") === false) throw new AppError("CONTENT_TYPE_UNSUPPORTED");
  await new Promise<void>((resolve, reject) => {
    parsers[who](request, response, (error?: Error | string) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error(error));
    });
  });
  return request.body;
}
