import { createContext } from "@lit/context";
import { signal } from "@preact/signals-core";
import type { ReadonlySignal } from "@preact/signals-core";
import { ApiError } from "../api/api-error.ts";
import { api, onSessionOver } from "../api/client.ts";
import type { ResponseOf } from "../api/types.ts";
import { readStored, writeStored } from "../lib/stored.ts";
import { isMatrixCredentials } from "../matrix/credentials.ts";
import type { MatrixCredentials } from "../matrix/credentials.ts";
import { logout, requestOpenIdToken } from "../matrix/login.ts";
import { MatrixError } from "../matrix/matrix-error.ts";

/** The signed-in account as the API describes it. */
export type Account = ResponseOf<"GET /api/session">;
type Ability = Account["abilities"][number];

/**
 * Why a session ended: by the user, for another sign-in here or in another tab, forgotten by the
 * server, or because the account's time is over. When the server forgets a guest,
 * somebody of the company ended the access or it ran out: `guest-over`.
 */
export type SessionEnd = "signed-out" | "replaced" | "elsewhere" | "session-over" | "guest-over" | "account-ended";

/** One sign-in, from its start until it ends. Another sign-in is another object. */
export interface Session {
  readonly credentials: MatrixCredentials;
  /** Changes when the server says something new about the account. */
  readonly account: ReadonlySignal<Account>;
  /** Whether to show what needs this ability. The server decides; this only hides. */
  readonly can: (ability: Ability) => boolean;
  /** Calls back once, before the page leaves the session, or at once where it has ended; whoever keeps data of the user drops it there. */
  readonly onEnd: (callback: (end: SessionEnd) => void | Promise<void>) => void;
  /** Asks the server for news of the account; without an answer the account stays as known. */
  readonly refresh: () => Promise<void>;
  /** To be called when the homeserver no longer takes the access token: finds out why, and ends the session. */
  readonly lost: () => Promise<void>;
  /** Ends the session: here, at the homeserver and at the API. Does not reject: signing out always works. */
  readonly end: (reason: SessionEnd) => Promise<void>;
}

/** Whose session the elements below work in. Present in every shell. */
export const sessionContext = createContext<Session>(Symbol("session"));

const credentialsKey = "portico.credentials";
const accountKey = "portico.account";

const fields = [
  "userId",
  "class",
  "abilities",
  "name",
  "company",
  "person",
  "guest",
] as const satisfies readonly (keyof Account)[];

const isAccount = (value: unknown): value is Account =>
  typeof value === "object" && value !== null && fields.every((field) => field in value);

const store = (credentials: MatrixCredentials | null, account: Account | null): void => {
  writeStored(credentialsKey, credentials);
  writeStored(accountKey, account);
};

/** Whether this sign-in is the one that this browser keeps. */
const isKept = ({ accessToken }: MatrixCredentials): boolean => {
  const kept = readStored(credentialsKey, isMatrixCredentials);
  return kept === null || kept.accessToken === accessToken;
};

/** Opens a session at our API with a fresh OpenID token. */
const openAtApi = async (credentials: MatrixCredentials, signal?: AbortSignal): Promise<Account> => {
  const openId = await requestOpenIdToken(credentials);
  return (await api.call("POST /api/session", { body: { openId, deviceId: credentials.deviceId } }, signal)).account;
};

const isRefusal = (error: unknown): SessionEnd | null => {
  if (error instanceof MatrixError) {
    if (error.isAccountEnded) return "account-ended";
    return error.isSignedOut ? "session-over" : null;
  }
  if (!(error instanceof ApiError)) return null;
  return error.code === "ACCOUNT_ENDED" ? "account-ended" : null;
};

const build = (credentials: MatrixCredentials, first: Account, onEnded: (end: SessionEnd) => void): Session => {
  const account = signal(first);
  const callbacks: ((end: SessionEnd) => void | Promise<void>)[] = [];
  const over = new AbortController();
  let ended: SessionEnd | null = null;

  const end = async (reason: SessionEnd): Promise<void> => {
    if (ended !== null) return;
    ended = reason;
    over.abort();
    onSessionOver(null);
    // Another tab may have signed in as somebody else meanwhile: those credentials are not ours to forget.
    if (isKept(credentials)) store(null, null);
    // Each part may fail (no network, token already gone); none may keep the user from leaving.
    await Promise.allSettled(callbacks.map(async (callback) => callback(reason)));
    if (reason === "signed-out" || reason === "replaced") {
      await Promise.allSettled([api.call("DELETE /api/session", {}), logout(credentials)]);
    }
    // The API's cookie belongs to the other account by now.
    if (reason === "elsewhere") await Promise.allSettled([logout(credentials)]);
    onEnded(reason === "session-over" && account.peek().class === "guest" ? "guest-over" : reason);
  };

  const refresh = async (load: () => Promise<Account>): Promise<boolean> => {
    try {
      const now = await load();
      // Nothing of the account comes back to a device that it has left.
      if (ended !== null) return false;
      account.value = now;
      writeStored(accountKey, account.peek());
      return true;
    } catch (error) {
      const refusal = isRefusal(error);
      if (refusal === null) return false;
      await end(refusal);
      return false;
    }
  };
  onSessionOver(async () =>
    // The cookie is shared by all tabs: a session that is not kept any more must not take it back.
    isKept(credentials) ? refresh(async () => openAtApi(credentials, over.signal)) : false,
  );
  addEventListener("storage", ({ key }) => {
    if (key === credentialsKey && !isKept(credentials)) void end("elsewhere");
  });

  const look = async (): Promise<void> => {
    await refresh(async () => api.call("GET /api/session", {}, over.signal));
  };

  return {
    credentials,
    account,
    can: (ability) => account.value.abilities.includes(ability),
    onEnd: (callback) => {
      if (ended === null) callbacks.push(callback);
      else void callback(ended);
    },
    refresh: look,
    lost: async () => {
      await look();
      await end("session-over");
    },
    end,
  };
};

/** Starts a session from fresh credentials and keeps it on this device. Rejects with `ApiError` or `MatrixError`. */
export const startSession = async (
  credentials: MatrixCredentials,
  onEnded: (end: SessionEnd) => void,
): Promise<Session> => {
  const account = await openAtApi(credentials);
  store(credentials, account);
  return build(credentials, account, onEnded);
};

/**
 * The session kept on this device, or null. Comes back at once with the account
 * as last seen, so that the shell appears without the network, and asks the
 * server for news of it behind.
 */
export const restoreSession = (onEnded: (end: SessionEnd) => void): Session | null => {
  const credentials = readStored(credentialsKey, isMatrixCredentials);
  const account = readStored(accountKey, isAccount);
  if (credentials === null || account === null) return null;
  const session = build(credentials, account, onEnded);
  void session.refresh();
  return session;
};
