import type { Context } from "../../context.ts";
import { inTransaction, type Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { AccountRow } from "../../db/tables/account.ts";
import { AppError } from "../../errors.ts";
import { type Actor, actorName } from "../../policy/actor.ts";
import { requireAbility } from "../../policy/engine.ts";
import { refuseEnded } from "../session/index.ts";
import { expireLinks, findAccountByOwner, insertLink, lockAccount } from "./store.ts";
import { linkAddress, newLinkToken } from "./token.ts";

const HOUR_MS = 3_600_000;

/** A link as it is shown, once; afterwards only its hash exists. */
export interface IssuedLink {
  readonly userId: string;
  readonly link: string;
  readonly expiresAt: Date;
}

/** Issues one-time sign-in links for the accounts of people and guests. */
export interface LinkService {
  /**
   * Issues a link in the caller's transaction; earlier links of the account
   * stop working. Throws `ACCOUNT_ENDED`. The caller has decided whether the
   * actor may do it and records the fact.
   */
  issue(tx: Tx, actor: Actor, userId: string): Promise<IssuedLink>;
  /** Issues a link to a person of the company. Throws `NOT_FOUND`, `ABILITY_MISSING`, `ACCOUNT_ENDED`. */
  issueForPerson(actor: Actor, personId: string): Promise<IssuedLink>;
  /** Makes the unused links of an account stop working. */
  endAll(tx: Tx, userId: string): Promise<void>;
}

export function createLinkService({ db, settings }: Pick<Context, "db" | "settings">): LinkService {
  async function issue(tx: Tx, actor: Actor, userId: string): Promise<IssuedLink> {
    const account = await lockAccount(tx, userId);
    if (account === undefined) throw new AppError("NOT_FOUND", { noun: "account" });
    const now = new Date();
    refuseEnded(account, now);
    await expireLinks(tx, userId, now);
    const { token, hash } = newLinkToken();
    const expiresAt = earlier(new Date(now.getTime() + settings.guests.linkHours * HOUR_MS), account);
    await insertLink(tx, { token_hash: hash, user_id: userId, issued_by: actorName(actor), expires_at: expiresAt });
    return { userId, link: linkAddress(settings.webUrl, token), expiresAt };
  }

  return {
    issue,
    async issueForPerson(actor, personId) {
      requireAbility(actor, "person.issue-link");
      const account = await findAccountByOwner(db, "person_id", personId);
      if (account === undefined) throw new AppError("NOT_FOUND", { noun: "person" });
      return inTransaction(db, async (tx) => {
        const issued = await issue(tx, actor, account.user_id);
        await recordEvent(tx, actor, "person.link-issued", { personId });
        return issued;
      });
    },
    endAll: (tx, userId) => expireLinks(tx, userId, new Date()),
  };
}

/** No link outlives the account that it signs in. */
const earlier = (date: Date, account: AccountRow): Date =>
  account.expires_at !== null && account.expires_at < date ? account.expires_at : date;
