import { ApiError, isErrorBody } from "./api-error.ts";
import type { RequestOf, ResponseOf, RouteName } from "./types.ts";

interface AnyRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

/** Gets a new session after the service forgot the old one; false when only signing in again helps. */
type Renew = () => Promise<boolean>;
let renewSession: Renew | null = null;

/** Tells the client how to renew a session (contexts/session.ts does); null when nobody is signed in. */
export const onSessionOver = (renew: Renew | null): void => {
  renewSession = renew;
};

const urlOf = (path: string, { params = {}, query = {} }: AnyRequest): string => {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
};

const readJson = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError("UNREADABLE", response.status, undefined, { cause });
  }
};

const send = async (
  name: string,
  request: AnyRequest,
  signal: AbortSignal | undefined,
  credentials: RequestCredentials = "same-origin",
): Promise<unknown> => {
  const [method = "GET", path = "/"] = name.split(" ");
  const init: RequestInit = { method, credentials, headers: { accept: "application/json" } };
  if (signal !== undefined) init.signal = signal;
  if (request.body !== undefined) {
    init.body = JSON.stringify(request.body);
    init.headers = { accept: "application/json", "content-type": "application/json" };
  }
  let response: Response;
  try {
    response = await fetch(urlOf(path, request), init);
  } catch (cause) {
    // fetch rejects with TypeError when there was no answer; an abort is the caller's own wish.
    if (cause instanceof TypeError) throw new ApiError("UNREACHABLE", 0, undefined, { cause });
    throw cause;
  }
  if (response.status === 204) return null;
  const body = await readJson(response);
  if (response.ok) return body;
  if (isErrorBody(body)) throw new ApiError(body.code, response.status, body);
  throw new ApiError("UNREADABLE", response.status);
};

const sessionIsOver = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === "SESSION_MISSING" || error.code === "SESSION_INVALID");

/** The HTTP API of Portico on this origin. Types come from the contract; nothing of it is in the bundle. */
export const api = {
  /**
   * Calls a route. Rejects with `ApiError`, or with an `AbortError` when the
   * signal fired. A session that ended is renewed once without being noticed.
   */
  call: async <Name extends RouteName>(
    name: Name,
    request: RequestOf<Name>,
    signal?: AbortSignal,
  ): Promise<ResponseOf<Name>> => {
    const sent = request as AnyRequest;
    try {
      return (await send(name, sent, signal)) as ResponseOf<Name>;
    } catch (error) {
      if (renewSession === null || !sessionIsOver(error) || !(await renewSession())) throw error;
      return (await send(name, sent, signal)) as ResponseOf<Name>;
    }
  },

  /** Calls a public route so that nothing of the request tells who is signed in. */
  callWithoutSession: async <Name extends RouteName>(
    name: Name,
    request: RequestOf<Name>,
    signal?: AbortSignal,
  ): Promise<ResponseOf<Name>> => (await send(name, request, signal, "omit")) as ResponseOf<Name>,
};
