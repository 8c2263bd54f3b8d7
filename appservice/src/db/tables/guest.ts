import type { Insertable, Selectable } from "kysely";

/** A person of a customer company; when the access ends stands in the guest's account. */
export interface GuestTable {
  id: string;
  user_id: string;
  name: string;
  email: string | null;
  customer_id: string;
  /** The managed room made for the company. */
  room_key: string;
  /** User id of who answers for the guest. */
  invited_by: string;
  /** In whole milliseconds, because lists are paged by it. */
  invited_at: Date;
  /** Set when somebody ended the access before its time. */
  revoked_at: Date | null;
}
export type GuestRow = Selectable<GuestTable>;
export type NewGuest = Insertable<GuestTable>;
