import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { t } from "../../i18n/i18n.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { Whole } from "./types.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-skeleton.ts";
import "./partner-agreement.ts";
import "./partner-notices.ts";
import "./partner-progress.ts";
import "./partner-versions.ts";

/** What the partner's people see: progress, versions, and the agreement with the notices. */
@customElement("page-partner-portal")
export class PagePartnerPortal extends PorticoElement {
  static override styles = [sharedStyles, pageStyles];

  /** Parts of the address. */
  @property({ attribute: false }) at: Readonly<Record<string, string | undefined>> = {};
  @state() private _whole: Whole | null = null;
  @state() private _error: unknown = null;
  protected readonly live = new LiveReload(this, ["partners"], () => this._load());

  override connectedCallback(): void {
    super.connectedCallback();
    void this._load();
  }

  override render() {
    return html`<div class="body">
      <div class="measure" @partner-changed=${this._load}>
        ${this._whole === null ? this._waiting() : this._content(this._whole)}
      </div>
    </div>`;
  }

  private _waiting() {
    if (this._error === null) return html`<ui-skeleton rows="5"></ui-skeleton>`;
    return html`<ui-empty icon="offline" tone="danger" .heading=${t("partners.failed")} .text=${errorText(this._error)}>
      <ui-button icon="refresh" @click=${this._load}>${t("components.retry")}</ui-button>
    </ui-empty>`;
  }

  private _content(whole: Whole) {
    switch (this.at["tab"]) {
      case "versions":
        return html`<partner-versions .whole=${whole} base="/versions" .documentId=${this.at["objectId"] ?? null}></partner-versions>`;
      case "progress":
        return html`<partner-progress .whole=${whole} base="/progress" .orderId=${this.at["objectId"] ?? null}></partner-progress>`;
      default:
        return html`<partner-agreement .whole=${whole}></partner-agreement>
          <partner-notices .whole=${whole}></partner-notices>`;
    }
  }

  private readonly _load = async (): Promise<void> => {
    try {
      const [own] = (await api.call("GET /api/partners", {})).items;
      if (own === undefined) throw new Error(t("partners.none"));
      this._whole = await api.call("GET /api/partners/{partnerId}", { params: { partnerId: own.id } });
      this._error = null;
    } catch (error) {
      if (this._whole === null) this._error = error;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "page-partner-portal": PagePartnerPortal;
  }
}
