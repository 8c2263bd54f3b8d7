import { errors, type ErrorBody } from "@portico/contract/errors.ts";
import type { ErrorRequestHandler, RequestHandler } from "express";
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

/** Errors of Express's body parser carry a `type` (http-errors); everything else unknown is ours to repair. */
function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const type = typeof thrown === "object" && thrown !== null && "type" in thrown ? thrown.type : undefined;
  if (type === "entity.parse.failed") return new AppError("BODY_NOT_JSON");
  if (type === "entity.too.large") return new AppError("BODY_TOO_LARGE", { limit: "20 MB" });
  if (type === "charset.unsupported" || type === "encoding.unsupported")
    return new AppError("CONTENT_TYPE_UNSUPPORTED");
  if (thrown instanceof URIError) return new AppError("ROUTE_UNKNOWN");
  return new AppError("INTERNAL", {}, { cause: thrown });
}
