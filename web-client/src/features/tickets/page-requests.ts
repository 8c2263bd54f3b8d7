import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { formatWhen } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { listDetailStyles } from "../../styles/list-detail.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { Request } from "./types.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-skeleton.ts";
import "./request-form.ts";
import "./request-panel.ts";

/** What a customer asked for, with its state; the lead of the company's people sees those of all of them. */
@customElement("page-requests")
export class PageRequests extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    listDetailStyles,
    css`
      .row .second {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
    `,
  ];

  /** Of the open one; "new" is the form. */
  @property({ attribute: false }) ticketId: string | null = null;
  @state() private _requests: readonly Request[] | null = null;
  @state() private _error: unknown = null;
  protected readonly live = new LiveReload(this, ["requests"], () => this._load());

  override connectedCallback(): void {
    super.connectedCallback();
    void this._load();
  }

  override render() {
    const { ticketId } = this;
    return html`
      <header class="head ${ticketId === null ? "" : "behind"}">
        <h1>${t("tickets.requests")}</h1>
        <span class="grow"></span>
        <ui-button variant="primary" size="small" icon="plus" href="/requests/new"
          >${t("tickets.requests.new")}</ui-button
        >
      </header>
      <div class="columns ${ticketId === null ? "" : "open"}">
        <section class="list" aria-label=${t("tickets.requests")}>${this._list()}</section>
        ${ticketId === null ? nothing : this._panel(ticketId)}
      </div>
    `;
  }

  private _list() {
    const requests = this._requests;
    if (requests === null) {
      if (this._error === null) return html`<ui-skeleton rows="5"></ui-skeleton>`;
      return html`<ui-empty
        icon="offline"
        tone="danger"
        .heading=${t("tickets.requests.failed")}
        .text=${errorText(this._error)}
      >
        <ui-button icon="refresh" @click=${this._load}>${t("components.retry")}</ui-button>
      </ui-empty>`;
    }
    if (requests.length === 0) {
      return html`<ui-empty icon="help" .heading=${t("tickets.requests.none")} .text=${t("tickets.requests.none-text")}>
        <ui-button variant="primary" icon="plus" href="/requests/new">${t("tickets.requests.new")}</ui-button>
      </ui-empty>`;
    }
    return requests.map((request) => this._row(request));
  }

  private _row({ id, number, title, state: stands, updatedAt, mine, requester }: Request) {
    return html`<a class="row" href="/requests/${id}" aria-current=${id === this.ticketId ? "true" : nothing}>
      <span class="line">
        <span class="title">${title}</span>
        <ui-badge tone=${stands === "waiting_customer" ? "warning" : stands === "solved" ? "success" : "neutral"}
          >${t(`tickets.state-for.${stands}`)}</ui-badge
        >
      </span>
      <span class="second"
        >${number} ·
        ${formatWhen(updatedAt)}${mine ? nothing : html` · ${t("tickets.requests.by", { name: requester })}`}</span
      >
    </a>`;
  }

  private _panel(ticketId: string) {
    return html`<section class="panel" aria-label=${t("tickets.requests")}>
      <div class="bar">
        <ui-icon-button
          class="back"
          icon="arrow-left"
          .label=${t("tickets.back")}
          @click=${this._close}
        ></ui-icon-button>
        <span class="grow"></span>
        <ui-icon-button
          class="shut"
          icon="close"
          .label=${t("tickets.close-panel")}
          @click=${this._close}
        ></ui-icon-button>
      </div>
      <div class="detail">
        ${
          ticketId === "new"
            ? html`<request-form @request-filed=${this._onFiled}></request-form>`
            : html`<request-panel .ticketId=${ticketId} @request-changed=${this._load}></request-panel>`
        }
      </div>
    </section>`;
  }

  private _onFiled(event: CustomEvent<{ id: string }>): void {
    void this._load();
    navigate(`/requests/${event.detail.id}`);
  }

  private readonly _close = (): void => navigate("/requests");

  private readonly _load = async (): Promise<void> => {
    try {
      this._requests = (await api.call("GET /api/requests", { query: { state: "all" } })).items;
      this._error = null;
    } catch (error) {
      if (this._requests === null) this._error = error;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "page-requests": PageRequests;
  }
}
