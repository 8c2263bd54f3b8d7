import type { MessageItem } from "../../matrix/model.ts";

/** What the user can do with a message by name alone. */
export type PlainWish =
  | "reply"
  | "thread"
  | "forward"
  | "pin"
  | "unpin"
  | "link"
  | "unread"
  | "readers"
  | "edit"
  | "delete"
  | "copy"
  | "retry"
  | "discard";

/** What the user wants done with a message. */
export type MessageWish =
  | { readonly wish: PlainWish; readonly item: MessageItem }
  | { readonly wish: "react"; readonly item: MessageItem; readonly emoji: string }
  | { readonly wish: "person"; readonly userId: string; /** Beside what the person is shown. */ readonly at: DOMRect }
  | { readonly wish: "jump"; readonly eventId: string };

/** Fired as `chat-wish` by messages, handled by the room around them. */
export type MessageWishEvent = CustomEvent<MessageWish>;

/** A `chat-wish` event that reaches the room through all shadow roots. */
export const messageWish = (detail: MessageWish): MessageWishEvent =>
  new CustomEvent("chat-wish", { detail, bubbles: true, composed: true });
