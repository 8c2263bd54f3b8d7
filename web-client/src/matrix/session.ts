import type { ReadonlySignal } from "@preact/signals-core";
import type { Json } from "./plain-event.ts";
import type {
  Connection,
  Draft,
  Member,
  MessageItem,
  NotifyLevel,
  Person,
  Problem,
  RoomRights,
  RoomSummary,
  TimelineItem,
} from "./model.ts";

/** One room being looked at. Everything is current until `close`. */
export interface OpenRoom {
  readonly roomId: string;
  /** The message that began the thread, where this is one thread of the room. */
  readonly thread: string | null;
  /** Ids of the pinned messages, oldest first. */
  readonly pinned: ReadonlySignal<readonly string[]>;
  /** False until the room has come from the homeserver for the first time. */
  readonly ready: ReadonlySignal<boolean>;
  /** Oldest first, without gaps up to now, own unsent messages at the end. */
  readonly items: ReadonlySignal<readonly TimelineItem[]>;
  readonly rights: ReadonlySignal<RoomRights>;
  /** Members who are in or invited, by name; those who never wrote arrive a moment after opening. */
  readonly members: ReadonlySignal<readonly Member[]>;
  readonly typing: ReadonlySignal<readonly Person[]>;
  /** The message that the user had read up to when the room was opened. */
  readonly readUpTo: ReadonlySignal<string | null>;
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly loadingOlder: ReadonlySignal<boolean>;
  /** Gets one page of older messages. Answers with the problem instead of rejecting. */
  loadOlder(): Promise<Problem | null>;
  close(): void;
}

/** Messages found in a room, and where the next ones begin. */
export interface MessagePage {
  readonly items: readonly MessageItem[];
  readonly next: string | null;
  readonly problem: Problem | null;
}

/** What one does to a room besides talking in it. Answers with a `Problem` or null. */
export interface RoomActions {
  /** Deletes an event with everything that edits it: else the words of an edit stay readable. */
  redact(roomId: string, eventId: string): Promise<Problem | null>;
  /** A room of one's own with these people. */
  createGroup(group: {
    readonly name: string;
    readonly people: readonly string[];
    readonly picture: File | null;
  }): Promise<{ readonly roomId: string } | { readonly problem: Problem }>;
  rename(roomId: string, name: string): Promise<Problem | null>;
  setTopic(roomId: string, topic: string): Promise<Problem | null>;
  setPicture(roomId: string, picture: File): Promise<Problem | null>;
  /** What the user is told of, on all devices. */
  setNotify(roomId: string, level: NotifyLevel): Promise<Problem | null>;
  setFavourite(roomId: string, favourite: boolean): Promise<Problem | null>;
  setPinned(roomId: string, eventId: string, pinned: boolean): Promise<Problem | null>;
  /** Counts everything from this message on as unread, until the room is read again; null takes it back. */
  markUnread(roomId: string, eventId: string | null): Promise<Problem | null>;
  /** Says the same in another room. */
  forward(fromRoomId: string, eventId: string, roomId: string): Promise<Problem | null>;
  /** Shows an object of a capability as a card; clients that know none show the words. */
  sayObject(
    roomId: string,
    object: { readonly kind: string; readonly id: string },
    words: string,
  ): Promise<Problem | null>;
  /** Messages by their ids; those that do not exist are left out. */
  messages(roomId: string, eventIds: readonly string[]): Promise<MessagePage>;
  /** Messages with files, newest first. */
  files(roomId: string, from: string | null): Promise<MessagePage>;
  /** Events of a thread as served, oldest first; the first page also has the message that began it. Rejects. */
  replies(
    roomId: string,
    root: string,
    from: string | null,
  ): Promise<{ readonly events: readonly unknown[]; readonly next: string | null }>;
  /** Messages that began threads, by the newest reply. */
  threads(roomId: string, from: string | null): Promise<MessagePage>;
}

/**
 * The conversation side of Portico. The views know nothing else of Matrix: data
 * comes as signals of plain values, wishes go out as calls with plain values
 * (and files), so this interface can be served from another thread.
 *
 * Calls answer with a `Problem` or null; they do not reject for anything that
 * the network, the homeserver or the user can cause.
 */
export interface MatrixSession {
  readonly userId: string;
  readonly connection: ReadonlySignal<Connection>;
  /** Rooms, spaces and invitations; unordered. */
  readonly rooms: ReadonlySignal<readonly RoomSummary[]>;
  /** The first answer of the homeserver has been taken in. */
  readonly ready: ReadonlySignal<boolean>;
  /** Bytes that one file may have, null while unknown. */
  readonly uploadLimit: ReadonlySignal<number | null>;

  readonly actions: RoomActions;

  /** The room, or one thread of it. */
  openRoom(roomId: string, thread?: string | null): OpenRoom;

  /** Takes the message into the outbox, which survives a reload; refuses only what can never be sent. */
  send(roomId: string, draft: Draft): Promise<Problem | null>;
  /** Changes an own message; `named` are those whom it named before. */
  edit(roomId: string, eventId: string, draft: Draft, named: readonly string[]): Promise<Problem | null>;
  /** Takes a file into the outbox, with the content of its message still without the address. */
  upload(roomId: string, content: Json, file: File): Promise<Problem | null>;
  /** Sends again what failed, by the `key` of its item. */
  retry(key: string): Promise<void>;
  /** Forgets what was not sent. */
  discard(key: string): Promise<void>;

  react(roomId: string, eventId: string, key: string): Promise<Problem | null>;
  redact(roomId: string, eventId: string): Promise<Problem | null>;
  markRead(roomId: string, eventId: string, thread?: string | null): Promise<Problem | null>;
  setTyping(roomId: string, typing: boolean): Promise<void>;

  /** The direct conversation with a person, made if there is none. */
  openDirectRoom(userId: string): Promise<{ readonly roomId: string } | { readonly problem: Problem }>;
  join(roomId: string): Promise<Problem | null>;
  leave(roomId: string): Promise<Problem | null>;

  /** The bytes behind an `mxc:` address, as stored or scaled to fit a box in device pixels. Rejects with `MediaError`. */
  media(url: string, fit?: { readonly width: number; readonly height: number }): Promise<Blob>;

  /** Stops syncing. Unsent messages stay in the outbox of this account. */
  stop(): void;
}
