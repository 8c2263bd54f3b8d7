import type { DomainEvents } from "@portico/contract/events.ts";
import type { Db } from "../../db/connection.ts";
import type { RecordedEvent } from "../../outbox/consumer.ts";
import type { Change, Notice, Outbox } from "../../outbox/reactions.ts";
import { findGuest } from "./store.ts";

type GuestEvent = { [Name in keyof DomainEvents]: Name extends `guest.${string}` ? Name : never }[keyof DomainEvents];

/** Who sees the guest in a list sees that he changed, and nobody else does. */
async function changes({ payload: { guestId } }: RecordedEvent<GuestEvent>, db: Db): Promise<Change[]> {
  const guest = await findGuest(db, guestId);
  if (guest === undefined) return [];
  return [{ topic: "guests", ids: [guestId], users: [guest.invitedBy], roles: ["admin", "auditor", "operator"] }];
}

const tellInviter =
  (kind: "guest.arrived" | "guest.expired") =>
  async ({ payload: { guestId } }: RecordedEvent<GuestEvent>, db: Db): Promise<Notice[]> => {
    const guest = await findGuest(db, guestId);
    if (guest === undefined) return [];
    return [{ kind, userId: guest.invitedBy, fields: { guestId, name: guest.name, company: guest.customer.name } }];
  };

export const guestsOutbox: Outbox = {
  "guest.invited": { changes },
  "guest.link-issued": { changes },
  "guest.arrived": { changes, notices: tellInviter("guest.arrived") },
  "guest.expired": { changes, notices: tellInviter("guest.expired") },
  "guest.revoked": { changes },
};
