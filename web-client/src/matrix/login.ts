import type { RequestOf } from "../api/types.ts";
import type { MatrixCredentials } from "./credentials.ts";
import { MatrixError } from "./matrix-error.ts";

type OpenIdToken = RequestOf<"POST /api/session">["body"]["openId"];

interface MatrixRequest {
  readonly method: "POST";
  readonly path: string;
  readonly body: unknown;
  readonly accessToken?: string;
  readonly homeserverUrl: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const readBody = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch (cause) {
    const message = `The homeserver answered ${response.status} without JSON`;
    throw new MatrixError("M_NOT_JSON", response.status, message, null, { cause });
  }
};

const request = async ({ method, path, body, accessToken, homeserverUrl }: MatrixRequest): Promise<unknown> => {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (accessToken !== undefined) headers["authorization"] = `Bearer ${accessToken}`;
  let response: Response;
  try {
    response = await fetch(`${homeserverUrl}/_matrix/client/v3${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
    });
  } catch (cause) {
    throw new MatrixError("M_UNREACHABLE", 0, "The homeserver does not answer", null, { cause });
  }
  const answer = await readBody(response);
  if (response.ok) return answer;
  const refusal = isRecord(answer) ? answer : {};
  const errcode = typeof refusal["errcode"] === "string" ? refusal["errcode"] : "M_UNKNOWN";
  const message =
    typeof refusal["error"] === "string" ? refusal["error"] : `The homeserver answered ${response.status}`;
  const retryAfter = typeof refusal["retry_after_ms"] === "number" ? refusal["retry_after_ms"] : null;
  throw new MatrixError(errcode, response.status, message, retryAfter);
};

const login = async (homeserverUrl: string, body: Record<string, unknown>): Promise<MatrixCredentials> => {
  const answer = await request({
    method: "POST",
    path: "/login",
    homeserverUrl,
    body: { ...body, initial_device_display_name: "Portico" },
  });
  const { user_id: userId, device_id: deviceId, access_token: accessToken } = isRecord(answer) ? answer : {};
  if (typeof userId !== "string" || typeof deviceId !== "string" || typeof accessToken !== "string") {
    throw new MatrixError("M_BAD_JSON", 200, "The homeserver's login answer lacks a field", null);
  }
  return { homeserverUrl, userId, deviceId, accessToken };
};

/** Signs in with user name (or full user id) and password: client-server API, `m.login.password`. */
export const loginWithPassword = async (
  homeserverUrl: string,
  user: string,
  password: string,
): Promise<MatrixCredentials> =>
  login(homeserverUrl, { type: "m.login.password", identifier: { type: "m.id.user", user }, password });

/** Signs in with a token that the application service got for us: client-server API, `m.login.token`. */
export const loginWithToken = async (homeserverUrl: string, token: string): Promise<MatrixCredentials> =>
  login(homeserverUrl, { type: "m.login.token", token });

/** Ends this device's access token. */
export const logout = async ({ homeserverUrl, accessToken }: MatrixCredentials): Promise<void> => {
  await request({ method: "POST", path: "/logout", homeserverUrl, accessToken, body: {} });
};

/** A token that proves to our API who we are, without giving it the access token. */
export const requestOpenIdToken = async (credentials: MatrixCredentials): Promise<OpenIdToken> => {
  const path = `/user/${encodeURIComponent(credentials.userId)}/openid/request_token`;
  const { homeserverUrl, accessToken } = credentials;
  const answer = await request({ method: "POST", path, homeserverUrl, accessToken, body: {} });
  const token = isRecord(answer) ? answer : {};
  const { access_token, expires_in, matrix_server_name } = token;
  if (typeof access_token !== "string" || typeof expires_in !== "number" || typeof matrix_server_name !== "string") {
    throw new MatrixError("M_BAD_JSON", 200, "The homeserver's OpenID answer lacks a field", null);
  }
  return { access_token, expires_in, matrix_server_name, token_type: "Bearer" };
};
