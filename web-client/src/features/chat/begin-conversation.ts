import { showDialog } from "../../components/show-dialog.ts";
import { loadTexts } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { runningChat } from "./chat-of-session.ts";

/** Asks for whom, and goes to the conversation with one colleague or to the new group. */
export const beginConversation = async (kind: "message" | "group"): Promise<void> => {
  const chat = await runningChat();
  const [{ DialogNewConversation }] = await Promise.all([
    import("./dialog-new-conversation.ts"),
    loadTexts("chat"),
    loadTexts("directory"),
  ]);
  const dialog = new DialogNewConversation();
  dialog.group = kind === "group";
  dialog.matrix = chat.matrix;
  const path = await showDialog(dialog);
  if (path !== null) navigate(path);
};
