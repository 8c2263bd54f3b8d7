import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { localized, t } from "../i18n/i18n.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import type { NavigationEntry } from "./client-feature.ts";
import "../components/ui-badge.ts";
import "../components/ui-icon.ts";

/** The pages of one rail entry: a list at the side, on phones a line above the page. */
@customElement("side-list")
export class SideList extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      nav {
        block-size: 100%;
        inline-size: 12.5rem;
        padding: var(--space-3) var(--space-2);
        border-inline-end: 1px solid var(--color-line);
        background: var(--color-sunken);
      }
      ul {
        display: grid;
        gap: 0.125rem;
      }
      a {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-block-size: 2.25rem;
        padding-inline: var(--space-3);
        border-radius: var(--radius-m);
        color: var(--color-text-2);
        text-decoration: none;
        white-space: nowrap;
        --icon-size: 1.125rem;
      }
      a:hover {
        background: var(--color-hover);
      }
      a[aria-current] {
        background: var(--color-accent-soft);
        color: var(--color-accent-text);
        font-weight: var(--weight-medium);
      }
      span {
        flex: 1;
      }
      @media (max-width: 45rem) {
        nav {
          inline-size: auto;
          block-size: auto;
          padding: var(--space-1) var(--space-2);
          border: 0;
          border-block-end: 1px solid var(--color-line);
          overflow-x: auto;
        }
        ul {
          display: flex;
        }
      }
    `,
  ];

  @property({ attribute: false }) entries: readonly NavigationEntry[] = [];
  @property() current = "";

  override render() {
    return html`<nav aria-label=${t("shells.pages")}>
      <ul>
        ${this.entries.map(({ id, path, icon, label, count }) => {
          const waiting = count?.() ?? 0;
          return html`<li>
            <a href=${path} aria-current=${id === this.current ? "page" : nothing}>
              <ui-icon .name=${icon}></ui-icon><span>${localized(label)}</span>
              ${waiting === 0 ? nothing : html`<ui-badge count tone="danger">${waiting}</ui-badge>`}
            </a>
          </li>`;
        })}
      </ul>
    </nav>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "side-list": SideList;
  }
}
