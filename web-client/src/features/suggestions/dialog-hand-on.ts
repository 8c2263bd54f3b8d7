import { html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { DialogBase } from "../../components/dialog-base.ts";
import { t } from "../../i18n/i18n.ts";
import type { Suggestion } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "../directory/person-picker.ts";

/** Gives a suggestion to a colleague who can answer it better. Gives true when it is done. */
@customElement("dialog-hand-on")
export class DialogHandOn extends DialogBase<true> {
  @property({ attribute: false }) suggestion!: Suggestion;
  @state() private _busy = false;
  @state() private _problem = "";
  @query("person-picker") private readonly _picker!: HTMLElementTagNameMap["person-picker"];

  override render() {
    return html`<ui-dialog .heading=${t("suggestions.hand-on")} .closable=${!this._busy} @ui-close=${this.done}>
      <div class="stack">
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        <person-picker .label=${t("suggestions.new-owner")} .hint=${t("suggestions.hand-on-hint")}></person-picker>
      </div>
      <ui-button slot="footer" @click=${this.close}>${t("components.cancel")}</ui-button>
      <ui-button slot="footer" variant="primary" .busy=${this._busy} @click=${this._handOn}
        >${t("suggestions.hand-on")}</ui-button
      >
    </ui-dialog>`;
  }

  private async _handOn(): Promise<void> {
    const [person] = this._picker.people;
    if (person === undefined || this._busy) return this._picker.focus();
    this._busy = true;
    try {
      await api.call("PUT /api/suggestions/{suggestionId}/owner", {
        params: { suggestionId: this.suggestion.id },
        body: { ownerId: person.id, expectedVersion: this.suggestion.version },
      });
      this.close(true);
    } catch (error) {
      this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-hand-on": DialogHandOn;
  }
}
