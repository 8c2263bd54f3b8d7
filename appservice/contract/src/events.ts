/**
 * Domain events: facts in the past tense, written in the transaction of the
 * change they tell of. Each has its payload here and its stream below.
 */
export interface DomainEvents {
  "directory.imported": { importId: string; create: number; update: number; leave: number };
  "person.role-changed": { personId: string; from: string; to: string };
  "person.link-issued": { personId: string };
  "guest.invited": { guestId: string; customerId: string };
  "guest.link-issued": { guestId: string };
  "guest.arrived": { guestId: string };
  "guest.expired": { guestId: string };
  "guest.revoked": { guestId: string };
  "audit.searched": {
    actor: string | null;
    name: string | null;
    subject: string | null;
    from: string | null;
    to: string | null;
    before: string | null;
  };
  "audit.checked": Record<string, never>;
  "operations.item-replayed": { itemId: string };
  "room.created": { roomId: string; purpose: string };
  "room.repaired": { roomId: string; userId: string; action: string };
}
export type DomainEventName = keyof DomainEvents;

/** What an event is about; events of one stream reach each consumer in order, one after the other. */
export type EventStreams = { readonly [Name in DomainEventName]: (payload: DomainEvents[Name]) => string };

const directory = (): string => "directory";
const person = ({ personId }: { personId: string }): string => `person:${personId}`;
const guest = ({ guestId }: { guestId: string }): string => `guest:${guestId}`;
const room = ({ roomId }: { roomId: string }): string => `room:${roomId}`;

export const eventStreams: EventStreams = {
  "directory.imported": directory,
  "person.role-changed": person,
  "person.link-issued": person,
  "guest.invited": guest,
  "guest.link-issued": guest,
  "guest.arrived": guest,
  "guest.expired": guest,
  "guest.revoked": guest,
  "audit.searched": () => "audit",
  "audit.checked": () => "audit",
  "operations.item-replayed": () => "operations",
  "room.created": room,
  "room.repaired": room,
};
