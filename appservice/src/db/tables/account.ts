import type { Role } from "@portico/contract/roles.ts";
import type { Locale } from "@portico/contract/common.ts";
import type { ColumnType, Insertable, Selectable, Updateable } from "kysely";

/** Who may sign in here, and as what. Directory and guests write it; policy, session and snapshot read it. */
export interface AccountTable {
  user_id: string;
  class: "staff" | "guest";
  role: Role;
  name_en: string;
  name_zh: string;
  locale: Locale;
  person_id: string | null;
  guest_id: string | null;
  /** Name of the outside company, shown as badge. */
  company: string | null;
  expires_at: Date | null;
  ended_at: Date | null;
  /** Set once the homeserver knows the account. */
  provisioned_at: Date | null;
  /** When somebody first signed in with a one-time link. */
  arrived_at: ColumnType<Date | null, Date | null | undefined>;
  /** When somebody last waited for the account and its rooms: they come before the others. */
  hurried_at: ColumnType<Date | null, undefined, Date>;
  version: ColumnType<number, number | undefined>;
  /** Fingerprint of what the homeserver shall know: names, badge, open or ended. */
  wanted_profile: ColumnType<string, never, never>;
  /** The fingerprint that was last brought to the homeserver. */
  applied_profile: ColumnType<string | null, string | undefined, string>;
}
export type AccountRow = Selectable<AccountTable>;
export type NewAccount = Insertable<AccountTable>;
export type AccountUpdate = Updateable<AccountTable>;
