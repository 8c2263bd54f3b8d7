import { html } from "lit";
import { customElement } from "lit/decorators.js";
import { showDialog } from "../../components/show-dialog.ts";
import type { DialogElement } from "../../components/show-dialog.ts";
import type { UiDialog } from "../../components/ui-dialog.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";

/** Asks before a message is deleted, because that cannot be taken back. */
@customElement("dialog-chat-delete")
export class DialogChatDelete extends PorticoElement implements DialogElement<true> {
  private readonly _done = Promise.withResolvers<true | null>();
  readonly result = this._done.promise;

  override render() {
    return html`<ui-dialog .heading=${t("chat.delete-question")} @ui-close=${() => this._done.resolve(null)}>
      <p>${t("chat.delete-explained")}</p>
      <ui-button slot="footer" @click=${() => this._dialog?.close()}>${t("chat.cancel")}</ui-button>
      <ui-button slot="footer" variant="danger" icon="trash" @click=${this._confirm}>${t("chat.delete")}</ui-button>
    </ui-dialog>`;
  }

  protected override firstUpdated(): void {
    void this._dialog?.show();
  }

  private get _dialog(): UiDialog | null {
    return this.renderRoot.querySelector("ui-dialog");
  }

  private _confirm(): void {
    this._done.resolve(true);
    this._dialog?.close();
  }
}

/** Whether the user really wants to delete a message. */
export const confirmDelete = async (): Promise<boolean> => (await showDialog(new DialogChatDelete())) === true;

declare global {
  interface HTMLElementTagNameMap {
    "dialog-chat-delete": DialogChatDelete;
  }
}
