import type { DomainEvents } from "@portico/contract/events.ts";
import type { Db } from "../../db/connection.ts";
import type { RecordedEvent } from "../../outbox/consumer.ts";
import type { Change, Notice, Outbox } from "../../outbox/reactions.ts";
import { findGuest } from "./store.ts";

type GuestEvent = { [Name in keyof DomainEvents]: Name extends `guest.${string}` ? Name : never }[keyof DomainEvents];

/** Who sees the guest in a list sees that he changed, and nobody else does; whoever answers for him may have less to do. */
async function changes({ payload: { guestId } }: RecordedEvent<GuestEvent>, db: Db): Promise<Change[]> {
  const guest = await findGuest(db, guestId);
  if (guest === undefined) return [];
  return [
    { topic: "guests", ids: [guestId], users: [guest.invitedBy], roles: ["admin", "auditor", "operator"] },
    { topic: "inbox", users: [guest.invitedBy] },
  ];
}

/** It leaves the list of one and comes into that of the other. */
const handedOver = async (event: RecordedEvent<"guest.handed-over">, db: Db): Promise<Change[]> =>
  (await changes(event, db)).map((change) => ({ ...change, users: [event.payload.from, event.payload.to] }));

type Told = "guest.arrived" | "guest.expired" | "guest.handed-over";

/** In the bell of whoever answers for the guest, unless the event names somebody. */
async function tell(kind: Told, guestId: string, db: Db, userId?: string): Promise<Notice[]> {
  const guest = await findGuest(db, guestId);
  if (guest === undefined) return [];
  const fields = { guestId, name: guest.name, company: guest.customer.name };
  return [{ kind, userId: userId ?? guest.invitedBy, fields }];
}

export const guestsOutbox: Outbox = {
  "guest.invited": { changes },
  "guest.link-issued": { changes },
  "guest.arrived": { changes, notices: ({ payload }, db) => tell("guest.arrived", payload.guestId, db) },
  "guest.expired": { changes, notices: ({ payload }, db) => tell("guest.expired", payload.guestId, db) },
  "guest.prolonged": { changes },
  "guest.revoked": { changes },
  "guest.handed-over": {
    changes: handedOver,
    notices: ({ payload }, db) => tell("guest.handed-over", payload.guestId, db, payload.to),
  },
};
