import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { DialogBase } from "../../components/dialog-base.ts";
import { t } from "../../i18n/i18n.ts";
import { formText } from "../../lib/form-text.ts";
import type { Suggestion } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-select.ts";
import "../../components/ui-textarea.ts";

/** Accepts or declines a suggestion with an answer. Gives true when it is done. */
@customElement("dialog-decide")
export class DialogDecide extends DialogBase<true> {
  @property({ attribute: false }) suggestion!: Suggestion;
  @state() private _busy = false;
  @state() private _problem = "";
  @state() private _empty = false;

  override render() {
    const hint = this.suggestion.author === null ? "suggestions.answer-hint-anonymous" : "suggestions.answer-hint";
    return html`<ui-dialog
      .heading=${t("suggestions.decide-heading", { number: this.suggestion.number })}
      .closable=${!this._busy}
      @ui-close=${this.done}
    >
      <form class="stack" novalidate @submit=${this._decide}>
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        <ui-select
          name="outcome"
          .label=${t("suggestions.decision")}
          value="accepted"
          .options=${(["accepted", "declined"] as const).map((value) => ({
            value,
            label: t(`suggestions.outcome.${value}`),
          }))}
        ></ui-select>
        <ui-textarea
          name="answer"
          required
          rows="6"
          maxLength="8000"
          .label=${t("suggestions.answer")}
          .hint=${t(hint)}
          .error=${this._empty ? t("suggestions.wrong.text") : ""}
        ></ui-textarea>
      </form>
      <ui-button slot="footer" @click=${this.close}>${t("components.cancel")}</ui-button>
      <ui-button
        slot="footer"
        variant="primary"
        .busy=${this._busy}
        @click=${() => this.renderRoot.querySelector("form")?.requestSubmit()}
        >${t("suggestions.decide")}</ui-button
      >
    </ui-dialog>`;
  }

  private async _decide(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this._busy) return;
    const data = new FormData(event.target as HTMLFormElement);
    const answer = formText(data, "answer").trim();
    this._empty = answer === "";
    if (this._empty) return;
    this._busy = true;
    try {
      await api.call("POST /api/suggestions/{suggestionId}/decision", {
        params: { suggestionId: this.suggestion.id },
        body: {
          outcome: formText(data, "outcome") === "declined" ? "declined" : "accepted",
          answer,
          expectedVersion: this.suggestion.version,
        },
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
    "dialog-decide": DialogDecide;
  }
}
