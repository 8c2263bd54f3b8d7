import { css, html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { noticeText } from "./notice-text.ts";
import type { Notice } from "./notice-text.ts";
import { unreadNotices } from "./unread.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon.ts";

const most = 30;

/** What one is told: a bell with the number of news, and the list behind it. Opening it marks them as read. */
@customElement("notification-bell")
export class NotificationBell extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: inline-flex;
      }
      .bell {
        position: relative;
        display: grid;
        place-items: center;
        inline-size: 2.75rem;
        block-size: 2.75rem;
        padding: 0;
        border: 0;
        border-radius: var(--radius-full);
        background: transparent;
        color: var(--color-text-2);
        cursor: pointer;
        --icon-size: 1.375rem;
      }
      .bell:hover {
        background: var(--color-hover);
      }
      .bell ui-badge {
        position: absolute;
        inset-block-start: 0;
        inset-inline-start: 1.5rem;
      }
      [popover] {
        position: fixed;
        inset-block: auto var(--space-3);
        inset-inline: calc(var(--rail) + var(--space-2)) auto;
        inline-size: min(24rem, calc(100vw - 2 * var(--space-3)));
        max-block-size: min(32rem, calc(100dvh - 6rem));
        margin: 0;
        padding: var(--space-2);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
        background: var(--color-raised);
        color: var(--color-text);
        box-shadow: var(--shadow-3);
        overflow: auto;
      }
      h2 {
        padding: var(--space-2) var(--space-3);
        font-size: var(--text-m);
        font-weight: var(--weight-bold);
      }
      .quiet {
        padding: var(--space-2) var(--space-3) var(--space-4);
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      a {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 var(--space-3);
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-s);
        color: inherit;
        font-size: var(--text-s);
        text-decoration: none;
      }
      a:hover {
        background: var(--color-hover);
      }
      a ui-icon {
        grid-row: 1 / 3;
        margin-block-start: 0.125rem;
        color: var(--color-text-3);
        --icon-size: 1.125rem;
      }
      .new {
        font-weight: var(--weight-medium);
      }
      .new ui-icon {
        color: var(--color-accent-text);
      }
      time {
        color: var(--color-text-3);
        font-size: var(--text-xs);
        font-weight: 400;
      }
      @media (max-width: 45rem) {
        [popover] {
          inset-block-end: calc(var(--bar) + var(--space-2));
          inset-inline: var(--space-3);
          inline-size: auto;
        }
      }
    `,
  ];

  @state() private _items: readonly Notice[] | null = null;
  @state() private _error: unknown = null;
  @state() private _open = false;
  /** What was not read before the list was opened: it stays marked for as long as the list is open. */
  private readonly _fresh = new Set<number>();
  private _loading = new AbortController();
  @query("[popover]") private readonly _list!: HTMLElement;
  protected readonly live = new LiveReload(this, ["notifications"], () => this._load());

  override connectedCallback(): void {
    super.connectedCallback();
    void this._load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._loading.abort();
    unreadNotices.value = 0;
  }

  override render() {
    const unread = unreadNotices.value;
    const shown = unread > 99 ? "99+" : String(unread);
    return html`
      <button
        class="bell"
        type="button"
        aria-haspopup="dialog"
        aria-expanded=${this._open}
        aria-label=${t("notifications.open", { count: unread, shown })}
        popovertarget="list"
      >
        <ui-icon name="bell"></ui-icon>
        ${unread === 0 ? nothing : html`<ui-badge count tone="danger">${shown}</ui-badge>`}
      </button>
      <div id="list" popover role="dialog" aria-label=${t("notifications.title")} @toggle=${this._onToggle}>
        <h2>${t("notifications.title")}</h2>
        ${this._content()}
      </div>
    `;
  }

  private _content() {
    if (this._error !== null) {
      return html`<p class="quiet">${errorText(this._error)}</p>
        <ui-button size="small" icon="refresh" @click=${this._load}>${t("components.retry")}</ui-button>`;
    }
    const items = this._items;
    if (items === null) return html`<p class="quiet">${t("notifications.loading")}</p>`;
    if (items.length === 0) return html`<p class="quiet">${t("notifications.none")}</p>`;
    return html`<ul>
      ${items.map((notice) => this._notice(notice))}
    </ul>`;
  }

  private _notice(notice: Notice) {
    const { text, icon, href } = noticeText(notice);
    return html`<li>
      <a class=${notice.read && !this._fresh.has(notice.id) ? "" : "new"} href=${href} @click=${this._hide}>
        <ui-icon .name=${icon}></ui-icon>
        <span>${text}</span>
        <time datetime=${notice.at}>${formatDate(notice.at, "moment")}</time>
      </a>
    </li>`;
  }

  private readonly _load = async (): Promise<void> => {
    this._loading.abort();
    this._loading = new AbortController();
    const { signal } = this._loading;
    try {
      const { items, unread } = await api.call("GET /api/notifications", { query: { limit: most } }, signal);
      if (signal.aborted) return;
      this._items = items;
      unreadNotices.value = unread;
      this._error = null;
      await this._readWhatIsSeen();
    } catch (error) {
      if (!signal.aborted) this._error = error;
    }
  };

  /** Marks as read what the open list shows, also what came while it was open. */
  private async _readWhatIsSeen(): Promise<void> {
    const items = this._items ?? [];
    const [newest] = items;
    if (!this._open || newest === undefined || unreadNotices.peek() === 0) return;
    for (const { id, read } of items) if (!read) this._fresh.add(id);
    unreadNotices.value = (await api.call("PUT /api/notifications/read", { body: { upTo: newest.id } })).unread;
    this._items = this._items?.map((notice) => (notice.id > newest.id ? notice : { ...notice, read: true })) ?? null;
  }

  private readonly _hide = (): void => this._list.hidePopover();

  private async _onToggle(event: ToggleEvent): Promise<void> {
    this._open = event.newState === "open";
    if (!this._open) this._fresh.clear();
    try {
      await this._readWhatIsSeen();
    } catch (error) {
      this._error = error;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "notification-bell": NotificationBell;
  }
}
