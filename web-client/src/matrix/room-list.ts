import { signal } from "@preact/signals-core";
import type { ReadonlySignal } from "@preact/signals-core";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { directRooms } from "./direct-rooms.ts";
import { notifyLevel } from "./notify-level.ts";
import type { RoomSummary } from "./model.ts";
import type { ReadMarks } from "./read-marks.ts";
import { summariseRoom } from "./room-summary.ts";

/** A row for each room of the user, summarised anew when something in it changed. */
export class RoomList {
  readonly rooms: ReadonlySignal<readonly RoomSummary[]>;
  private readonly _rooms = signal<readonly RoomSummary[]>([]);
  private readonly _summaries = new Map<string, RoomSummary>();
  private readonly _changed = new Set<string>();
  private readonly _client: MatrixClient;
  private readonly _marks: ReadMarks;
  private readonly _onLooked: (roomIds: ReadonlySet<string>) => void;
  private _waiting = false;

  /** `onLooked` hears which rooms had changed. */
  constructor(client: MatrixClient, marks: ReadMarks, onLooked: (roomIds: ReadonlySet<string>) => void) {
    this.rooms = this._rooms;
    this._client = client;
    this._marks = marks;
    this._onLooked = onLooked;
  }

  of(roomId: string): RoomSummary | undefined {
    return this._summaries.get(roomId);
  }

  /** Something in the room changed. */
  mark(roomId: string | undefined): void {
    if (roomId === undefined) return;
    this._changed.add(roomId);
    this.lookSoon();
  }

  /** One answer of the homeserver changes many things; the views hear of it once. */
  lookSoon(): void {
    if (this._waiting) return;
    this._waiting = true;
    setTimeout(() => {
      this._waiting = false;
      this._look();
    });
  }

  private _look(): void {
    const direct = directRooms(this._client);
    for (const roomId of this._changed) {
      const room = this._client.getRoom(roomId);
      const mark = this._marks.of(roomId, this._client.getSafeUserId());
      const summary =
        room &&
        summariseRoom(room, mark, direct.get(roomId), {
          threadMark: (root) => this._marks.ofThread(root, this._client.getSafeUserId()),
          notify: notifyLevel(this._client, roomId),
        });
      if (summary === null) this._summaries.delete(roomId);
      else this._summaries.set(roomId, summary);
    }
    const looked = new Set(this._changed);
    this._changed.clear();
    this._rooms.value = [...this._summaries.values()];
    this._onLooked(looked);
  }
}
