import type { RequestHandler } from "express";
import { rateLimit } from "express-rate-limit";
import { AppError } from "../errors.ts";

const WINDOW_MS = 60_000;
/** Per address and minute. Generous, because a whole office may share one address. */
const REQUESTS_PER_WINDOW = 240;

/**
 * Keeps one address from trying links and sign-ins without end; throws
 * `RATE_LIMITED` with the seconds until the next try. Counts in memory: after a
 * restart, and in a second process, the count begins anew.
 */
export const limitPublicCalls = (): RequestHandler =>
  rateLimit({
    windowMs: WINDOW_MS,
    limit: REQUESTS_PER_WINDOW,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    handler: (_request, _response, next) => {
      next(new AppError("RATE_LIMITED", { seconds: WINDOW_MS / 1000 }));
    },
  });
