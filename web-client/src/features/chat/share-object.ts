import { showDialog } from "../../components/show-dialog.ts";
import { loadTexts, t } from "../../i18n/i18n.ts";
import { runningChat } from "./chat-of-session.ts";
import { DialogForward } from "./dialog-forward.ts";

/** Something of a capability that people talk about. */
export interface SharedObject {
  readonly kind: string;
  readonly id: string;
  /** What clients without the card show; everybody in the room reads it, whoever may see the object or not. */
  readonly words: string;
  /** Its page. */
  readonly path: string;
}

/** Lets the user choose conversations of colleagues in which the object is shown as a card, live and with each reader's rights. */
export const shareObject = async ({ kind, id, words, path }: SharedObject): Promise<void> => {
  const [chat] = await Promise.all([runningChat(), loadTexts("chat")]);
  const body = `${words} ${new URL(path, location.href).href}`;
  const say = async (roomId: string) => chat.matrix.actions.sayObject(roomId, { kind, id }, body);
  await showDialog(
    Object.assign(new DialogForward(), { chat, heading: t("chat.share-heading"), words, say, inside: true }),
  );
};
