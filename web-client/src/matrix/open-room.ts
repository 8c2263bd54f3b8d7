import { computed, signal } from "@preact/signals-core";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { foldTimeline } from "./fold.ts";
import type { Member, MessageItem, Person, Problem, RoomRights, TimelineItem } from "./model.ts";
import { contentOf } from "./message-content.ts";
import type { Outbox, OutboxItem } from "./outbox.ts";
import { asObject, asText, fromJson } from "./plain-event.ts";
import type { Json } from "./plain-event.ts";
import { problemFrom } from "./problem.ts";
import type { ReadMarks } from "./read-marks.ts";
import { eventsOf, hasOlder, membersOf, personIn, pinnedIn, rightsIn } from "./room-view.ts";
import type { OpenRoom, RoomActions } from "./session.ts";
import { ThreadPast } from "./thread-past.ts";
import { readUpTo } from "./unread.ts";

/** Events that one step into the past gets. */
const PAGE = 60;
/** A room opens with at least as many events, where it has them. */
const FIRST_SCREEN = 40;

const noRights: RoomRights = {
  begin: false,
  send: false,
  react: false,
  redactOthers: false,
  mentionEverybody: false,
  pin: false,
  rename: false,
  setTopic: false,
  setPicture: false,
};

/** What a room's view model takes from the session that it belongs to. */
export interface OpenRoomParts {
  readonly client: MatrixClient;
  readonly outbox: Outbox;
  readonly marks: ReadMarks;
  readonly actions: RoomActions;
  readonly onClose: (room: LiveRoom) => void;
}

/** A room being looked at, or one of its threads, kept current by `refresh`. */
export class LiveRoom implements OpenRoom {
  readonly roomId: string;
  readonly thread: string | null;
  readonly pinned = signal<readonly string[]>([]);
  readonly ready = signal(false);
  readonly rights = signal<RoomRights>(noRights);
  readonly members = signal<readonly Member[]>([]);
  readonly typing = signal<readonly Person[]>([]);
  readonly readUpTo = signal<string | null>(null);
  readonly hasOlder = signal(false);
  readonly loadingOlder = signal(false);
  readonly items = computed<readonly TimelineItem[]>(() => [...this._arrived.value, ...this._onTheWay.value]);
  private readonly _arrived = signal<readonly TimelineItem[]>([]);
  private readonly _onTheWay = computed(() => this._unsent());
  private readonly _parts: OpenRoomParts;
  private readonly _past: ThreadPast | null;

  constructor(roomId: string, thread: string | null, parts: OpenRoomParts) {
    this.roomId = roomId;
    this.thread = thread;
    this._past = thread === null ? null : new ThreadPast(parts.actions, roomId, thread);
    this._parts = parts;
    this.refresh();
  }

  close(): void {
    this._parts.onClose(this);
  }

  /** Takes the state of the SDK's room over into the signals. */
  refresh(): void {
    const { client, outbox, marks } = this._parts;
    const room = client.getRoom(this.roomId);
    if (room === null) return;
    const events = this._past === null ? eventsOf(room) : this._past.with(eventsOf(room));
    const readers = marks.readers(this.roomId, events, room.myUserId);
    const context = {
      userId: room.myUserId,
      personOf: (userId: string) => personIn(room, userId),
      readersOf: (eventId: string) => (readers.get(eventId) ?? []).map((userId) => personIn(room, userId)),
      keyOf: (eventId: string) => outbox.keyOf(eventId),
      threadMark: (root: string) => marks.ofThread(root, room.myUserId),
    };
    const items = foldTimeline(events, context, this.thread);
    this.pinned.value = pinnedIn(room);
    if (!this.ready.peek()) this._begin(room);
    this.rights.value = rightsIn(room);
    this.members.value = membersOf(room);
    this.hasOlder.value = this._past === null ? hasOlder(room) : this._past.hasMore;
    this.typing.value = room
      .getMembers()
      .filter((member) => member.typing && member.userId !== room.myUserId)
      .map((member) => personIn(room, member.userId));
    outbox.seen(new Set(events.map((event) => event.id)));
    this._arrived.value = items;
  }

  async loadOlder(): Promise<Problem | null> {
    const { client } = this._parts;
    const room = client.getRoom(this.roomId);
    if (room === null || !(this._past?.hasMore ?? hasOlder(room)) || this.loadingOlder.peek()) return null;
    this.loadingOlder.value = true;
    try {
      if (this._past !== null) await this._past.load();
      else await client.paginateEventTimeline(room.getLiveTimeline(), { backwards: true, limit: PAGE });
      return null;
    } catch (error) {
      return problemFrom(error);
    } finally {
      this.loadingOlder.value = false;
      this.refresh();
    }
  }

  private _begin(room: Room): void {
    if (this.thread !== null) {
      this.readUpTo.value = this._parts.marks.ofThread(this.thread, room.myUserId)?.eventId ?? null;
      this.ready.value = true;
      void this.loadOlder();
      void this._loadMembers(room);
      return;
    }
    this.readUpTo.value = readUpTo(eventsOf(room), room.myUserId, this._parts.marks.of(this.roomId, room.myUserId));
    this.ready.value = true;
    if (eventsOf(room).length < FIRST_SCREEN) void this.loadOlder();
    void this._loadMembers(room);
  }

  /** Sliding sync brings only members who wrote lately; without the rest the room still works. */
  private async _loadMembers(room: Room): Promise<void> {
    const [result] = await Promise.allSettled([room.loadMembersIfNeeded()]);
    if (result.status === "fulfilled") this.refresh();
  }

  private _unsent(): MessageItem[] {
    const { client, outbox } = this._parts;
    const userId = client.getUserId() ?? "";
    const room = client.getRoom(this.roomId);
    const sender: Person =
      room === null ? { userId, name: userId, avatar: null, company: null } : personIn(room, userId);
    const here = new Set(this._arrived.value.map((item) => item.eventId));
    return outbox.items.value
      .filter((item) => item.roomId === this.roomId && threadOfContent(item.content) === this.thread)
      .filter((item) => item.delivery.state !== "sent" || !here.has(item.delivery.eventId))
      .map((item) => itemOf(item, sender, this._arrived.value));
  }
}

/** Events as the homeserver serves them, as messages of a list: replies of threads like all others. */
export const messagesIn = (room: Room | null, events: readonly Json[]): MessageItem[] => {
  if (room === null) return [];
  const personOf = (userId: string): Person => personIn(room, userId);
  const context = { userId: room.myUserId, personOf, readersOf: () => [], keyOf: () => undefined };
  return events.map(fromJson).flatMap((event) => {
    const { "m.relates_to": _relation, ...content } = event.content;
    const items = event.redacted ? [] : foldTimeline([{ ...event, content }], context);
    return items.flatMap((item) => (item.kind === "message" ? [item] : []));
  });
};

const threadOfContent = (content: Json): string | null => {
  const { rel_type: type, event_id: eventId } = asObject(content["m.relates_to"]);
  return type === "m.thread" ? asText(eventId) : null;
};

const itemOf = (entry: OutboxItem, sender: Person, arrived: readonly TimelineItem[]): MessageItem => {
  const { content, delivery } = entry;
  // A file on its way has no address yet and is drawn as a file all the same.
  const isFile = content["info"] !== undefined;
  const address = asText(content["url"]);
  const drawn = contentOf(
    "m.room.message",
    isFile ? { ...content, url: address || "mxc://on/its-way" } : content,
    false,
  );
  const quoted = asText(asObject(asObject(content["m.relates_to"])["m.in_reply_to"])["event_id"]);
  const original = arrived.find((item) => item.eventId === quoted);
  return {
    kind: "message",
    key: entry.key,
    eventId: delivery.state === "sent" ? delivery.eventId : null,
    sender,
    own: true,
    at: entry.at,
    content: "url" in drawn ? { ...drawn, url: address } : drawn,
    edited: false,
    quote:
      quoted === ""
        ? null
        : original?.kind === "message"
          ? { eventId: quoted, sender: original.sender, content: original.content }
          : { eventId: quoted, sender: null, content: null },
    reactions: [],
    mentionsMe: false,
    delivery: delivery.state === "sent" ? { state: "sent" } : delivery,
    thread: null,
    readers: [],
  };
};
