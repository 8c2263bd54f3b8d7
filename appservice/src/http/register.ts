import { abilityNames } from "@portico/contract/abilities.ts";
import type { Route } from "@portico/contract/routes.ts";
import type { CookieOptions, Express, Request, RequestHandler, Response } from "express";
import type { z } from "zod";
import { AppError } from "../errors.ts";
import type { Actor } from "../policy/actor.ts";
import { holds } from "../policy/engine.ts";
import { bodyLimitOf, readBody } from "./body.ts";
import type { Call, Feature, Handler } from "./define.ts";
import { createEventStream } from "./event-stream.ts";

export const SESSION_COOKIE = "portico_session";

export interface RegisterOptions {
  /** Finds who asks by cookie or bearer token; null when nobody is signed in; throws when the session is over. */
  readonly authenticate: (request: Request) => Promise<Actor | null>;
  readonly secureCookie: boolean;
  /** Runs before public routes that take a body; throws `RATE_LIMITED`. */
  readonly limitPublicCalls: RequestHandler;
  /** Hears of each ability that was asked for, and whether the call went on. */
  readonly decided: (ability: string, allowed: boolean) => void;
}

/** Adds the routes of a feature; throws at start-up for a route whose access is unknown or whose handler is missing. */
export function registerFeature(app: Express, feature: Feature, options: RegisterOptions): void {
  for (const [key, route] of Object.entries(feature.routes)) {
    const handler = feature.handlers[key];
    if (handler === undefined) throw new Error(`${feature.name}: ${key} has no handler`);
    if (!["public", "self", ...abilityNames].includes(route.access)) {
      throw new Error(`${feature.name}: ${key} names no ability of the table: ${route.access}`);
    }
    const { method, path } = splitKey(key);
    // Whoever is not signed in can be told apart by address only.
    if (route.access === "public" && method !== "get") app[method](path, options.limitPublicCalls);
    app[method](path, async (request, response) => {
      await answer(route, handler, request, response, options);
    });
  }
}

/** `METHOD /path/{parameter}` as Express wants it. */
export function splitKey(key: string): { method: "get" | "post" | "put" | "delete"; path: string } {
  const match = /^(GET|POST|PUT|DELETE) (\/\S+)$/.exec(key);
  if (match?.[1] === undefined || match[2] === undefined) throw new Error(`not a route: ${key}`);
  return {
    method: match[1].toLowerCase() as "get" | "post" | "put" | "delete",
    path: match[2].replaceAll(/\{(\w+)\}/g, ":$1"),
  };
}

async function answer(
  route: Route,
  handler: Handler<Route>,
  request: Request,
  response: Response,
  options: RegisterOptions,
): Promise<void> {
  const actor = await admit(route, request, options).catch((error: unknown) => {
    count(route, error, options);
    throw error;
  });
  const body =
    route.body === undefined ? undefined : await readBody(request, response, bodyLimitOf(route, actor !== null));
  const call: Call<Route> = {
    actor: actor as Actor,
    params: parse(route.params, request.params, "params"),
    query: parse(route.query, request.query, "query"),
    body: parse(route.body, body, "body"),
    address: request.ip ?? "",
    stream: undefined,
    setSessionCookie: (token, expiresAt) => {
      setCookie(response, token, expiresAt, options.secureCookie);
    },
  };
  if (route.stream === true) {
    count(route, undefined, options);
    await handler({ ...call, stream: createEventStream(request, response) as never });
    return;
  }
  const result = await handler(call).catch((error: unknown) => {
    count(route, error, options);
    throw error;
  });
  count(route, undefined, options);
  const status = route.status ?? 200;
  response.status(status).setHeader("Cache-Control", "no-store");
  if (status === 204) response.end();
  // Parsing the answer drops every field that the contract does not name.
  else response.json(await route.response.parseAsync(result));
}

/** Other failures than a refusal say nothing about rights. */
function count(route: Route, thrown: unknown, { decided }: RegisterOptions): void {
  if (route.access === "public" || route.access === "self") return;
  if (thrown === undefined) decided(route.access, true);
  else if (thrown instanceof AppError && thrown.code === "ABILITY_MISSING") decided(route.access, false);
}

async function admit(route: Route, request: Request, options: RegisterOptions): Promise<Actor | null> {
  if (route.access === "public") return null;
  const actor = await options.authenticate(request);
  if (actor === null) throw new AppError("SESSION_MISSING");
  if (route.access === "self") return actor;
  // Only the role is decided here; what a rule narrows to an object, the service decides when it has loaded it.
  if (!holds(actor, route.access)) throw new AppError("ABILITY_MISSING", { ability: route.access });
  return actor;
}

function parse(schema: z.ZodType | undefined, value: unknown, where: string): never {
  if (schema === undefined) return undefined as never;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as never;
  throw new AppError(
    "REQUEST_INVALID",
    {},
    {
      problems: parsed.error.issues.map((issue) => ({
        path: [where, ...issue.path.map(String)].join("."),
        message: issue.message,
      })),
    },
  );
}

function setCookie(response: Response, token: string | null, expires: Date | undefined, secure: boolean): void {
  const common: CookieOptions = { httpOnly: true, sameSite: "strict", secure, path: "/api" };
  if (token === null) response.clearCookie(SESSION_COOKIE, common);
  else response.cookie(SESSION_COOKIE, token, expires === undefined ? common : { ...common, expires });
}
