import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { Tab } from "../../components/ui-tabs.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { stateBadge } from "./partner-words.ts";
import type { Whole } from "./types.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-tabs.ts";
import "./partner-agreement.ts";
import "./partner-contacts.ts";
import "./partner-notices.ts";
import "./partner-progress.ts";
import "./partner-systems.ts";
import "./partner-versions.ts";

const tabs = ["overview", "contacts", "notices", "versions", "progress", "systems"] as const;

/** One partner: agreement and zone, contact persons, notices, versions, progress, systems. */
@customElement("page-partner")
export class PagePartner extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    css`
      ui-tabs {
        flex: none;
        padding-inline: var(--space-6);
        border-block-end: 1px solid var(--color-line);
      }
      .head h1 {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      @media (max-width: 45rem) {
        ui-tabs {
          padding-inline: var(--space-4);
        }
      }
    `,
  ];

  /** Parts of the address. */
  @property({ attribute: false }) at: Readonly<Record<string, string | undefined>> = {};
  @state() private _whole: Whole | null = null;
  @state() private _error: unknown = null;
  private _loaded = "";
  protected readonly live = new LiveReload(this, ["partners"], () => this._load());

  private get partnerId(): string {
    return this.at["partnerId"] ?? "";
  }
  private get tab(): string {
    return this.at["tab"] ?? "overview";
  }

  protected override willUpdate(): void {
    if (this._loaded === this.partnerId) return;
    this._loaded = this.partnerId;
    this._whole = null;
    void this._load();
  }

  override render() {
    const whole = this._whole;
    const at = `/partners/${this.partnerId}`;
    const shown = tabs.filter((tab) => tab !== "systems" || whole?.abilities.includes("partner.manage") === true);
    const links: Tab[] = shown.map((id) => ({
      id,
      label: t(`partners.tab.${id}`),
      href: id === "overview" ? at : `${at}/${id}`,
      ...(id === "versions" && whole !== null && whole.partner.waiting > 0 && { count: whole.partner.waiting }),
    }));
    return html`
      <header class="head">
        <ui-icon-button icon="arrow-left" .label=${t("partners.back")} href="/partners"></ui-icon-button>
        <h1>${whole === null ? t("partners.title") : localized(whole.partner.name)}</h1>
        ${whole === null ? nothing : stateBadge(whole.partner.state)}
      </header>
      <ui-tabs .label=${t("partners.title")} .tabs=${links} .value=${this.tab}></ui-tabs>
      <div class="body">
        <div class="measure" @partner-changed=${this._load}>${whole === null ? this._waiting() : this._content(whole)}</div>
      </div>
    `;
  }

  private _waiting() {
    if (this._error === null) return html`<ui-skeleton rows="5"></ui-skeleton>`;
    return html`<ui-empty icon="globe" tone="danger" .heading=${t("partners.failed")} .text=${errorText(this._error)}>
      <ui-button href="/partners">${t("partners.back")}</ui-button>
    </ui-empty>`;
  }

  private _content(whole: Whole) {
    const base = `/partners/${this.partnerId}`;
    switch (this.tab) {
      case "contacts":
        return html`<partner-contacts .whole=${whole}></partner-contacts>`;
      case "notices":
        return html`<partner-notices .whole=${whole}></partner-notices>`;
      case "versions":
        return html`<partner-versions .whole=${whole} .base=${`${base}/versions`} .documentId=${this.at["objectId"] ?? null}></partner-versions>`;
      case "progress":
        return html`<partner-progress .whole=${whole} .base=${`${base}/progress`} .orderId=${this.at["objectId"] ?? null}></partner-progress>`;
      case "systems":
        return html`<partner-systems .whole=${whole}></partner-systems>`;
      default:
        return html`<partner-agreement .whole=${whole}></partner-agreement>`;
    }
  }

  private readonly _load = async (): Promise<void> => {
    const { partnerId } = this;
    try {
      const whole = await api.call("GET /api/partners/{partnerId}", { params: { partnerId } });
      if (partnerId === this.partnerId) this._whole = whole;
      this._error = null;
    } catch (error) {
      if (this._whole === null) this._error = error;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "page-partner": PagePartner;
  }
}
