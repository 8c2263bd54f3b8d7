import { query } from "./database.ts";

/** Runs the work while one account only has the role, as in a company whose first account was given up. */
export async function withoutOtherAdmins(userId: string, work: () => Promise<void>): Promise<void> {
  const others = await query<{ user_id: string }>(
    "UPDATE account SET role = 'staff' WHERE role = 'admin' AND user_id <> $1 RETURNING user_id",
    [userId],
  );
  try {
    await work();
  } finally {
    await query("UPDATE account SET role = 'admin' WHERE user_id = ANY($1)", [others.map((row) => row.user_id)]);
  }
}
