import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { PorticoElement } from "../lib/portico-element.ts";
import type { IconName } from "./icon-name.ts";
import "./ui-icon.ts";

/** What a badge or banner means. `outside` is only for people and companies from outside. */
export type Tone = "neutral" | "accent" | "info" | "success" | "warning" | "danger" | "outside";

/** A short word about a thing beside it. `count` makes it a number in a pill. */
@customElement("ui-badge")
export class UiBadge extends PorticoElement {
  static override styles = css`
    :host {
      display: inline-flex;
      max-inline-size: 100%;
      vertical-align: middle;
    }
    span {
      display: inline-flex;
      align-items: center;
      gap: 0.25rem;
      min-inline-size: 0;
      padding: 0.0625rem 0.4375rem;
      border-radius: var(--radius-s);
      background: var(--color-neutral-soft);
      color: var(--color-text-2);
      font-size: var(--text-xs);
      font-weight: var(--weight-medium);
      line-height: 1.125rem;
      white-space: nowrap;
      --icon-size: 0.875rem;
    }
    slot {
      display: block;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .accent {
      background: var(--color-accent-soft);
      color: var(--color-accent-text);
    }
    .info {
      background: var(--color-info-soft);
      color: var(--color-info-text);
    }
    .success {
      background: var(--color-success-soft);
      color: var(--color-success-text);
    }
    .warning {
      background: var(--color-warning-soft);
      color: var(--color-warning-text);
    }
    .danger {
      background: var(--color-danger-soft);
      color: var(--color-danger-text);
    }
    .outside {
      background: var(--color-outside-soft);
      color: var(--color-outside-text);
    }
    .count {
      justify-content: center;
      min-inline-size: 1.125rem;
      padding-inline: 0.3125rem;
      border-radius: var(--radius-full);
      font-variant-numeric: tabular-nums;
    }
    .count.accent {
      background: var(--color-accent);
      color: var(--color-on-accent);
    }
    .count.danger {
      background: var(--color-danger);
      color: var(--color-on-danger);
    }
  `;

  @property() tone: Tone = "neutral";
  @property() icon: IconName | "" = "";
  @property({ type: Boolean }) count = false;

  override render() {
    return html`<span class="${this.tone} ${this.count ? "count" : ""}"
      >${this.icon === "" ? nothing : html`<ui-icon .name=${this.icon}></ui-icon>`}<slot></slot
    ></span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-badge": UiBadge;
  }
}
