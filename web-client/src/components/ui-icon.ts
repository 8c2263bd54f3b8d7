import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { PorticoElement } from "../lib/portico-element.ts";
import type { IconName } from "./icon-name.ts";
import sprite from "./icons.svg?url";

/** One icon in the colour of the text around it. Decoration only: the label belongs to the control that holds it. */
@customElement("ui-icon")
export class UiIcon extends PorticoElement {
  static override styles = css`
    :host {
      display: inline-flex;
      flex: none;
      inline-size: var(--icon-size, 1.25rem);
      block-size: var(--icon-size, 1.25rem);
    }
    svg {
      inline-size: 100%;
      block-size: 100%;
    }
  `;

  @property() name: IconName = "info";

  override render() {
    return html`<svg aria-hidden="true"><use href="${sprite}#${this.name}"></use></svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-icon": UiIcon;
  }
}
