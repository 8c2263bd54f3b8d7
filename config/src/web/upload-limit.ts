import type { RequestHandler } from "express";

/**
 * Refuses a request whose body is larger than the homeserver takes with the
 * error of the Matrix specification. Synapse cuts the connection instead, which
 * a client cannot tell from a server that is down.
 */
export function refuseTooLarge(limitBytes: number): RequestHandler {
  return (request, response, next) => {
    if (Number(request.headers["content-length"] ?? 0) <= limitBytes) return next();
    // Read to its end: a client that is still sending would not look for the answer.
    request.resume();
    response.status(413).set("access-control-allow-origin", "*");
    return void response.json({
      errcode: "M_TOO_LARGE",
      error: `The file is larger than ${limitBytes} bytes, the most that is accepted here.`,
    });
  };
}
