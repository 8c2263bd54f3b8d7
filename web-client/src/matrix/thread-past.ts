import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { Method } from "matrix-js-sdk/lib/http-api/method.js";
import { asObject, asText, fromJson } from "./plain-event.ts";
import type { PlainEvent } from "./plain-event.ts";

/** The events of one thread that the room's own timeline does not reach back to. */
export class ThreadPast {
  hasMore = true;
  private readonly _client: MatrixClient;
  private readonly _roomId: string;
  private readonly _root: string;
  private _events: readonly PlainEvent[] = [];
  private _from = "";

  constructor(client: MatrixClient, roomId: string, root: string) {
    this._client = client;
    this._roomId = roomId;
    this._root = root;
  }

  /** Gets one page of older replies, with the first also the message that began the thread. Rejects with the SDK's errors. */
  async load(limit: number): Promise<void> {
    const id = encodeURIComponent(this._root);
    const room = `/rooms/${encodeURIComponent(this._roomId)}`;
    const query = { limit: String(limit), dir: "b", ...(this._from === "" ? {} : { from: this._from }) };
    const ask = this._client.http.authedRequest<object>(
      Method.Get,
      `${room}/relations/${id}/m.thread`,
      query,
      undefined,
      {
        prefix: "/_matrix/client/v1",
      },
    );
    const root = this._from === "" ? this._client.http.authedRequest<object>(Method.Get, `${room}/event/${id}`) : null;
    const [page, began] = await Promise.all([ask, root]);
    const { chunk, next_batch: next } = asObject(page);
    const events = Array.isArray(chunk) ? chunk.map((event) => fromJson(asObject(event))).toReversed() : [];
    this._events = [...(began === null ? [] : [fromJson(asObject(began))]), ...events, ...this._events];
    this._from = asText(next);
    this.hasMore = this._from !== "";
  }

  /** All that is known, oldest first: what the room's timeline has is newer than what was served once. */
  with(live: readonly PlainEvent[]): PlainEvent[] {
    const known = new Set(live.map((event) => event.id));
    const past = this._events.filter((event) => !known.has(event.id));
    const root = past.filter((event) => event.id === this._root);
    return [...root, ...past.filter((event) => event.id !== this._root), ...live].toSorted((a, b) =>
      a.id === this._root ? -1 : b.id === this._root ? 1 : a.at - b.at,
    );
  }
}
