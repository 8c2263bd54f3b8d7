import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { DialogBase } from "../../components/dialog-base.ts";
import { showDialog } from "../../components/show-dialog.ts";
import { t } from "../../i18n/i18n.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-copy-field.ts";
import "../../components/ui-dialog.ts";

/** A link or token that is shown this once. */
@customElement("dialog-shown-once")
export class DialogShownOnce extends DialogBase<true> {
  @property({ attribute: false }) value = "";
  @property({ attribute: false }) text = "";

  override render() {
    return html`<ui-dialog .heading=${t("partners.shown-once")} @ui-close=${this.done}>
      <div class="stack">
        <ui-copy-field .label=${t("partners.shown-once")} .value=${this.value}></ui-copy-field>
        <ui-banner>${this.text}</ui-banner>
      </div>
      <ui-button slot="footer" @click=${() => this.close(true)}>${t("components.done")}</ui-button>
    </ui-dialog>`;
  }
}

export const showLink = async (value: string, text: string): Promise<unknown> =>
  showDialog(Object.assign(new DialogShownOnce(), { value, text }));

declare global {
  interface HTMLElementTagNameMap {
    "dialog-shown-once": DialogShownOnce;
  }
}
