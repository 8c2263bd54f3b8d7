import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { DialogBase } from "../../components/dialog-base.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { Person } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-copy-field.ts";
import "../../components/ui-dialog.ts";

/** A one-time sign-in link for a person of the company, shown once. */
@customElement("dialog-person-link")
export class DialogPersonLink extends DialogBase<never> {
  @property({ attribute: false }) person!: Person;
  @state() private _busy = false;
  @state() private _problem = "";
  @state() private _issued: ResponseOf<"POST /api/directory/people/{personId}/links"> | null = null;

  override render() {
    const name = localized(this.person.name);
    return html`<ui-dialog .heading=${t("directory.link-for", { name })} @ui-close=${this.done}>
      <div class="stack">${this._content(name)}</div>
      <ui-button slot="footer" @click=${this.close}
        >${this._issued === null ? t("components.cancel") : t("components.done")}</ui-button
      >
      ${
        this._issued === null
          ? html`<ui-button slot="footer" variant="primary" icon="link" .busy=${this._busy} @click=${this._issue}
              >${t("directory.link-create")}</ui-button
            >`
          : ""
      }
    </ui-dialog>`;
  }

  private _content(name: string) {
    if (this._issued === null) {
      return html`<p class="quiet">${t("directory.link-text", { name })}</p>
        ${this._problem === "" ? "" : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}`;
    }
    const { link, expiresAt } = this._issued;
    return html`<ui-copy-field .label=${t("directory.link")} .value=${link}></ui-copy-field>
      <ui-banner>${t("directory.link-once", { name, when: formatDate(expiresAt, "moment") })}</ui-banner>`;
  }

  private async _issue(): Promise<void> {
    this._busy = true;
    this._problem = "";
    try {
      const params = { personId: this.person.id };
      this._issued = await api.call("POST /api/directory/people/{personId}/links", { params });
    } catch (error) {
      this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-person-link": DialogPersonLink;
  }
}
