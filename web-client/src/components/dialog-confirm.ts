import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../i18n/i18n.ts";
import { DialogBase } from "./dialog-base.ts";
import { showDialog } from "./show-dialog.ts";
import "./ui-button.ts";
import "./ui-dialog.ts";

interface Question {
  readonly heading: string;
  /** What will happen, in a sentence. */
  readonly text: string;
  /** The verb on the button. */
  readonly action: string;
  readonly danger?: boolean;
}

/** Asks before something that cannot be taken back. */
@customElement("dialog-confirm")
export class DialogConfirm extends DialogBase<true> {
  @property({ attribute: false }) question: Question = { heading: "", text: "", action: "" };

  override render() {
    const { heading, text, action, danger } = this.question;
    return html`<ui-dialog .heading=${heading} @ui-close=${this.done}>
      <p class="quiet">${text}</p>
      <ui-button slot="footer" @click=${this.close}>${t("components.cancel")}</ui-button>
      <ui-button slot="footer" .variant=${danger === true ? "danger" : "primary"} @click=${() => this.close(true)}
        >${action}</ui-button
      >
    </ui-dialog>`;
  }
}

/** Whether the user agreed. */
export const confirmed = async (question: Question): Promise<boolean> =>
  (await showDialog(Object.assign(new DialogConfirm(), { question }))) === true;

declare global {
  interface HTMLElementTagNameMap {
    "dialog-confirm": DialogConfirm;
  }
}
