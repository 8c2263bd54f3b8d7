import { randomBytes } from "node:crypto";
import { abilitiesOfRole } from "@portico/contract/abilities.ts";
import type { Account, OpenIdToken } from "@portico/contract/session.ts";
import type { z } from "zod";
import type { Context } from "../../context.ts";
import type { AccountRow } from "../../db/tables/account.ts";
import { AppError } from "../../errors.ts";
import { hashToken } from "../../http/bearer.ts";
import { type Actor, requireAccount } from "../../policy/actor.ts";
import { refuseEnded } from "./authenticate.ts";
import {
  companyNameOf,
  deleteOldSessions,
  deleteSession,
  findAccount,
  findPersonCard,
  insertSession,
  roomIdsOf,
} from "./store.ts";

export const MIN_PASSWORD_LENGTH = 10;
const TOKEN_BYTES = 32;

export function createSessionService({ db, matrix, rooms, settings }: Context) {
  async function open(openId: z.infer<typeof OpenIdToken>, deviceId: string | null) {
    const userId = await matrix.openId.verify(openId.matrix_server_name, openId.access_token);
    const account = await findAccount(db, userId);
    if (account === undefined) throw new AppError("ACCOUNT_UNKNOWN");
    const now = new Date();
    refuseEnded(account, now);
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    const latest = new Date(now.getTime() + settings.sessionHours * 3_600_000);
    const expiresAt = account.expires_at !== null && account.expires_at < latest ? account.expires_at : latest;
    await deleteOldSessions(db, userId, now);
    await rooms.welcome(userId);
    await insertSession(db, {
      token_hash: hashToken(token),
      user_id: userId,
      expires_at: expiresAt,
      device_id: deviceId,
    });
    return { token, expiresAt, account: await present(account) };
  }

  async function present(row: AccountRow): Promise<Account> {
    return {
      userId: row.user_id,
      class: row.class,
      role: row.role,
      abilities: abilitiesOfRole(row.role),
      name: { en: row.name_en, zh: row.name_zh },
      locale: row.locale,
      company: settings.company,
      person: row.person_id === null ? null : await findPersonCard(db, row.person_id),
      guest:
        row.guest_id === null || row.expires_at === null
          ? null
          : {
              id: row.guest_id,
              companyName: await companyNameOf(db, row.guest_id),
              expiresAt: row.expires_at.toISOString(),
              roomIds: await roomIdsOf(db, row.user_id),
            },
    };
  }

  async function describe(actor: Actor): Promise<Account> {
    const row = await findAccount(db, requireAccount(actor).userId);
    if (row === undefined) throw new AppError("SESSION_INVALID");
    return present(row);
  }

  async function setPassword(actor: Actor, password: string): Promise<void> {
    const account = requireAccount(actor);
    if (account.kind === "guest") throw new AppError("ABILITY_MISSING", { ability: "session.password" });
    if (password.length < MIN_PASSWORD_LENGTH) throw new AppError("PASSWORD_TOO_WEAK", { length: MIN_PASSWORD_LENGTH });
    await matrix.accounts.setPassword(account.userId, password);
  }

  return {
    open,
    describe,
    setPassword,
    close: (actor: Actor): Promise<void> => deleteSession(db, requireAccount(actor).sessionHash),
  };
}
