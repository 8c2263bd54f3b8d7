import { sql } from "kysely";
import type { Tx } from "./connection.ts";

/** Any number that no other advisory lock of this database uses. */
const STRUCTURE_LOCK = 7_301_002;

/**
 * Waits until no other transaction writes to managed rooms that lie in each
 * other; others wait until this one ends. Their rows could not be locked in one
 * order: triggers reach from a room to its space and from a space to its rooms.
 */
export async function lockStructure(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${STRUCTURE_LOCK})`.execute(tx);
}
