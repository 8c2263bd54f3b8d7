import { provide } from "@lit/context";
import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { DialogBase } from "../../components/dialog-base.ts";
import { showDialog } from "../../components/show-dialog.ts";
import { showToast } from "../../components/toasts.ts";
import { t } from "../../i18n/i18n.ts";
import type { FileContent } from "../../matrix/model.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { saveFile } from "./save-file.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "./chat-image.ts";

/** A picture as large as the window lets it be, with its download. */
@customElement("dialog-chat-image")
export class DialogChatImage extends DialogBase<null> {
  static override styles = [
    DialogBase.styles,
    css`
      ui-dialog {
        --dialog-width: 80rem;
      }
      chat-image {
        inline-size: 100%;
        block-size: min(70dvh, 60rem);
        border-radius: var(--radius-m);
      }
    `,
  ];

  @provide({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property({ attribute: false }) content!: FileContent;

  override render() {
    const { name, url } = this.content;
    return html`<ui-dialog .heading=${name} @ui-close=${this.done}>
      <chat-image full .url=${url} .name=${name}></chat-image>
      <ui-button slot="footer" icon="download" @click=${this._download}>${t("chat.download-short")}</ui-button>
    </ui-dialog>`;
  }

  private async _download(): Promise<void> {
    const { url, name } = this.content;
    const [result] = await Promise.allSettled([this.chat.matrix.media(url)]);
    if (result.status === "fulfilled") saveFile(result.value, name);
    else showToast(t("chat.file-missing", { name }), "danger");
  }
}

/** Shows a picture large. */
export const showImage = async (chat: ChatController, content: FileContent): Promise<void> => {
  const dialog = new DialogChatImage();
  dialog.chat = chat;
  dialog.content = content;
  await showDialog(dialog);
};

declare global {
  interface HTMLElementTagNameMap {
    "dialog-chat-image": DialogChatImage;
  }
}
