import type { z } from "zod";
import type { Ability } from "./abilities.ts";

/**
 * Who may call a route: an ability from the table, `public` for everybody, or
 * `self` for anybody with a session about his own account.
 */
export type Access = Ability | "public" | "self";

/** One route of the HTTP API. The key in its table is `METHOD /path/{parameter}`. */
export interface Route {
  readonly access: Access;
  readonly summary: string;
  /** Path parameters, one string each. */
  readonly params?: z.ZodType;
  /** Query parameters, strings coerced by the schema. */
  readonly query?: z.ZodType;
  /** JSON request body. */
  readonly body?: z.ZodType;
  /** Takes more than the 1 MiB of other bodies: files. The web server lets them through by "imports" or "versions" in the path. */
  readonly bodyLimit?: "import";
  readonly response: z.ZodType;
  /** The answer is a stream of server-sent events; `response` is what one of them carries. */
  readonly stream?: true;
  /** Status of success: 200 unless said otherwise. */
  readonly status?: 200 | 201 | 202 | 204;
}

export type RouteTable = Readonly<Record<`${"GET" | "POST" | "PUT" | "DELETE"} /${string}`, Route>>;

/** Declares the routes of one capability and keeps their exact types. */
export const defineRoutes = <const Table extends RouteTable>(table: Table): Table => table;
