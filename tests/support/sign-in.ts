import type { Role } from "@portico/contract/roles.ts";
import { api } from "./api.ts";
import { matrix } from "./matrix.ts";
import { stack } from "./stack.ts";

/** Somebody who is signed in at the homeserver and at the HTTP API. */
export interface User {
  readonly userId: string;
  readonly accessToken: string;
  readonly deviceId: string;
  /** Bearer token of the HTTP API. */
  readonly session: string;
}

const known = new Map<string, Promise<User>>();

/**
 * The first account of the sample company with this role; signed in once per
 * test file. A test that ends the session must use `signInAfresh`.
 */
export function signIn(role: Role): Promise<User> {
  const user = known.get(role) ?? signInAfresh(role);
  known.set(role, user);
  return user;
}

/** A new device and a new session for an account of the sample company with this role. */
export async function signInAfresh(role: Role): Promise<User> {
  const account = stack().accounts.find((each) => each.role === role);
  if (account === undefined) throw new Error(`the sample company has no sign-in for the role ${role}`);
  if (account.guestId !== undefined) {
    const { link } = await api("operator").call("POST /api/operator/links", { body: { id: account.guestId } });
    return signInByLink(link);
  }
  return signInWith({
    type: "m.login.password",
    identifier: { type: "m.id.user", user: account.userId },
    password: account.password,
  });
}

/** The part of a one-time link that is the token. */
export const tokenOf = (link: string): string => new URL(link).hash.slice(1);

/** Uses a one-time link as its owner's browser does. */
export async function signInByLink(link: string): Promise<User> {
  const { loginToken } = await api("nobody").call("POST /api/links/redeem", { body: { token: tokenOf(link) } });
  return signInWith({ type: "m.login.token", token: loginToken });
}

async function signInWith(login: object): Promise<User> {
  const answer = await matrix("nobody").call("POST", "/_matrix/client/v3/login", login);
  const user = {
    userId: String(answer["user_id"]),
    accessToken: String(answer["access_token"]),
    deviceId: String(answer["device_id"]),
  };
  const { token } = await api("nobody").call("POST /api/session", { body: { openId: await openIdToken(user) } });
  return { ...user, session: token };
}

/** A fresh OpenID token of the homeserver, as the client hands it to our API. */
export async function openIdToken(user: { readonly userId: string; readonly accessToken: string }) {
  const path = `/_matrix/client/v3/user/${encodeURIComponent(user.userId)}/openid/request_token`;
  return (await matrix(user).call("POST", path, {})) as {
    access_token: string;
    token_type: "Bearer";
    matrix_server_name: string;
    expires_in: number;
  };
}
