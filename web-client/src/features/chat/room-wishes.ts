import { showToast } from "../../components/toasts.ts";
import { t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import type { MessageItem } from "../../matrix/model.ts";
import type { ChatController } from "./chat-controller.ts";
import type { MessageWish, PlainWish } from "./message-events.ts";
import { roomPath } from "./room-path.ts";
import { say } from "./say.ts";
import { contentText } from "./texts.ts";

/** What a wish needs of the room in which it was made. */
export interface WishPlace {
  readonly chat: ChatController;
  readonly roomId: string;
  readonly canWriteDirect: boolean;
  jump(eventId: string): void | Promise<void>;
  reply(item: MessageItem): void;
  edit(item: MessageItem): void | Promise<void>;
}

const remove = async ({ chat, roomId }: WishPlace, eventId: string): Promise<void> => {
  const question = { heading: t("chat.delete-question"), text: t("chat.delete-explained"), action: t("chat.delete") };
  const { confirmed } = await import("../../components/dialog-confirm.ts");
  if (await confirmed({ ...question, danger: true })) say(await chat.matrix.redact(roomId, eventId));
};

const react = async ({ chat, roomId }: WishPlace, item: MessageItem, eventId: string, emoji: string): Promise<void> => {
  const own = item.reactions.find((reaction) => reaction.key === emoji)?.ownEventId ?? null;
  say(await (own === null ? chat.matrix.react(roomId, eventId, emoji) : chat.matrix.redact(roomId, own)));
};

const copy = async (text: string, done: string): Promise<void> => {
  await navigator.clipboard.writeText(text);
  showToast(done);
};

/** Wishes about a message that the homeserver has. */
const fulfilSent = async (place: WishPlace, wish: PlainWish, item: MessageItem, eventId: string): Promise<void> => {
  const { chat, roomId } = place;
  const { actions } = chat.matrix;
  switch (wish) {
    case "thread":
      return navigate(roomPath(roomId, { panel: "threads", thread: eventId }));
    case "pin":
      return say(await actions.setPinned(roomId, eventId, true), t("chat.pinned-done"));
    case "unpin":
      return say(await actions.setPinned(roomId, eventId, false));
    case "link":
      return copy(new URL(roomPath(roomId, { at: eventId }), location.href).href, t("chat.link-copied"));
    case "unread": {
      const problem = await actions.markUnread(roomId, eventId);
      // Whoever stays reads it again at once.
      if (problem === null) navigate("/");
      return say(problem, t("chat.marked-unread"));
    }
    case "forward": {
      const { DialogForward } = await import("./dialog-forward.ts");
      const { showDialog } = await import("../../components/show-dialog.ts");
      const forward = async (to: string) => actions.forward(roomId, eventId, to);
      const heading = t("chat.forward-heading");
      await showDialog(
        Object.assign(new DialogForward(), { chat, heading, words: contentText(item.content), say: forward }),
      );
      return undefined;
    }
    case "readers": {
      const { DialogReaders } = await import("./dialog-readers.ts");
      const { showDialog } = await import("../../components/show-dialog.ts");
      await showDialog(Object.assign(new DialogReaders(), { chat, roomId, item }));
      return undefined;
    }
    default:
      return remove(place, eventId);
  }
};

/** Does what the user wants done with a message. */
export const fulfil = async (place: WishPlace, detail: MessageWish): Promise<void> => {
  const { chat, roomId } = place;
  const { matrix } = chat;
  if (detail.wish === "jump") return place.jump(detail.eventId);
  if (detail.wish === "person") {
    if (!place.canWriteDirect) return undefined;
    const { showPersonCard } = await import("./person-card.ts");
    return showPersonCard(chat, roomId, detail.userId, detail.at);
  }
  const { item, wish } = detail;
  if (wish === "retry") return matrix.retry(item.key);
  if (wish === "discard") return matrix.discard(item.key);
  if (wish === "reply") return place.reply(item);
  if (wish === "edit") return place.edit(item);
  if (wish === "copy") return copy(contentText(item.content), t("chat.text-copied"));
  if (item.eventId === null) return undefined;
  return wish === "react"
    ? react(place, item, item.eventId, detail.emoji)
    : fulfilSent(place, wish, item, item.eventId);
};
