import type { Db, Tx } from "../../../db/connection.ts";
import type { SnapshotRow } from "../../../db/tables/meeting.ts";

export async function insertSnapshot(tx: Tx, snapshot: SnapshotRow): Promise<void> {
  await tx.insertInto("meeting_snapshot").values(snapshot).execute();
}

export const findSnapshot = (db: Db, id: string): Promise<SnapshotRow | undefined> =>
  db.selectFrom("meeting_snapshot").selectAll().where("id", "=", id).executeTakeFirst();

/** Oldest first. */
export const listSnapshots = (db: Db, meetingId: string): Promise<SnapshotRow[]> =>
  db.selectFrom("meeting_snapshot").selectAll().where("meeting_id", "=", meetingId).orderBy("taken_at").execute();
