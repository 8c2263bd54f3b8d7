import { signal } from "@preact/signals-core";
import type { ReadonlySignal } from "@preact/signals-core";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { ClientEvent } from "matrix-js-sdk/lib/client.js";
import { HttpApiEvent } from "matrix-js-sdk/lib/http-api/index.js";
import { Method } from "matrix-js-sdk/lib/http-api/method.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { RoomEvent } from "matrix-js-sdk/lib/models/room.js";
import { RoomMemberEvent } from "matrix-js-sdk/lib/models/room-member.js";
import { RoomStateEvent } from "matrix-js-sdk/lib/models/room-state.js";
import { SlidingSyncEvent, SlidingSyncState } from "matrix-js-sdk/lib/sliding-sync.js";
import { keepClient } from "./client-of.ts";
import type { MatrixCredentials } from "./credentials.ts";
import { ConnectionWatch } from "./connection-watch.ts";
import { directRoomWith, markDirect } from "./direct-rooms.ts";
import { fetchMedia } from "./media.ts";
import type { Connection, Draft, Problem, RoomSummary } from "./model.ts";
import { lazyActions } from "./lazy-actions.ts";
import { notifyLevel } from "./notify-level.ts";
import { LiveRoom, messagesIn } from "./open-room.ts";
import { editOf, isProblem, messageOf } from "./outgoing.ts";
import { Outbox } from "./outbox.ts";
import type { OutboxStore } from "./outbox.ts";
import { asNumber, asObject } from "./plain-event.ts";
import type { Json } from "./plain-event.ts";
import { isPassing, problemFrom, waitAsked } from "./problem.ts";
import { ReadMarks } from "./read-marks.ts";
import { RoomList } from "./room-list.ts";
import { isMarkedUnread } from "./room-summary.ts";
import { pinnedIn } from "./room-view.ts";
import { createSdkClient } from "./sdk-client.ts";
import type { MatrixSession, OpenRoom, RoomActions } from "./session.ts";
import { createRoomWindow } from "./sliding.ts";
import type { RoomWindow } from "./sliding.ts";
import { Wake } from "./wake.ts";

const idle = (work: () => void): void => {
  // Safari has no requestIdleCallback.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(work, 200);
};

/** 128 random bits. `crypto.randomUUID` is missing on pages without TLS. */
const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Runs in one tab at a time; where the browser cannot tell tabs apart, the transaction id keeps things single. */
const exclusively = async <Result>(key: string, work: () => Promise<Result>): Promise<Result> =>
  "locks" in navigator ? navigator.locks.request(`portico-outbox ${key}`, work) : work();

/** `MatrixSession` over the SDK, in this thread. */
export class LiveSession implements MatrixSession {
  readonly userId: string;
  readonly connection: ReadonlySignal<Connection>;
  readonly rooms: ReadonlySignal<readonly RoomSummary[]>;
  readonly ready = signal(false);
  readonly uploadLimit = signal<number | null>(null);
  private readonly _credentials: MatrixCredentials;
  private readonly _client: MatrixClient;
  private readonly _window: RoomWindow;
  private readonly _outbox: Outbox;
  private readonly _marks = new ReadMarks();
  private readonly _list: RoomList;
  private readonly _link: ConnectionWatch;
  private readonly _open = new Set<LiveRoom>();
  private readonly _wake = new Wake();
  private readonly _over = new AbortController();
  readonly actions: RoomActions;

  constructor(credentials: MatrixCredentials, store: OutboxStore) {
    this._credentials = credentials;
    this.userId = credentials.userId;
    this._link = new ConnectionWatch(this._wake, async () =>
      this._try(async () =>
        this._client.http.request(Method.Get, "/_matrix/client/versions", undefined, undefined, { prefix: "" }),
      ),
    );
    this.connection = this._link.state;
    this._client = createSdkClient(credentials, {
      onAnswer: () => this._link.heard(true),
      onSilence: () => this._link.heard(false),
      over: this._over.signal,
    });
    this.actions = lazyActions(async () =>
      (await import("./room-actions.ts")).createRoomActions({
        client: this._client,
        queue: async (roomId, content) => this._queue(roomId, content, null),
        problemFrom,
        itemsOf: (roomId, events) => messagesIn(this._client.getRoom(roomId), events),
        pinnedIn: (roomId) => pinnedIn(this._client.getRoom(roomId)),
        notifyOf: (roomId) => notifyLevel(this._client, roomId),
      }),
    );
    keepClient(this, this._client);
    this._list = new RoomList(this._client, this._marks, (roomIds) => {
      for (const open of this._open) if (roomIds.has(open.roomId)) open.refresh();
      if (this._window.sync.getListData("all") !== null && this._client.getSyncState() !== null)
        this.ready.value = true;
    });
    this.rooms = this._list.rooms;
    this._window = createRoomWindow(this._client, credentials.homeserverUrl);
    this._outbox = new Outbox({
      store,
      upload: async (file, onProgress) => this._uploadFile(file, onProgress),
      send: async (roomId, key, content) => this._put(roomId, "m.room.message", key, content),
      problemOf: (error, entry) => problemFrom(error, entry.file === null ? "message-too-large" : "file-too-large"),
      isPassing,
      untilNextTry: async (attempt, error) => this._wake.after(attempt, waitAsked(error)),
      exclusively,
    });
    this._watch();
  }

  /** Begins to sync and to send what an earlier page left. */
  async start(): Promise<void> {
    addEventListener("online", this._onOnline);
    await this._outbox.start();
    void this._askLimit();
    await this._client.startClient({ slidingSync: this._window.sync, lazyLoadMembers: true });
  }

  stop(): void {
    removeEventListener("online", this._onOnline);
    this._over.abort();
    this._outbox.stop();
    // Not reached through the client while that is still starting.
    this._window.sync.stop();
    this._client.stopClient();
  }

  openRoom(roomId: string, thread: string | null = null): OpenRoom {
    const room = new LiveRoom(roomId, thread, {
      client: this._client,
      outbox: this._outbox,
      marks: this._marks,
      actions: this.actions,
      onClose: (closed) => {
        this._open.delete(closed);
        this._wantOpen();
      },
    });
    this._open.add(room);
    this._wantOpen();
    return room;
  }

  async send(roomId: string, draft: Draft): Promise<Problem | null> {
    return this._queue(roomId, messageOf(draft), null);
  }

  async upload(roomId: string, content: Json, file: File): Promise<Problem | null> {
    return this._queue(roomId, content, file);
  }

  async edit(roomId: string, eventId: string, draft: Draft, named: readonly string[]): Promise<Problem | null> {
    const content = editOf(eventId, draft, named);
    return isProblem(content) ? content : this._now(roomId, "m.room.message", content);
  }

  async react(roomId: string, eventId: string, key: string): Promise<Problem | null> {
    return this._now(roomId, "m.reaction", { "m.relates_to": { rel_type: "m.annotation", event_id: eventId, key } });
  }

  async redact(roomId: string, eventId: string): Promise<Problem | null> {
    return this.actions.redact(roomId, eventId);
  }

  async retry(key: string): Promise<void> {
    return this._outbox.retry(key);
  }

  async discard(key: string): Promise<void> {
    return this._outbox.discard(key);
  }

  async markRead(roomId: string, eventId: string, thread: string | null = null): Promise<Problem | null> {
    if (thread !== null) return this._markThreadRead(roomId, eventId, thread);
    if (isMarkedUnread(this._client.getRoom(roomId))) void this.actions.markUnread(roomId, null);
    const before = this._marks.of(roomId, this.userId);
    if (before?.eventId === eventId) return null;
    // Counted as read at once; the homeserver's own receipt comes back with its time.
    this._marks.set(roomId, this.userId, { eventId, at: Date.now() });
    this._list.mark(roomId);
    const path = `/rooms/${encodeURIComponent(roomId)}/read_markers`;
    return this._try(async () =>
      Promise.all([
        this._client.http.authedRequest(Method.Post, path, undefined, { "m.fully_read": eventId }),
        this._receipt(roomId, eventId, "main"),
      ]),
    );
  }

  private async _markThreadRead(roomId: string, eventId: string, thread: string): Promise<Problem | null> {
    if (this._marks.ofThread(thread, this.userId)?.eventId === eventId) return null;
    this._marks.setThread(thread, this.userId, { eventId, at: Date.now() });
    this._list.mark(roomId);
    return this._try(async () => this._receipt(roomId, eventId, thread));
  }

  /** Reading the conversation reads no thread, and the other way round (Matrix 1.4, "Threaded read receipts"). */
  private async _receipt(roomId: string, eventId: string, thread: string): Promise<unknown> {
    const path = `/rooms/${encodeURIComponent(roomId)}/receipt/m.read/${encodeURIComponent(eventId)}`;
    return this._client.http.authedRequest(Method.Post, path, undefined, { thread_id: thread });
  }

  async setTyping(roomId: string, typing: boolean): Promise<void> {
    await this._try(async () => this._client.sendTyping(roomId, typing, 20_000));
  }

  async openDirectRoom(userId: string): Promise<{ roomId: string } | { problem: Problem }> {
    try {
      return { roomId: await directRoomWith(this._client, userId) };
    } catch (error) {
      return { problem: problemFrom(error) };
    }
  }

  async join(roomId: string): Promise<Problem | null> {
    const inviter = this._list.of(roomId)?.invitedBy ?? null;
    const room = this._client.getRoom(roomId);
    const direct = room?.getMember(this.userId)?.getDMInviter() !== undefined;
    return this._try(async () => {
      await this._client.joinRoom(roomId);
      if (direct && inviter !== null) await markDirect(this._client, roomId, inviter.userId);
    });
  }

  async leave(roomId: string): Promise<Problem | null> {
    return this._try(async () => this._client.leave(roomId));
  }

  async media(url: string, fit?: { width: number; height: number }): Promise<Blob> {
    return fetchMedia(this._credentials, url, fit);
  }

  private readonly _onOnline = (): void => {
    this._wake.now();
    this._window.sync.resend();
  };

  private _end(): void {
    this._link.end();
    this.stop();
  }

  private _watch(): void {
    const client = this._client;
    const mark = (roomId: string | undefined): void => this._list.mark(roomId);
    client.on(ClientEvent.Room, (room) => mark(room.roomId));
    client.on(RoomEvent.Timeline, (_event, room) => mark(room?.roomId));
    client.on(RoomEvent.TimelineReset, (room) => mark(room?.roomId));
    client.on(RoomEvent.Redaction, (_event, room) => mark(room.roomId));
    client.on(RoomStateEvent.Events, (event) => mark(event.getRoomId()));
    client.on(RoomMemberEvent.Typing, (_event, member) => mark(member.roomId));
    client.on(RoomEvent.Receipt, (event, room) => {
      this._marks.take(room.roomId, asObject(event.getContent()));
      mark(room.roomId);
    });
    client.on(ClientEvent.AccountData, (event: MatrixEvent) => {
      if (event.getType() === "m.direct" || event.getType() === "m.push_rules")
        client.getRooms().forEach((room) => mark(room.roomId));
    });
    client.on(RoomEvent.AccountData, (_event, room) => mark(room.roomId));
    client.on(RoomEvent.Tags, (_event, room) => mark(room.roomId));
    client.on(HttpApiEvent.SessionLoggedOut, () => this._end());
    this._window.sync.on(SlidingSyncEvent.Lifecycle, (state, _response, error) => {
      if (error !== undefined && problemFrom(error).kind === "session-ended") this._end();
      if (state !== SlidingSyncState.Complete) return;
      this._list.lookSoon();
      idle(() => this._window.grow());
    });
  }

  private _wantOpen(): void {
    this._window.want(new Set([...this._open].map((room) => room.roomId)));
  }

  private async _queue(roomId: string, content: Json | Problem, file: File | null): Promise<Problem | null> {
    if (isProblem(content)) return content;
    const at = Date.now();
    await this._outbox.add({ key: `portico.${at.toString(36)}.${randomId()}`, roomId, at, content, file });
    return null;
  }

  private async _put(roomId: string, type: string, key: string, content: Json): Promise<string> {
    const path = `/rooms/${encodeURIComponent(roomId)}/send/${type}/${encodeURIComponent(key)}`;
    const sent = await this._client.http.authedRequest<{ event_id: string }>(Method.Put, path, undefined, {
      ...content,
    });
    return sent.event_id;
  }

  /** For what needs an answer now, or not at all. */
  private async _now(roomId: string, type: string, content: Json): Promise<Problem | null> {
    return this._try(async () => this._put(roomId, type, randomId(), content));
  }

  private async _try(work: () => Promise<unknown>): Promise<Problem | null> {
    try {
      await work();
      return null;
    } catch (error) {
      return problemFrom(error);
    }
  }

  private async _uploadFile(file: File, onProgress: (share: number) => void): Promise<string> {
    const answer = await this._client.uploadContent(file, {
      name: file.name,
      progressHandler: ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total),
    });
    return answer.content_uri;
  }

  private async _askLimit(): Promise<void> {
    const path = "/media/config";
    await this._try(async () => {
      const answer: Json = await this._client.http.authedRequest(Method.Get, path, undefined, undefined, {
        prefix: "/_matrix/client/v1",
      });
      this.uploadLimit.value = asNumber(answer["m.upload.size"]);
    });
  }
}
