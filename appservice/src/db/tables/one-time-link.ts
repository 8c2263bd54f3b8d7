import type { Generated, Selectable } from "kysely";

/** A link that signs somebody in once; of its token only the hash is kept. */
export interface OneTimeLinkTable {
  token_hash: string;
  user_id: string;
  /** Who issued it: a user id or `operator`. */
  issued_by: string;
  issued_at: Generated<Date>;
  /** Moved to the past when a newer link takes its place or the account ends. */
  expires_at: Date;
  /** While it lies ahead, somebody is being signed in with the link. */
  claimed_until: Date | null;
  used_at: Date | null;
}
export type OneTimeLinkRow = Selectable<OneTimeLinkTable>;
