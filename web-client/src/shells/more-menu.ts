import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { sessionContext } from "../contexts/session.ts";
import type { Session } from "../contexts/session.ts";
import { localized, t } from "../i18n/i18n.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import type { NavigationEntry } from "./client-feature.ts";
import { creatable, elsewhereCount } from "./features.ts";
import "../components/ui-badge.ts";
import "../components/ui-icon.ts";
import "./account-menu.ts";

/** What a phone's bar has no room for: the other pages, "New", news and the account. */
@customElement("more-menu")
export class MoreMenu extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        flex: 1;
        justify-items: center;
      }
      .open {
        position: relative;
        display: flex;
        flex-direction: column;
        align-items: center;
        gap: 0.125rem;
        inline-size: 4rem;
        padding: 0;
        border: 0;
        background: transparent;
        color: var(--color-text-2);
        font-size: 0.6875rem;
        font-weight: var(--weight-medium);
        cursor: pointer;
      }
      .open.current {
        color: var(--color-accent-text);
      }
      .pill {
        display: grid;
        place-items: center;
        inline-size: 2.75rem;
        block-size: 1.75rem;
        border-radius: var(--radius-m);
        --icon-size: 1.375rem;
      }
      .current .pill {
        background: var(--color-accent-soft);
      }
      .open ui-badge {
        position: absolute;
        inset-block-start: -0.1875rem;
        inset-inline-start: 2.375rem;
      }
      [popover] {
        position: fixed;
        inset: auto 0 calc(var(--bar) + env(safe-area-inset-bottom));
        inline-size: auto;
        max-block-size: calc(100dvh - var(--bar) - var(--space-8));
        margin: 0;
        padding: var(--space-3) var(--space-3) var(--space-4);
        border: 1px solid var(--color-line);
        border-width: 1px 0;
        border-radius: var(--radius-l) var(--radius-l) 0 0;
        background: var(--color-raised);
        color: var(--color-text);
        box-shadow: var(--shadow-3);
        overflow: auto;
      }
      .who {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding-block-end: var(--space-2);
      }
      .who strong {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        font-weight: var(--weight-bold);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      h2 {
        padding: var(--space-3) var(--space-2) var(--space-1);
        color: var(--color-text-3);
        font-size: var(--text-xs);
        font-weight: var(--weight-bold);
      }
      li > a,
      li > button {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        inline-size: 100%;
        min-block-size: 2.75rem;
        padding-inline: var(--space-2);
        border: 0;
        border-radius: var(--radius-m);
        background: transparent;
        color: inherit;
        text-align: start;
        text-decoration: none;
        --icon-size: 1.25rem;
      }
      li > a[aria-current] {
        background: var(--color-accent-soft);
        color: var(--color-accent-text);
      }
      li span {
        flex: 1;
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  /** Pages that the bar does not show. */
  @property({ attribute: false }) entries: readonly NavigationEntry[] = [];
  /** Id of the entry that is open. */
  @property() current = "";
  @state() private _open = false;
  @query("[popover]") private readonly _sheet!: HTMLElement;

  override render() {
    const within = this.entries.some(({ id }) => id === this.current);
    const waiting = this.entries.reduce((sum, { count }) => sum + (count?.() ?? 0), elsewhereCount());
    const commands = creatable(this.session.can);
    return html`<button
        class="open ${within ? "current" : ""}"
        type="button"
        aria-haspopup="dialog"
        aria-expanded=${this._open}
        popovertarget="sheet"
      >
        <span class="pill"><ui-icon name="menu"></ui-icon></span>
        ${t("shells.more")}
        ${waiting === 0 ? nothing : html`<ui-badge count tone="danger">${waiting > 99 ? "99+" : waiting}</ui-badge>`}
      </button>
      <div
        id="sheet"
        popover
        role="dialog"
        aria-label=${t("shells.more")}
        @toggle=${(event: ToggleEvent) => (this._open = event.newState === "open")}
        @click=${this._onClick}
      >
        <div class="who">
          <account-menu></account-menu>
          <strong>${localized(this.session.account.value.name)}</strong>
          <notification-bell></notification-bell>
        </div>
        <nav aria-label=${t("shells.pages")}>
          <ul>
            ${this.entries.map((entry) => this._entry(entry))}
          </ul>
        </nav>
        ${
          commands.length === 0
            ? nothing
            : html`<h2>${t("shells.new")}</h2>
                <ul>
                  ${commands.map(
                    ({ icon, label, run }) =>
                      html`<li>
                        <button type="button" @click=${run}>
                          <ui-icon .name=${icon}></ui-icon><span>${localized(label)}</span>
                        </button>
                      </li>`,
                  )}
                </ul>`
        }
      </div>`;
  }

  private _entry({ id, path, icon, label, count }: NavigationEntry) {
    const waiting = count?.() ?? 0;
    return html`<li>
      <a href=${path} aria-current=${id === this.current ? "page" : nothing}>
        <ui-icon .name=${icon}></ui-icon><span>${localized(label)}</span>
        ${waiting === 0 ? nothing : html`<ui-badge count tone="danger">${waiting}</ui-badge>`}
      </a>
    </li>`;
  }

  /** What leads somewhere else closes the sheet; menus inside it stay open. */
  private _onClick(event: Event): void {
    const leads = event.composedPath().some((each) => each instanceof HTMLElement && each.matches("a, li > button"));
    if (leads) this._sheet.hidePopover();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "more-menu": MoreMenu;
  }
}
