import type { Generated } from "kysely";

/** Sessions of the HTTP API; the token itself is not kept. */
export interface SessionTable {
  token_hash: string;
  user_id: string;
  created_at: Generated<Date>;
  expires_at: Date;
  /** The Matrix device that it was opened from, as its client says; null for programs. */
  device_id: string | null;
}
