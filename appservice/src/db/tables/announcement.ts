import type { AnnouncementState, AudienceKind } from "@portico/contract/announcements.ts";
import type { ColumnType, Generated, Selectable } from "kysely";

export interface AnnouncementFile {
  readonly name: string;
  readonly url: string;
  readonly size: number;
  readonly type: string;
}
/** Written as JSON text. */
type Files = ColumnType<readonly AnnouncementFile[], string, string>;

export interface AnnouncementTable {
  id: string;
  state: Generated<AnnouncementState>;
  author_id: string;
  title: string;
  text: string;
  files: Files;
  must_confirm: boolean;
  comments_open: boolean;
  pinned: boolean;
  expires_at: Date | null;
  publish_at: ColumnType<Date | null, undefined, Date | null>;
  published_at: ColumnType<Date | null, undefined, Date>;
  corrected_at: ColumnType<Date | null, undefined, Date>;
  reminded_at: ColumnType<Date | null, undefined, Date>;
  edition: Generated<number>;
  version: Generated<number>;
  /** Of the room that it stands in, once it is published. */
  room_key: ColumnType<string | null, undefined, string>;
  /** The bot's message there. */
  event_id: ColumnType<string | null, undefined, string>;
}
export type AnnouncementRow = Selectable<AnnouncementTable>;

export interface AnnouncementAudienceTable {
  announcement_id: string;
  kind: AudienceKind;
  ref_id: string;
}

/** An edition that was replaced. */
export interface AnnouncementEditionTable {
  announcement_id: string;
  edition: number;
  author_id: string;
  title: string;
  text: string;
  files: Files;
  at: Date;
}

export interface AnnouncementReadingTable {
  announcement_id: string;
  person_id: string;
  read_at: Date;
  read_edition: number;
  confirmed_at: Date | null;
  confirmed_edition: number | null;
}

export interface AnnouncementMessageTable {
  event_id: string;
  announcement_id: string;
}

/** A comment or a like, as it was said in Matrix. */
export interface AnnouncementAnswerTable {
  event_id: string;
  announcement_id: string;
  kind: "comment" | "like";
  user_id: string;
}
