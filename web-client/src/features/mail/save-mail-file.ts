import { showToast } from "../../components/toasts.ts";
import type { Session } from "../../contexts/session.ts";
import { t } from "../../i18n/i18n.ts";
import { chatOfSession } from "../chat/chat-of-session.ts";
import { saveFile } from "../chat/save-file.ts";

/** Hands a file of a mail to the browser's downloads, or says that it cannot be had. */
export async function saveMailFile(
  session: Session,
  { url, name }: { readonly url: string; readonly name: string },
): Promise<void> {
  const { matrix } = await chatOfSession(session);
  const [result] = await Promise.allSettled([matrix.media(url)]);
  if (result.status === "fulfilled") saveFile(result.value, name);
  else showToast(t("mail.file-missing", { name }), "danger");
}
