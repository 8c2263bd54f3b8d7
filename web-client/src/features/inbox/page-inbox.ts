import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { errorText } from "../../api/error-text.ts";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { moveAmong } from "../../lib/move-among.ts";
import { currentUrl, navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { cardOf, objectLookOf } from "../../shells/features.ts";
import { listDetailStyles } from "../../styles/list-detail.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { grouped } from "./groups.ts";
import { readInbox } from "./inbox-feed.ts";
import { inboxStyles } from "./inbox-styles.ts";
import { atService, inConversations, serviceProblem, waiting } from "./waiting.ts";
import type { InboxItem } from "./waiting.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-skeleton.ts";
import "../../shells/object-card.ts";

/** Everything that waits for the user, from every capability: a list by date, and beside it what can be done. */
@customElement("page-inbox")
export class PageInbox extends PorticoElement {
  static override styles = [sharedStyles, pageStyles, listDetailStyles, inboxStyles];

  /** Kind and id of the thing that is open. */
  @property({ attribute: false }) kind: string | null = null;
  @property({ attribute: false }) itemId: string | null = null;
  /** The open thing as it was last listed, so that it stays to be seen when it is done. */
  private _open: InboxItem | null = null;
  /** What stands below it, to go on with. */
  private _next: InboxItem | null = null;

  override render() {
    const all = waiting.value;
    const filter = currentUrl.value.searchParams.get("kind");
    const items = filter === null ? all : all.filter(({ kind }) => kind === filter);
    const open = this.kind !== null && this.itemId !== null;
    return html`
      <header class="head ${open ? "behind" : ""}">
        <h1>${t("inbox.title")}</h1>
        ${all.length === 0 ? nothing : html`<span class="sum">${t("inbox.sum", { count: all.length })}</span>`}
      </header>
      <div class="columns ${open ? "open" : ""}" @keydown=${this._onKey}>
        <section class="list" aria-label=${t("inbox.title")}>
          ${this._filters(all, filter)} ${this._problems()} ${this._list(items)}
        </section>
        ${open ? this._panel(items) : nothing}
      </div>
    `;
  }

  /** By kind, where there are several. */
  private _filters(all: readonly InboxItem[], filter: string | null) {
    const kinds = [...new Set(all.map(({ kind }) => kind))].toSorted();
    if (filter === null && kinds.length < 2) return nothing;
    const chip = (kind: string | null, label: string, count: number) =>
      html`<a
        class="chip"
        href=${kind === null ? "/inbox" : `/inbox?kind=${encodeURIComponent(kind)}`}
        aria-current=${kind === filter ? "true" : nothing}
        >${label} <span class="count">${count}</span></a
      >`;
    return html`<nav class="filters" aria-label=${t("inbox.filter")}>
      ${chip(null, t("inbox.all"), all.length)}
      ${kinds.map((kind) =>
        chip(kind, localized(objectLookOf(kind).label), all.filter((item) => item.kind === kind).length),
      )}
    </nav>`;
  }

  private _problems() {
    const answer = atService.value;
    if (answer !== null && serviceProblem.value !== null) {
      return html`<ui-banner tone="warning"
        >${errorText(serviceProblem.value)}
        <ui-button slot="action" size="small" @click=${this._retry}>${t("components.retry")}</ui-button></ui-banner
      >`;
    }
    return answer?.complete === false ? html`<ui-banner tone="warning">${t("inbox.incomplete")}</ui-banner>` : nothing;
  }

  private _list(items: readonly InboxItem[]) {
    if (atService.value === null && inConversations.value.length === 0) {
      if (serviceProblem.value === null) return html`<ui-skeleton rows="6"></ui-skeleton>`;
      return html`<ui-empty
        icon="offline"
        tone="danger"
        .heading=${t("inbox.failed")}
        .text=${errorText(serviceProblem.value)}
      >
        <ui-button icon="refresh" @click=${this._retry}>${t("components.retry")}</ui-button>
      </ui-empty>`;
    }
    if (items.length === 0) {
      return html`<ui-empty icon="check-double" .heading=${t("inbox.none")} .text=${t("inbox.none-text")}></ui-empty>`;
    }
    return grouped(items, new Date()).map(
      (group) => html`
        <h2 class=${group.name}>${t(`inbox.group.${group.name}`)}</h2>
        <ul>
          ${repeat(
            group.items,
            ({ kind, id }) => `${kind} ${id}`,
            (item) => html`<li>${this._row(item)}</li>`,
          )}
        </ul>
      `,
    );
  }

  private _row(item: InboxItem) {
    const { kind, id, title, text, at, dueAt } = item;
    const overdue = dueAt !== undefined && new Date(dueAt) <= new Date();
    return html`<a class="row" href=${this._hrefOf(item)} aria-current=${this._is(item) ? "true" : nothing}>
      <span class="kind"><ui-icon .name=${objectLookOf(kind).icon}></ui-icon></span>
      <span class="words">
        <span class="title">${localized(title)}</span>
        <span class="second">${text === undefined ? localized(objectLookOf(kind).label) : localized(text)}</span>
      </span>
      <time
        class=${overdue ? "late" : ""}
        datetime=${dueAt ?? at}
        title=${formatWhen(dueAt ?? at, "exact")}
        data-id=${id}
        >${dueAt === undefined ? formatWhen(at) : t("inbox.due", { when: formatWhen(dueAt) })}</time
      >
    </a>`;
  }

  /** A kind that draws no card leads to its own page. */
  private _hrefOf({ kind, id, link }: InboxItem): string {
    if (cardOf(kind) === undefined) return link;
    return `/inbox/${encodeURIComponent(kind)}/${encodeURIComponent(id)}${currentUrl.value.search}`;
  }

  private _is({ kind, id }: InboxItem): boolean {
    return kind === this.kind && id === this.itemId;
  }

  private _panel(items: readonly InboxItem[]) {
    const at = items.findIndex((item) => this._is(item));
    const listed = items[at];
    if (listed !== undefined) {
      this._open = listed;
      this._next = items[at + 1] ?? items[at - 1] ?? null;
    }
    const open = this._open !== null && this._is(this._open) ? this._open : null;
    const card = cardOf(this.kind ?? "");
    return html`<section class="panel" aria-label=${open === null ? t("inbox.open") : localized(open.title)}>
      <div class="bar">
        <ui-icon-button class="back" icon="arrow-left" .label=${t("inbox.back")} @click=${this._close}></ui-icon-button>
        <span class="grow"></span>
        ${
          open === null
            ? nothing
            : html`<ui-button variant="ghost" size="small" icon="external" href=${open.link}
                >${t("inbox.to-page")}</ui-button
              >`
        }
        <ui-icon-button class="shut" icon="close" .label=${t("inbox.close")} @click=${this._close}></ui-icon-button>
      </div>
      <div class="detail">
        ${open === null ? nothing : html`<h2 class="what">${localized(open.title)}</h2>`}
        ${listed === undefined && atService.value !== null ? this._done(items) : nothing}
        ${card === undefined ? nothing : html`<object-card .card=${card} .objectId=${this.itemId ?? ""}></object-card>`}
      </div>
    </section>`;
  }

  private _done(items: readonly InboxItem[]) {
    const next = this._next !== null && items.some((item) => item.id === this._next?.id) ? this._next : items[0];
    return html`<ui-banner tone="success"
      >${t("inbox.done")}
      ${
        next === undefined
          ? nothing
          : html`<ui-button slot="action" size="small" href=${this._hrefOf(next)}>${t("inbox.next")}</ui-button>`
      }</ui-banner
    >`;
  }

  private readonly _close = (): void => {
    navigate(`/inbox${currentUrl.value.search}`);
  };

  private readonly _retry = async (): Promise<void> => readInbox();

  private _onKey(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.kind !== null && !event.defaultPrevented) {
      event.preventDefault();
      this._close();
      this.renderRoot.querySelector<HTMLElement>(".row[aria-current]")?.focus();
    } else moveAmong(event, [...this.renderRoot.querySelectorAll<HTMLElement>(".row")]);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-inbox": PageInbox;
  }
}
