import type { Generated } from "kysely";

/** One repair of one thing, by which fights are noticed. */
export interface RoomRepairTable {
  id: Generated<number>;
  room_key: string;
  type: string;
  state_key: string;
  cause: string | null;
  at: Generated<Date>;
}
