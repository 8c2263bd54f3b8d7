import type { AppserviceSettings } from "@portico/config/settings.ts";
import type { Db } from "./db/connection.ts";

/**
 * The account that exists before any import. The launcher creates it at the
 * homeserver; here it gets its role, once: what an administrator changes later stays.
 */
export async function ensureFirstAdmin(db: Db, settings: AppserviceSettings): Promise<void> {
  await db
    .insertInto("account")
    .values({
      user_id: `@${settings.firstAdmin}:${settings.serverName}`,
      class: "staff",
      role: "admin",
      name_en: "Administrator",
      name_zh: "管理员",
      locale: settings.locale,
    })
    .onConflict((conflict) => conflict.column("user_id").doNothing())
    .execute();
}
