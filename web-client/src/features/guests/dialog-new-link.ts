import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { DialogBase } from "../../components/dialog-base.ts";
import { t } from "../../i18n/i18n.ts";
import { issuedLink } from "./issued-link.ts";
import type { Guest, IssuedLink } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";

/** Another link for a guest; earlier ones stop working. */
@customElement("dialog-new-link")
export class DialogNewLink extends DialogBase<IssuedLink> {
  @property({ attribute: false }) guest!: Guest;
  @state() private _busy = false;
  @state() private _problem = "";
  @state() private _issued: IssuedLink | null = null;

  override render() {
    const { name } = this.guest;
    return html`<ui-dialog .heading=${t("guests.link-for", { name })} @ui-close=${this.done}>
      <div class="stack">
        ${
          this._issued === null
            ? html`<p class="quiet">${t("guests.new-link-text", { name })}</p>`
            : issuedLink(this._issued)
        }
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
      </div>
      ${
        this._issued === null
          ? html`<ui-button slot="footer" @click=${this.close}>${t("components.cancel")}</ui-button>
              <ui-button slot="footer" variant="primary" icon="link" .busy=${this._busy} @click=${this._issue}
                >${t("guests.new-link")}</ui-button
              >`
          : html`<ui-button slot="footer" @click=${() => this.close(this._issued)}>${t("components.done")}</ui-button>`
      }
    </ui-dialog>`;
  }

  private async _issue(): Promise<void> {
    this._busy = true;
    this._problem = "";
    try {
      this._issued = await api.call("POST /api/guests/{guestId}/links", { params: { guestId: this.guest.id } });
    } catch (error) {
      this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-new-link": DialogNewLink;
  }
}
