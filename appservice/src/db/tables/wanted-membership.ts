/** Who shall be in a managed room, by source; the reconciler makes it true. */
export interface WantedMembershipTable {
  room_key: string;
  user_id: string;
  source: "department" | "guest" | "manual";
  /** Power level in the room; the highest of all sources counts. */
  power: number;
}
