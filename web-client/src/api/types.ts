import type { ApiRoutes } from "@portico/contract/api.ts";

/** `METHOD /path` of every route of the HTTP API. */
export type RouteName = keyof ApiRoutes;

/** What a schema accepts, and what it gives, without loading the schema library into the page. */
type InputOf<Schema> = Schema extends { _zod: { input: infer Input } } ? Input : never;
type OutputOf<Schema> = Schema extends { _zod: { output: infer Output } } ? Output : never;

type Part<Name extends RouteName, Key extends "params" | "query" | "body"> =
  ApiRoutes[Name] extends Readonly<Record<Key, infer Schema>> ? Readonly<Record<Key, InputOf<Schema>>> : unknown;

/** Path parameters, query and body of a route, each only where the route has it. */
export type RequestOf<Name extends RouteName> = Part<Name, "params"> & OptionalQuery<Name> & Part<Name, "body">;

/** Every query parameter of the API has a default, so a query may be left out. */
type OptionalQuery<Name extends RouteName> = Partial<Part<Name, "query">>;

/** What a route answers with. */
export type ResponseOf<Name extends RouteName> = OutputOf<ApiRoutes[Name]["response"]>;
