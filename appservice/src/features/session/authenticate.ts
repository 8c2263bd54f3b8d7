import type { AppserviceSettings } from "@portico/config/settings.ts";
import type { Request } from "express";
import type { DbPool } from "../../db/connection.ts";
import type { AccountRow } from "../../db/tables/account.ts";
import { AppError } from "../../errors.ts";
import { bearerToken, hashToken, sameSecret } from "../../http/bearer.ts";
import { SESSION_COOKIE } from "../../http/register.ts";
import type { Actor } from "../../policy/actor.ts";
import { findSessionAccount } from "./store.ts";

/** Throws `ACCOUNT_ENDED` for an account whose access has ended or run out. */
export function refuseEnded(account: AccountRow, now: Date): void {
  if (account.ended_at !== null || (account.expires_at !== null && account.expires_at <= now)) {
    throw new AppError("ACCOUNT_ENDED");
  }
}

/**
 * Finds who asks, by bearer token or cookie. The account is looked at on every
 * request, so that an access that ended is refused at once.
 */
export const createAuthenticator =
  (db: DbPool, settings: AppserviceSettings) =>
  async (request: Request): Promise<Actor | null> => {
    const token = bearerToken(request.headers.authorization) ?? readCookie(request.headers.cookie);
    if (token === undefined) return null;
    if (sameSecret(token, settings.operatorToken)) return { kind: "operator", role: "operator" };
    const now = new Date();
    const sessionHash = hashToken(token);
    const account = await findSessionAccount(db, sessionHash, now);
    if (account === undefined) throw new AppError("SESSION_INVALID");
    refuseEnded(account, now);
    return {
      kind: account.class,
      userId: account.user_id,
      role: account.role,
      name: { en: account.name_en, zh: account.name_zh },
      locale: account.locale,
      personId: account.person_id,
      guestId: account.guest_id,
      sessionHash,
    };
  };

const readCookie = (header: string | undefined): string | undefined =>
  header
    ?.split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${SESSION_COOKIE}=`))
    ?.slice(SESSION_COOKIE.length + 1);
