import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { moveAmong } from "../../lib/move-among.ts";
import { currentUrl, navigate } from "../../lib/navigation.ts";
import { PagedList } from "../../lib/paged-list.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { listDetailStyles } from "../../styles/list-detail.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { Desk, Ticket } from "./types.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-tabs.ts";
import "./ticket-panel.ts";

const views = ["open", "mine", "unassigned", "waiting", "solved", "all"] as const;
type View = (typeof views)[number];
const priorities = ["low", "normal", "high", "urgent"] as const;
type Priority = (typeof priorities)[number];
const filterNames = ["queue", "priority", "company", "owner", "from", "to", "q"] as const;

const isPriority = (text: string | null): text is Priority => priorities.some((each) => each === text);

/** The desk: every request of customers in views and queues, what is due next first, the chosen one beside them. */
@customElement("page-tickets")
export class PageTickets extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    listDetailStyles,
    css`
      .filters {
        align-items: end;
      }
      .filters ui-input {
        flex: 1 1 12rem;
      }
      .row .late {
        color: var(--color-danger-text);
      }
      .row time {
        white-space: nowrap;
      }
      ui-tabs {
        padding-inline: var(--space-6);
      }
      .more {
        padding: var(--space-4);
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) ticketId: string | null = null;
  @state() private _desk: Desk | null = null;
  private readonly _tickets = new PagedList<Ticket>(this);
  private _asked = "";
  private _timer: ReturnType<typeof setTimeout> | undefined;
  protected readonly live = new LiveReload(this, ["tickets"], async () =>
    Promise.all([this._tickets.refresh(), this._readDesk()]),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    void this._readDesk();
  }

  override render() {
    const search = currentUrl.value.searchParams;
    if (this._asked !== `?${search.toString()}`) {
      this._asked = `?${search.toString()}`;
      void this._load();
    }
    const open = this.ticketId !== null;
    return html`
      <header class="head ${open ? "behind" : ""}">
        <h1>${t("tickets.title")}</h1>
      </header>
      <div class="columns ${open ? "open" : ""}" @keydown=${this._onKey}>
        <section class="list" aria-label=${t("tickets.title")}>
          <ui-tabs
            .label=${t("tickets.views")}
            .value=${this._view}
            .tabs=${views.map((id) => ({
              id,
              label: `${t(`tickets.view.${id}`)} ${String(this._desk?.counts[id] ?? "")}`.trim(),
            }))}
            @ui-select=${(event: CustomEvent<{ id: string }>) => this._filter("view", event.detail.id)}
          ></ui-tabs>
          ${this._filters(search)} ${this._list()}
        </section>
        ${this.ticketId === null ? nothing : this._panel(this.ticketId)}
      </div>
    `;
  }

  private get _view(): View {
    const view = currentUrl.value.searchParams.get("view");
    return views.find((each) => each === view) ?? "open";
  }

  private _filters(search: URLSearchParams) {
    return html`<div class="filters">
      <ui-input
        type="search"
        icon="search"
        labelHidden
        .label=${t("tickets.search")}
        .placeholder=${t("tickets.search")}
        .value=${search.get("q") ?? ""}
        @input=${this._onSearch}
      ></ui-input>
      <ui-select
        labelHidden
        .label=${t("tickets.queue")}
        .value=${search.get("queue") ?? ""}
        .options=${[
          { value: "", label: t("tickets.all-queues") },
          ...(this._desk?.queues ?? []).map(({ id, name, open }) => ({
            value: id,
            label: `${localized(name)} (${open})`,
          })),
        ]}
        @change=${(event: Event) => this._filter("queue", (event.target as HTMLSelectElement).value)}
      ></ui-select>
      <ui-select
        labelHidden
        .label=${t("tickets.priority")}
        .value=${search.get("priority") ?? ""}
        .options=${[
          { value: "", label: t("tickets.any-priority") },
          ...priorities.map((value) => ({ value, label: t(`tickets.priority.${value}`) })),
        ]}
        @change=${(event: Event) => this._filter("priority", (event.target as HTMLSelectElement).value)}
      ></ui-select>
    </div>`;
  }

  private _list() {
    const { items, state: stands, error, hasMore } = this._tickets;
    if (stands === "failed") {
      return html`<ui-empty icon="offline" tone="danger" .heading=${t("tickets.failed")} .text=${errorText(error)}>
        <ui-button icon="refresh" @click=${this._load}>${t("components.retry")}</ui-button>
      </ui-empty>`;
    }
    if (stands === "loading" && items.length === 0) return html`<ui-skeleton rows="8"></ui-skeleton>`;
    if (items.length === 0) {
      return html`<ui-empty icon="tasks" .heading=${t("tickets.none")} .text=${t("tickets.none-text")}></ui-empty>`;
    }
    return html`${items.map((ticket) => this._row(ticket))}
    ${
      hasMore
        ? html`<div class="more">
            <ui-button @click=${async () => this._tickets.more()}>${t("tickets.more")}</ui-button>
          </div>`
        : nothing
    }`;
  }

  private _row(ticket: Ticket) {
    const { id, number, title, requester, company, owner, state: stands, dueAt, priority } = ticket;
    const who =
      company === null ? localized(requester.name) : `${localized(requester.name)}, ${localized(company.name)}`;
    return html`<a
      class="row"
      href="/customers/tickets/${id}${currentUrl.value.search}"
      aria-current=${id === this.ticketId ? "true" : nothing}
    >
      <span class="line">
        <span class="title">${title}</span>
        ${
          priority === "urgent" || priority === "high"
            ? html`<ui-badge tone=${priority === "urgent" ? "danger" : "warning"}
                >${t(`tickets.priority.${priority}`)}</ui-badge
              >`
            : nothing
        }
        <ui-badge tone=${stands === "new" || stands === "waiting_us" ? "accent" : "neutral"}
          >${t(`tickets.state.${stands}`)}</ui-badge
        >
      </span>
      <span class="line second">
        <span class="title second"
          >${number} · ${who} · ${owner === null ? t("tickets.nobody") : localized(owner.name)}</span
        >
        ${dueAt === null ? nothing : this._due(dueAt)}
      </span>
    </a>`;
  }

  private _due(dueAt: string) {
    const late = new Date(dueAt) < new Date();
    const when = formatWhen(dueAt);
    return html`<time class=${late ? "late" : ""} datetime=${dueAt} title=${formatWhen(dueAt, "exact")}
      >${late ? t("tickets.late", { when }) : t("tickets.due", { when })}</time
    >`;
  }

  private _panel(ticketId: string) {
    return html`<section class="panel" aria-label=${t("tickets.title")}>
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
      <ticket-panel .ticketId=${ticketId} .desk=${this._desk}></ticket-panel>
    </section>`;
  }

  private readonly _load = async (): Promise<void> => {
    const search = currentUrl.value.searchParams;
    const query: Record<string, string> = {};
    for (const name of filterNames) {
      const value = search.get(name);
      if (value !== null && value !== "" && (name !== "priority" || isPriority(value))) query[name] = value;
    }
    await this._tickets.start(async (cursor, signal) =>
      api.call(
        "GET /api/tickets",
        { query: { view: this._view, sort: "due", limit: 50, ...query, ...(cursor === null ? {} : { cursor }) } },
        signal,
      ),
    );
  };

  private async _readDesk(): Promise<void> {
    this._desk = await api.call("GET /api/tickets/desk", {});
  }

  private _filter(name: string, value: string): void {
    const url = new URL(currentUrl.value);
    if (value === "") url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    navigate(url.href, { replace: true });
  }

  private _onSearch(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._filter("q", value.trim()), 250);
  }

  private readonly _close = (): void => navigate(`/customers/tickets${currentUrl.value.search}`);

  private _onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented) return;
    if (event.key === "Escape" && this.ticketId !== null) {
      event.preventDefault();
      this._close();
    } else if ((event.target as HTMLElement).closest(".row") !== null) {
      moveAmong(event, [...this.renderRoot.querySelectorAll<HTMLElement>(".row")]);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-tickets": PageTickets;
  }
}
