import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { Actor } from "../../policy/actor.ts";
import { requireAbility } from "../../policy/engine.ts";
import type { IssuedLink } from "./service.ts";
import { findAccountByOwner, findGuestCard } from "./store.ts";

/** Links by the id of a guest or a person, for the launcher's table of sign-ins. */
export const createOperatorLinks =
  ({ db, links }: Context) =>
  async (actor: Actor, id: string): Promise<IssuedLink> => {
    const guest = await findAccountByOwner(db, "guest_id", id);
    if (guest === undefined) return links.issueForPerson(actor, id);
    requireAbility(actor, "guest.issue-link", await findGuestCard(db, id));
    return inTransaction(db, async (tx) => {
      const issued = await links.issue(tx, actor, guest.user_id);
      await recordEvent(tx, actor, "guest.link-issued", { guestId: id });
      return issued;
    });
  };
