import { errors } from "@portico/contract/errors.ts";
import type { ErrorBody } from "@portico/contract/error-body.ts";
import type { ErrorRequestHandler, RequestHandler } from "express";
import { z } from "zod";
import { AppError } from "../errors.ts";
import type { Log } from "../log/logger.ts";

/** Answers every address that no route claims. */
export const unknownRoute: RequestHandler = () => {
  throw new AppError("ROUTE_UNKNOWN");
};

/** Turns whatever was thrown into an answer with a code, and logs it at the level of the error table. */
export const errorAnswer =
  (log: Log): ErrorRequestHandler =>
  (thrown: unknown, request, response, _next) => {
    const error = toAppError(thrown);
    const { status, log: level } = errors[error.code];
    const requestId = String(response.getHeader("X-Request-Id"));
    log[level](
      {
        requestId,
        code: error.code,
        method: request.method,
        path: request.path,
        ...(status >= 500 && { err: thrown }),
      },
      error.message,
    );
    if (response.headersSent) {
      response.end();
      return;
    }
    const body: ErrorBody = {
      code: error.code,
      message: error.message,
      fields: { ...error.fields },
      ...(error.problems.length > 0 && { problems: [...error.problems] }),
      requestId,
    };
    if (typeof error.fields["seconds"] === "number") response.setHeader("Retry-After", String(error.fields["seconds"]));
    response.status(status).json(body);
  };

/** Errors of Express's body parser carry a `type` (http-errors), those of PostgreSQL a `code`. */
const Foreign = z.looseObject({
  type: z.string().optional().catch(undefined),
  limit: z.number().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
});

const parserErrors = {
  "entity.parse.failed": "BODY_NOT_JSON",
  "request.aborted": "BODY_NOT_JSON",
  "request.size.invalid": "BODY_NOT_JSON",
  "charset.unsupported": "CONTENT_TYPE_UNSUPPORTED",
  "encoding.unsupported": "CONTENT_TYPE_UNSUPPORTED",
} as const;

/** PostgreSQL cannot keep a NUL character in a text (error class 22, "data exception"). */
const UNTRANSLATABLE_CHARACTER = "22021";

function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof URIError) return new AppError("ROUTE_UNKNOWN");
  const { type, limit, code } = Foreign.safeParse(thrown).data ?? {};
  if (type === "entity.too.large") {
    return new AppError("BODY_TOO_LARGE", { limit: `${Math.ceil((limit ?? 0) / 1024)} KiB` });
  }
  if (type !== undefined && type in parserErrors) return new AppError(parserErrors[type as keyof typeof parserErrors]);
  if (code === UNTRANSLATABLE_CHARACTER) {
    const problems = [{ path: "", message: "a text holds a NUL character" }];
    return new AppError("REQUEST_INVALID", {}, { problems });
  }
  return new AppError("INTERNAL", {}, { cause: thrown });
}
