import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
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

/** Hands a mail as it came to the browser's downloads. */
export async function saveOriginal(mailId: string): Promise<void> {
  const asked = api.call("GET /api/mail/incoming/{mailId}", { params: { mailId } });
  const [result] = await Promise.allSettled([asked]);
  if (result.status === "rejected") {
    showToast(errorText(result.reason), "danger");
    return;
  }
  const { name, base64 } = result.value;
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  saveFile(new Blob([bytes], { type: "message/rfc822" }), name);
}
