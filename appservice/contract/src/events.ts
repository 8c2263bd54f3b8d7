/** Domain events: facts in the past tense, written in the transaction of the change they tell of. */
export interface DomainEvents {
  "directory.imported": { importId: string; create: number; update: number; leave: number };
  "person.role-changed": { personId: string; from: string; to: string };
  "person.link-issued": { personId: string };
  "guest.invited": { guestId: string; customerId: string };
  "guest.link-issued": { guestId: string };
  "guest.arrived": { guestId: string };
  "guest.expired": { guestId: string };
  "guest.revoked": { guestId: string };
  "room.created": { roomId: string; purpose: string };
  "room.repaired": { roomId: string; userId: string; action: string };
}
export type DomainEventName = keyof DomainEvents;
