import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import type { IconName } from "./icon-name.ts";
import "./ui-icon.ts";

/** Nothing is here: why, and in the default slot what can be done about it. */
@customElement("ui-empty")
export class UiEmpty extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: var(--space-1);
        padding: var(--space-12) var(--space-6);
        text-align: center;
      }
      .arch {
        display: grid;
        place-items: end center;
        inline-size: 4rem;
        block-size: 4.5rem;
        padding-block-end: 1.125rem;
        margin-block-end: var(--space-3);
        border-radius: 2rem 2rem var(--radius-m) var(--radius-m);
        background: var(--color-accent-soft);
        color: var(--color-accent-text);
        --icon-size: 1.625rem;
      }
      .danger {
        background: var(--color-danger-soft);
        color: var(--color-danger-text);
      }
      .heading {
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
        line-height: var(--leading-tight);
        text-wrap: balance;
      }
      .text {
        max-inline-size: 26rem;
        color: var(--color-text-2);
        text-wrap: pretty;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: var(--space-2);
        margin-block-start: var(--space-4);
      }
    `,
  ];

  @property() icon: IconName = "info";
  @property() heading = "";
  @property() text = "";
  /** Level of the heading: 1 where this is all that the page holds. */
  @property({ type: Number }) level = 2;
  @property() tone: "calm" | "danger" = "calm";

  override render() {
    return html`
      <span class="arch ${this.tone}"><ui-icon .name=${this.icon}></ui-icon></span>
      <p class="heading" role="heading" aria-level=${this.level}>${this.heading}</p>
      ${this.text === "" ? nothing : html`<p class="text">${this.text}</p>`}
      <div class="actions"><slot></slot></div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-empty": UiEmpty;
  }
}
