import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { PorticoElement } from "../lib/portico-element.ts";
import type { IconName } from "./icon-name.ts";
import type { Tone } from "./ui-badge.ts";
import "./ui-icon.ts";

const icons: Readonly<Record<Tone, IconName>> = {
  neutral: "info",
  accent: "info",
  info: "info",
  success: "success",
  warning: "warning",
  danger: "error",
  outside: "guests",
};

/** A notice that stays in its place: what is so, and in slot `action` what can be done. Danger is announced at once. */
@customElement("ui-banner")
export class UiBanner extends PorticoElement {
  static override styles = css`
    :host {
      display: block;
    }
    div {
      display: flex;
      align-items: flex-start;
      gap: var(--space-3);
      padding: var(--space-3) var(--space-4);
      border-radius: var(--radius-m);
      background: var(--color-neutral-soft);
      color: var(--color-text);
      font-size: var(--text-m);
    }
    ui-icon {
      margin-block-start: 0.0625rem;
      color: var(--tone);
      --icon-size: 1.125rem;
    }
    .text {
      flex: 1;
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }
    .accent {
      background: var(--color-accent-soft);
      --tone: var(--color-accent-text);
    }
    .info {
      background: var(--color-info-soft);
      --tone: var(--color-info-text);
    }
    .success {
      background: var(--color-success-soft);
      --tone: var(--color-success-text);
    }
    .warning {
      background: var(--color-warning-soft);
      --tone: var(--color-warning-text);
    }
    .danger {
      background: var(--color-danger-soft);
      --tone: var(--color-danger-text);
    }
    .outside {
      background: var(--color-outside-soft);
      --tone: var(--color-outside-text);
    }
  `;

  @property() tone: Tone = "info";

  override render() {
    return html`<div class=${this.tone} role=${this.tone === "danger" ? "alert" : "status"}>
      <ui-icon .name=${icons[this.tone]}></ui-icon>
      <span class="text"><slot></slot></span>
      <slot name="action"></slot>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-banner": UiBanner;
  }
}
