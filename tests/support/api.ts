import { randomInt } from "node:crypto";
import { type ApiRoutes, apiRoutes } from "@portico/contract/api.ts";
import { ErrorBody } from "@portico/contract/error-body.ts";
import type { Route } from "@portico/contract/routes.ts";
import type { z } from "zod";
import { stack } from "./stack.ts";

export type RouteKey = keyof ApiRoutes;

type Field<R, Name extends "params" | "query" | "body"> = R extends { readonly [N in Name]: infer S extends z.ZodType }
  ? object extends z.input<S>
    ? { readonly [N in Name]?: z.input<S> }
    : { readonly [N in Name]: z.input<S> }
  : unknown;
type Input<K extends RouteKey> = Field<ApiRoutes[K], "params"> &
  Field<ApiRoutes[K], "query"> &
  Field<ApiRoutes[K], "body">;
type Arguments<K extends RouteKey> = object extends Input<K> ? [input?: Input<K>] : [input: Input<K>];

/** The API said no: compare with `rejects.toMatchObject({ status, code })`. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly code: ErrorBody["code"];
  readonly body: ErrorBody;
  readonly headers: Headers;
  constructor(key: string, answer: Response, body: ErrorBody) {
    super(`${key}: ${answer.status} ${body.code}: ${body.message} ${JSON.stringify(body.problems ?? "")}`);
    this.status = answer.status;
    this.code = body.code;
    this.body = body;
    this.headers = answer.headers;
  }
}

export interface Api {
  /** Calls a route of the contract; throws `ApiRefusal`. The answer must be what the contract says, no more and no less. */
  call<K extends RouteKey>(key: K, ...input: Arguments<K>): Promise<z.output<ApiRoutes[K]["response"]>>;
  /** Sends whatever is given, for requests that the contract does not allow. */
  raw(method: string, path: string, init?: { body?: string; headers?: Record<string, string> }): Promise<Response>;
}

/** Calls without a session are limited per address; each test file is an office of its own. */
const address = `198.18.${randomInt(256)}.${randomInt(256)}`;

/** The API as somebody with a session, as the launcher (`operator`), or as nobody. */
export function api(as: { readonly session: string } | "operator" | "nobody"): Api {
  const token = as === "nobody" ? undefined : as === "operator" ? stack().settings.operatorToken : as.session;
  const raw: Api["raw"] = (method, path, init = {}) =>
    fetch(`${stack().service}${path}`, {
      method,
      headers: {
        "x-forwarded-for": address,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...init.headers,
      },
      ...(init.body !== undefined && { body: init.body }),
    });
  return {
    raw,
    async call<K extends RouteKey>(key: K, ...[input]: Arguments<K>) {
      const route: Route = apiRoutes[key];
      const { params, query, body } = (input ?? {}) as Record<"params" | "query" | "body", object | undefined>;
      const [method = "", template = ""] = key.split(" ");
      const answer = await raw(method, fill(template, params) + queryOf(query), {
        ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
      if (!answer.ok) throw new ApiRefusal(key, answer, ErrorBody.parse(await answer.json()));
      if (answer.status !== (route.status ?? 200)) throw new Error(`${key}: answered ${answer.status}`);
      const content: unknown = answer.status === 204 ? null : await answer.json();
      return route.response.parse(content) as z.output<ApiRoutes[K]["response"]>;
    },
  };
}

const fill = (template: string, params: object | undefined): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((params as Record<string, unknown> | undefined)?.[name])),
  );

function queryOf(query: object | undefined): string {
  const entries = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries.map(([key, value]) => [key, String(value)]))}`;
}
