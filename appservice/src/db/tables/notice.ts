import type { NoticeContent, NoticeKind } from "@portico/contract/notices.ts";
import type { ColumnType, Generated, Selectable } from "kysely";

/** Something that one person is told in the bell. */
export interface NoticeTable {
  id: Generated<number>;
  user_id: string;
  /** The domain event that it follows from. */
  event_id: number;
  kind: NoticeKind;
  fields: ColumnType<NoticeContent["fields"], string, never>;
  at: Date;
  read_at: ColumnType<Date | null, undefined, Date>;
}
export type NoticeRow = Selectable<NoticeTable>;
