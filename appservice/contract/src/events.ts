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
  "guest.handed-over": { guestId: string; from: string; to: string };
  "room.created": { roomId: string; purpose: string };
  "room.repaired": RoomDeviation;
  "room.contested": RoomDeviation;
  "room.released": { roomId: string };
  "room.scanned": { scanId: string; dryRun: boolean; rooms: number; differences: number };
  "room.member-added": { roomId: string; userId: string };
  "room.member-removed": { roomId: string; userId: string };
}

/** One state event of a managed room that was not as wanted. */
interface RoomDeviation {
  readonly roomId: string;
  readonly type: string;
  readonly stateKey: string;
  /** Content, or for a membership its value and badge; null: there shall be none, or was none. */
  readonly wanted: unknown;
  readonly actual: unknown;
  /** Who changed it in Matrix, as far as is known. */
  readonly by: string | null;
}
export type DomainEventName = keyof DomainEvents;
