import type { Membership } from "../../matrix/ports.ts";

/** What Matrix says of one account in one managed room; a membership that ended stays, as in Matrix. */
export interface ActualMembershipTable {
  room_key: string;
  user_id: string;
  membership: Membership;
  /** The badge in the membership event. */
  company: string | null;
  /** The event that says so. */
  event_id: string;
  sender: string;
}
