import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { AccountRow } from "../../db/tables/account.ts";
import { AppError } from "../../errors.ts";
import { hashToken } from "../../http/bearer.ts";
import { refuseEnded } from "../session/index.ts";
import {
  claimLink,
  findGuestCard,
  findLink,
  lockAccount,
  markArrived,
  releaseLink,
  type StoredLink,
  useLink,
} from "./store.ts";

/** Longer than the homeserver takes at its slowest; after that a link that was held by a crash is good again. */
const CLAIM_MS = 60_000;

export interface Redeemed {
  readonly userId: string;
  readonly loginToken: string;
  readonly roomId: string | null;
}

/** The link of a token and its account, if it is good; throws which way it is not. */
export async function loadGoodLink(db: Context["db"], token: string, now: Date): Promise<StoredLink> {
  const stored = await findLink(db, hashToken(token));
  if (stored === undefined) throw new AppError("LINK_INVALID");
  refuseEnded(stored.account, now);
  if (stored.link.used_at !== null) throw new AppError("LINK_USED");
  if (stored.link.expires_at <= now) throw new AppError("LINK_EXPIRED");
  return stored;
}

/**
 * Uses links. The link is held by a claim, not by an open transaction, while
 * the homeserver works: a burst of arrivals must not take all database
 * connections. It is used up only after the login token exists, so whatever
 * fails before leaves it good.
 */
export function createRedeemer({ db, matrix, policy, rooms }: Context) {
  return async function redeem(token: string): Promise<Redeemed> {
    const now = new Date();
    const { link, account } = await loadGoodLink(db, token, now);
    const until = new Date(now.getTime() + CLAIM_MS);
    // A request that came a moment later may have been quicker: its claim is longer than ours, and good.
    const plausible = new Date(until.getTime() + CLAIM_MS);
    if (!(await claimLink(db, link.token_hash, { now, until, plausible }))) throw new AppError("LINK_USED");
    try {
      const signIn = await prepare(account);
      await complete(account, link.token_hash, until);
      return signIn;
    } catch (error) {
      await releaseLink(db, link.token_hash, until);
      throw error;
    }
  };

  async function prepare(account: AccountRow): Promise<Redeemed> {
    const userId = account.user_id;
    const roomId = account.guest_id === null ? null : await ensureGuestRoom(account.guest_id);
    if (account.guest_id === null) await rooms.welcome(userId);
    // Before the first request of the new session the homeserver must know the account's class.
    await policy.publish();
    return { userId, roomId, loginToken: await matrix.logins.issue(userId) };
  }

  /** Makes the guest's account and membership true as well. */
  async function ensureGuestRoom(guestId: string): Promise<string> {
    const { roomKey } = await findGuestCard(db, guestId);
    return rooms.ensureNow(roomKey);
  }

  /** The access may have ended while the homeserver worked; then the token goes to nobody. */
  async function complete(account: AccountRow, tokenHash: string, until: Date): Promise<void> {
    const ended = await inTransaction(db, async (tx) => {
      const current = await lockAccount(tx, account.user_id);
      if (current === undefined || current.ended_at !== null) return true;
      if (!(await useLink(tx, tokenHash, until))) throw new AppError("LINK_USED");
      if (current.arrived_at === null) {
        await markArrived(tx, account.user_id, new Date());
        if (account.guest_id !== null) {
          await recordEvent(tx, { kind: "system", name: account.user_id }, "guest.arrived", {
            guestId: account.guest_id,
          });
        }
      }
      return false;
    });
    if (ended) throw new AppError("ACCOUNT_ENDED");
  }
}
