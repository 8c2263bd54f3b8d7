import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../i18n/i18n.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";

/** The shape of rows that are on their way; says "loading" to those who do not see it. */
@customElement("ui-skeleton")
export class UiSkeleton extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        /* What comes quickly should not flash a placeholder first. */
        animation: appear 0.2s 0.15s both;
      }
      .row {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-block-size: 3rem;
        padding-inline: var(--space-2);
      }
      .disc,
      .line {
        background: var(--color-neutral-soft);
        animation: breathe 1.6s ease-in-out infinite;
      }
      .disc {
        flex: none;
        inline-size: 2rem;
        block-size: 2rem;
        border-radius: var(--radius-full);
      }
      .line {
        block-size: 0.75rem;
        border-radius: var(--radius-s);
      }
      @keyframes appear {
        from {
          opacity: 0;
        }
      }
      @keyframes breathe {
        50% {
          opacity: 0.5;
        }
      }
    `,
  ];

  @property({ type: Number }) rows = 6;
  /** Rows begin with the disc of an avatar. */
  @property({ type: Boolean }) avatars = false;

  override render() {
    return html`
      <span class="visually-hidden" role="status">${t("components.loading")}</span>
      ${Array.from({ length: this.rows }, (_row, at) => {
        const width = 30 + ((at * 37) % 45);
        return html`<div class="row" aria-hidden="true">
          ${this.avatars ? html`<span class="disc"></span>` : ""}
          <span class="line" .style=${`inline-size:${width}%`}></span>
        </div>`;
      })}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-skeleton": UiSkeleton;
  }
}
