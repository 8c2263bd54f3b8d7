import type { ReadonlySignal } from "@preact/signals-core";
import type { Connection, Draft, Member, Person, Problem, RoomRights, RoomSummary, TimelineItem } from "./model.ts";

/** One room being looked at. Everything is current until `close`. */
export interface OpenRoom {
  readonly roomId: string;
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

  openRoom(roomId: string): OpenRoom;

  /** Takes the message into the outbox, which survives a reload; refuses only what can never be sent. */
  send(roomId: string, draft: Draft): Promise<Problem | null>;
  /** Changes an own message; `named` are those whom it named before. */
  edit(roomId: string, eventId: string, draft: Draft, named: readonly string[]): Promise<Problem | null>;
  /** Takes a file into the outbox. */
  upload(roomId: string, file: File, caption: string): Promise<Problem | null>;
  /** Sends again what failed, by the `key` of its item. */
  retry(key: string): Promise<void>;
  /** Forgets what was not sent. */
  discard(key: string): Promise<void>;

  react(roomId: string, eventId: string, key: string): Promise<Problem | null>;
  redact(roomId: string, eventId: string): Promise<Problem | null>;
  markRead(roomId: string, eventId: string): Promise<Problem | null>;
  setTyping(roomId: string, typing: boolean): Promise<void>;

  /** The direct conversation with a person, made if there is none. */
  openDirectRoom(userId: string): Promise<{ readonly roomId: string } | { readonly problem: Problem }>;
  join(roomId: string): Promise<Problem | null>;
  leave(roomId: string): Promise<Problem | null>;
  searchPeople(term: string): Promise<readonly Person[]>;

  /** The bytes behind an `mxc:` address, as stored or scaled to fit a box in device pixels. Rejects with `MediaError`. */
  media(url: string, fit?: { readonly width: number; readonly height: number }): Promise<Blob>;

  /** Stops syncing. Unsent messages stay in the outbox of this account. */
  stop(): void;
}
