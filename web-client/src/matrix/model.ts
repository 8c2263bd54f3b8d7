/**
 * What the views see of Matrix: plain data that can be copied between threads.
 * Nothing here holds an object of the SDK, a function or a DOM node.
 */

/** `connecting` until the first answer; `offline` while the homeserver does not answer; `ended` for good. */
export type Connection = "connecting" | "online" | "offline" | "ended";

/** Somebody as a room knows him. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  /** `mxc:` address of the picture. */
  readonly avatar: string | null;
  /** Name of the company of somebody from outside; null for the company's own people. */
  readonly company: string | null;
}

export interface Member extends Person {
  readonly membership: "join" | "invite";
  readonly powerLevel: number;
}

export interface Unread {
  /** Messages since the last read one, as many as are known here. */
  readonly count: number;
  /** There are older unread ones that are not known here. */
  readonly more: boolean;
  /** Those of them that name the user or everybody. */
  readonly mentions: number;
}

/** The newest thing drawn in a room, for its row in the list. */
export interface Preview {
  readonly kind: "text" | "image" | "video" | "audio" | "file" | "deleted" | "other";
  readonly text: string;
  readonly sender: Person;
  readonly own: boolean;
  readonly at: number;
}

/** Content of the state event `org.portico.room`. */
export interface RoomPurpose {
  readonly purpose: string;
  readonly departmentId: string | null;
  readonly customerId: string | null;
  /** Names of the outside companies, in the language that rooms are written in. */
  readonly outsiders: readonly string[];
  /** Closed for good: everybody reads, nobody writes. */
  readonly archived: boolean;
  /** The power to begin something; who has less answers in threads and reacts. */
  readonly begin: number;
}

export interface RoomSummary {
  readonly roomId: string;
  readonly kind: "room" | "space";
  readonly membership: "join" | "invite";
  readonly name: string;
  readonly topic: string;
  readonly avatar: string | null;
  /** The other person of a direct conversation. */
  readonly direct: Person | null;
  /** For an invitation: who sent it. */
  readonly invitedBy: Person | null;
  /** Rooms of a space, in the order that the space gives. */
  readonly children: readonly string[];
  readonly purpose: RoomPurpose | null;
  /** The people from outside who are in the room. */
  readonly outsiders: readonly Person[];
  readonly joinedCount: number;
  readonly encrypted: boolean;
  readonly unread: Unread;
  /** Unread replies in threads that the user takes part in. */
  readonly threadUnread: number;
  readonly favourite: boolean;
  readonly notify: NotifyLevel;
  /** The newest message that is known here. */
  readonly last: Preview | null;
  /** Nothing older has to be fetched: where nothing was said here, nothing ever was. */
  readonly whole: boolean;
  /** Milliseconds since 1970 of the newest thing drawn, 0 where nothing is. */
  readonly activeAt: number;
}

export interface TextContent {
  readonly kind: "text" | "notice" | "emote";
  readonly body: string;
  /** HTML of somebody else: to be sanitised before it is drawn. */
  readonly html: string | null;
  /** User ids of those whom it names (`m.mentions`). */
  readonly mentions?: readonly string[];
  /** The object of Portico that the message stands for. */
  readonly object?: { readonly kind: string; readonly id: string };
}

export interface FileContent {
  readonly kind: "image" | "video" | "audio" | "file";
  readonly name: string;
  readonly caption: string;
  /** The caption as HTML of somebody else: to be sanitised before it is drawn. */
  readonly captionHtml: string | null;
  /** `mxc:` address; empty while the file is on its way. */
  readonly url: string;
  readonly mimeType: string;
  /** Bytes, null where the sender did not say. */
  readonly size: number | null;
  readonly width: number | null;
  readonly height: number | null;
}

export type MessageContent = TextContent | FileContent | { readonly kind: "deleted" } | { readonly kind: "unreadable" };

export interface Reaction {
  readonly key: string;
  readonly people: readonly Person[];
  /** The user's own reaction event; null when he did not react so. */
  readonly ownEventId: string | null;
}

export interface Quote {
  readonly eventId: string;
  /** Null while the quoted message is not loaded. */
  readonly sender: Person | null;
  readonly content: MessageContent | null;
}

/** Why something did not arrive, as keys of texts. */
export type ProblemKind =
  | "message-too-large"
  | "file-empty"
  | "file-too-large"
  | "file-type-refused"
  | "not-allowed"
  | "too-fast"
  | "offline"
  | "session-ended"
  | "not-found"
  | "server";

export interface Problem {
  readonly kind: ProblemKind;
  /** What the server said, for `server` and `not-allowed`; never shown alone. */
  readonly detail: string;
  /** Bytes that would have been accepted, for what is too large. */
  readonly limit: number | null;
}

type Delivery =
  | { readonly state: "sent" }
  | { readonly state: "queued" }
  | { readonly state: "sending"; /** 0 to 1 of a file; null for text. */ readonly progress: number | null }
  | { readonly state: "failed"; readonly problem: Problem };

/** What is known of the thread under a message. */
export interface ThreadSummary {
  readonly count: number;
  /** Who wrote in it, newest first. */
  readonly people: readonly Person[];
  readonly at: number;
  /** Replies of others that the user has not read, where he takes part or is named. */
  readonly unread: number;
}

/** What of a room the user is told about. */
export type NotifyLevel = "all" | "mentions" | "off";

export interface MessageItem {
  readonly kind: "message";
  /** Stays the same from the moment of sending on. */
  readonly key: string;
  /** Null until the homeserver has given one. */
  readonly eventId: string | null;
  readonly sender: Person;
  readonly own: boolean;
  /** Milliseconds since 1970, by the sending server's clock. */
  readonly at: number;
  readonly content: MessageContent;
  readonly edited: boolean;
  readonly quote: Quote | null;
  readonly reactions: readonly Reaction[];
  /** Names the user or everybody. */
  readonly mentionsMe: boolean;
  readonly delivery: Delivery;
  /** The thread that it began; null where nobody replied in one. */
  readonly thread: ThreadSummary | null;
  /** Others whose last read message is this one. */
  readonly readers: readonly Person[];
}

export interface SystemItem {
  readonly kind: "system";
  readonly key: string;
  readonly eventId: string;
  readonly at: number;
  readonly what: "created" | "joined" | "left" | "invited" | "removed" | "declined" | "renamed" | "topic" | "encrypted";
  /** Who did it. */
  readonly actor: Person;
  /** Whom it happened to; the actor where he did it himself. */
  readonly subject: Person;
  /** New name or topic. */
  readonly text: string;
}

export type TimelineItem = MessageItem | SystemItem;

/** What the user may do in a room, by its power levels. */
export interface RoomRights {
  readonly send: boolean;
  /** To write something that stands by itself, not only in a thread. */
  readonly begin: boolean;
  readonly react: boolean;
  readonly redactOthers: boolean;
  readonly mentionEverybody: boolean;
  readonly pin: boolean;
  readonly rename: boolean;
  readonly setTopic: boolean;
  readonly setPicture: boolean;
}

/** A message to be sent. */
export interface Draft {
  readonly body: string;
  /** Formatted form; null where it says no more than the body. */
  readonly html: string | null;
  readonly mentions: readonly string[];
  readonly mentionsEverybody: boolean;
  readonly replyTo: string | null;
  /** The message whose thread it belongs to. */
  readonly thread: string | null;
}
