import { computed, signal } from "@preact/signals-core";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { foldTimeline } from "./fold.ts";
import type { Member, MessageItem, Person, Problem, RoomRights, TimelineItem } from "./model.ts";
import { contentOf } from "./message-content.ts";
import type { Outbox, OutboxItem } from "./outbox.ts";
import { asObject, asText } from "./plain-event.ts";
import { problemFrom } from "./problem.ts";
import type { ReadMarks } from "./read-marks.ts";
import { eventsOf, hasOlder, membersOf, personIn, rightsIn } from "./room-view.ts";
import type { OpenRoom } from "./session.ts";
import { readUpTo } from "./unread.ts";

/** Events that one step into the past gets. */
const PAGE = 60;
/** A room opens with at least as many events, where it has them. */
const FIRST_SCREEN = 40;

const noRights: RoomRights = { send: false, react: false, redactOthers: false, mentionEverybody: false };

/** What a room's view model takes from the session that it belongs to. */
export interface OpenRoomParts {
  readonly client: MatrixClient;
  readonly outbox: Outbox;
  readonly marks: ReadMarks;
  readonly onClose: (room: LiveRoom) => void;
}

/** A room being looked at, kept current by `refresh`. */
export class LiveRoom implements OpenRoom {
  readonly roomId: string;
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

  constructor(roomId: string, parts: OpenRoomParts) {
    this.roomId = roomId;
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
    const events = eventsOf(room);
    const readers = marks.readers(this.roomId, events, room.myUserId);
    const items = foldTimeline(events, {
      userId: room.myUserId,
      personOf: (userId) => personIn(room, userId),
      readersOf: (eventId) => (readers.get(eventId) ?? []).map((userId) => personIn(room, userId)),
      keyOf: (eventId) => outbox.keyOf(eventId),
    });
    if (!this.ready.peek()) this._begin(room);
    this.rights.value = rightsIn(room);
    this.members.value = membersOf(room);
    this.hasOlder.value = hasOlder(room);
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
    if (room === null || !hasOlder(room) || this.loadingOlder.peek()) return null;
    this.loadingOlder.value = true;
    try {
      await client.paginateEventTimeline(room.getLiveTimeline(), { backwards: true, limit: PAGE });
      return null;
    } catch (error) {
      return problemFrom(error);
    } finally {
      this.loadingOlder.value = false;
      this.refresh();
    }
  }

  private _begin(room: Room): void {
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
      .filter((item) => item.roomId === this.roomId)
      .filter((item) => item.delivery.state !== "sent" || !here.has(item.delivery.eventId))
      .map((item) => itemOf(item, sender, this._arrived.value));
  }
}

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
    readers: [],
  };
};
