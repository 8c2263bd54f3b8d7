import { confirmed } from "../../components/dialog-confirm.ts";
import { t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import type { RoomSummary } from "../../matrix/model.ts";
import type { ChatController } from "./chat-controller.ts";
import { say } from "./say.ts";

/** Asks, and leaves a room of one's own. */
export const leaveRoom = async (chat: ChatController, room: RoomSummary): Promise<void> => {
  const agreed = await confirmed({
    heading: t("chat.leave-question", { name: chat.nameOf(room) }),
    text: t("chat.leave-explained"),
    action: t("chat.leave"),
    danger: true,
  });
  if (!agreed) return;
  const problem = await chat.matrix.leave(room.roomId);
  say(problem);
  if (problem === null) navigate("/");
};
