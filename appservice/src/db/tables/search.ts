import type { Generated } from "kysely";

export interface SearchMessageTable {
  event_id: string;
  room_id: string;
  sender: string;
  at: Date;
  /** As it was written; of a file its caption. */
  text: string;
  /** Name of the file that the message is. */
  file: string | null;
  /** Text and name of the file in the form that is compared. */
  folded: string;
  /** Pairs of neighbouring characters of it. */
  pairs: string[];
}

export interface SearchRoomTable {
  room_id: string;
  /** Everything that was said before this service listened is in the index. */
  read_back: Generated<boolean>;
  /** Members see what was said before they came (`m.room.history_visibility`). */
  shared: Generated<boolean>;
}
