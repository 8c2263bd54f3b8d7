import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { PorticoElement } from "../lib/portico-element.ts";

/** Something is under way. With a `label` it is announced; without one it stands beside words that say it. */
@customElement("ui-spinner")
export class UiSpinner extends PorticoElement {
  static override styles = css`
    :host {
      display: inline-block;
      inline-size: var(--icon-size, 1rem);
      block-size: var(--icon-size, 1rem);
    }
    span {
      display: block;
      inline-size: 100%;
      block-size: 100%;
      border: 2px solid color-mix(in srgb, currentColor 25%, transparent);
      border-block-start-color: currentColor;
      border-radius: var(--radius-full);
      animation: turn 0.8s linear infinite;
    }
    @keyframes turn {
      to {
        rotate: 1turn;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      span {
        animation-duration: 4s;
      }
    }
  `;

  @property() label = "";

  override render() {
    return this.label === ""
      ? html`<span aria-hidden="true"></span>`
      : html`<span role="status" aria-label=${this.label}></span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-spinner": UiSpinner;
  }
}
