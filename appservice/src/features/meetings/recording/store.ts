import { sql } from "kysely";
import type { Db } from "../../../db/connection.ts";
import type { RecordingRow } from "../../../db/tables/meeting.ts";

/** The recording that waits or runs, with its place where others are before it. */
export async function activeRecording(
  db: Db,
  meetingId: string,
): Promise<{ row: RecordingRow; place: number | null } | null> {
  const row = await db
    .selectFrom("meeting_recording")
    .selectAll()
    .where("meeting_id", "=", meetingId)
    .where("state", "in", ["queued", "starting", "recording", "finishing"])
    .executeTakeFirst();
  if (row === undefined) return null;
  return { row, place: row.state === "queued" ? await placeOf(db, row) : null };
}

/** Place in the queue of the machine: 1 is next. */
export async function placeOf(db: Db, { requested_at }: Pick<RecordingRow, "requested_at">): Promise<number> {
  const { before } = await db
    .selectFrom("meeting_recording")
    .select(sql<number>`count(*)`.as("before"))
    .where("state", "=", "queued")
    .where("requested_at", "<", requested_at)
    .executeTakeFirstOrThrow();
  return before + 1;
}
