import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formatNumber } from "../i18n/format.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";

/** One tab. With `href` the tabs are links to pages; without, they switch what the owner shows. */
export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly href?: string;
  /** A number beside the label. */
  readonly count?: number;
}

/** Which tab was chosen. */
export type TabSelectEvent = CustomEvent<{ id: string }>;

/** A line of tabs. Arrow keys move between those that switch; links are plain links. Fires `ui-select`. */
@customElement("ui-tabs")
export class UiTabs extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      .tabs {
        display: flex;
        gap: var(--space-5);
        position: relative;
        overflow-x: auto;
        scrollbar-width: none;
      }
      .tab {
        display: inline-flex;
        align-items: center;
        gap: var(--space-2);
        flex: none;
        min-block-size: var(--tab-height, var(--control-l));
        padding: 0;
        border: 0;
        border-block-end: 2px solid transparent;
        border-block-start: 2px solid transparent;
        background: transparent;
        color: var(--color-text-2);
        font-size: var(--text-m);
        font-weight: var(--weight-medium);
        text-decoration: none;
        white-space: nowrap;
        cursor: pointer;
      }
      .tab:focus-visible {
        outline-offset: -2px;
      }
      .tab:hover {
        color: var(--color-text);
      }
      .current {
        border-block-end-color: var(--color-accent);
        color: var(--color-text);
      }
      .count {
        color: var(--color-text-3);
        font-size: var(--text-xs);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property() label = "";
  @property({ attribute: false }) tabs: readonly Tab[] = [];
  @property() value = "";

  override render() {
    const links = this.tabs.some((tab) => tab.href !== undefined);
    return links
      ? html`<nav class="tabs" aria-label=${this.label}>${this.tabs.map((tab) => this._link(tab))}</nav>`
      : html`<div class="tabs" role="tablist" aria-label=${this.label} @keydown=${this._onKeyDown}>
          ${this.tabs.map((tab) => this._button(tab))}
        </div>`;
  }

  /** On a narrow screen the current one may stand beyond the edge. */
  protected override updated(): void {
    const [row, current] = [
      this.renderRoot.querySelector(".tabs"),
      this.renderRoot.querySelector<HTMLElement>(".current"),
    ];
    if (row === null || current === null || row.scrollWidth <= row.clientWidth) return;
    row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }

  private _link(tab: Tab) {
    const current = tab.id === this.value;
    return html`<a
      class="tab ${current ? "current" : ""}"
      href=${tab.href ?? nothing}
      aria-current=${current ? "page" : nothing}
      >${this._content(tab)}</a
    >`;
  }

  private _button(tab: Tab) {
    const current = tab.id === this.value;
    return html`<button
      type="button"
      role="tab"
      class="tab ${current ? "current" : ""}"
      aria-selected=${current}
      tabindex=${current ? 0 : -1}
      @click=${() => this._choose(tab)}
    >
      ${this._content(tab)}
    </button>`;
  }

  private _content(tab: Tab) {
    return html`${tab.label}${tab.count === undefined ? nothing : html`<span class="count">${formatNumber(tab.count)}</span>`}`;
  }

  private _choose(tab: Tab): void {
    this.value = tab.id;
    this.dispatchEvent(new CustomEvent("ui-select", { detail: { id: tab.id } }));
  }

  private _onKeyDown(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = this.tabs.findIndex((tab) => tab.id === this.value);
    const to = (at + step + this.tabs.length) % this.tabs.length;
    const tab = this.tabs[to];
    if (tab === undefined) return;
    this._choose(tab);
    this.renderRoot.querySelectorAll<HTMLElement>(".tab")[to]?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-tabs": UiTabs;
  }
}
