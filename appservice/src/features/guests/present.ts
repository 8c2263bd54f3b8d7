import type { Guest } from "@portico/contract/guests.ts";
import type { Actor } from "../../policy/actor.ts";
import { can } from "../../policy/engine.ts";
import { type GuestRecord, guestState } from "./model.ts";

/** A guest as the API shows him, with what the asker may do; nothing can be done with one who has ended. */
export function presentGuest(guest: GuestRecord, actor: Actor, now: Date): Guest {
  const state = guestState(guest, now);
  const open = state === "invited" || state === "active";
  return {
    id: guest.id,
    userId: guest.userId,
    name: guest.name,
    email: guest.email,
    customer: { id: guest.customer.id, name: { ...guest.customer.name } },
    roomId: guest.roomId,
    invitedBy: guest.invitedBy,
    invitedAt: guest.invitedAt.toISOString(),
    expiresAt: guest.expiresAt.toISOString(),
    state,
    abilities: open
      ? (["guest.issue-link", "guest.prolong", "guest.revoke"] as const).filter((name) => can(actor, name, guest))
      : [],
  };
}
