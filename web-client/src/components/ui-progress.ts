import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formatNumber } from "../i18n/format.ts";
import { PorticoElement } from "../lib/portico-element.ts";

/** How far something is: `value` of `max`, with its name. */
@customElement("ui-progress")
export class UiProgress extends PorticoElement {
  static override styles = css`
    :host {
      display: block;
    }
    .words {
      display: flex;
      justify-content: space-between;
      gap: var(--space-3);
      margin-block-end: var(--space-1);
      color: var(--color-text-2);
      font-size: var(--text-s);
      font-variant-numeric: tabular-nums;
    }
    .track {
      block-size: 0.375rem;
      border-radius: var(--radius-full);
      background: var(--color-neutral-soft);
      overflow: hidden;
    }
    .done {
      block-size: 100%;
      border-radius: inherit;
      background: var(--color-accent);
      transition: inline-size var(--motion) var(--ease);
    }
  `;

  @property() label = "";
  @property({ type: Number }) value = 0;
  @property({ type: Number }) max = 1;

  override render() {
    const part = this.max <= 0 ? 1 : Math.min(1, this.value / this.max);
    return html`
      <div class="words" aria-hidden="true">
        <span>${this.label}</span><span>${formatNumber(this.value)} / ${formatNumber(this.max)}</span>
      </div>
      <div
        class="track"
        role="progressbar"
        aria-label=${this.label}
        aria-valuemin="0"
        aria-valuenow=${this.value}
        aria-valuemax=${this.max}
      >
        <div class="done" .style=${`inline-size:${part * 100}%`}></div>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-progress": UiProgress;
  }
}
