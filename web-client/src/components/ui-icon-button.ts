import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import type { IconName } from "./icon-name.ts";
import "./ui-icon.ts";

/** A button that is only an icon. `label` is its name for everybody: spoken, and shown on hover. */
@customElement("ui-icon-button")
export class UiIconButton extends PorticoElement {
  static override shadowRootOptions: ShadowRootInit = { mode: "open", delegatesFocus: true };
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: inline-flex;
        flex: none;
      }
      button,
      a {
        display: inline-grid;
        place-items: center;
        inline-size: var(--control-m);
        block-size: var(--control-m);
        padding: 0;
        border: 0;
        border-radius: var(--radius-m);
        background: transparent;
        color: var(--color-text-2);
        cursor: pointer;
        transition: background-color var(--motion-fast) var(--ease);
      }
      .small {
        inline-size: var(--control-s);
        block-size: var(--control-s);
        --icon-size: 1.125rem;
      }
      button:hover,
      a:hover {
        background: var(--color-hover);
        color: var(--color-text);
      }
      button:active {
        background: var(--color-pressed);
      }
      button[aria-pressed="true"],
      button[aria-expanded="true"] {
        background: var(--color-pressed);
        color: var(--color-text);
      }
      button:disabled {
        background: transparent;
        color: var(--color-text-3);
        opacity: 0.6;
        cursor: not-allowed;
      }
    `,
  ];

  @property() icon: IconName = "more";
  @property() label = "";
  @property() size: "small" | "medium" = "medium";
  @property() href = "";
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** For a button that switches something: its present state. */
  @property({ attribute: false }) pressed: boolean | null = null;
  /** For a button that opens a menu: whether it is open. */
  @property({ attribute: false }) expanded: boolean | null = null;

  override render() {
    const icon = html`<ui-icon .name=${this.icon}></ui-icon>`;
    if (this.href !== "") {
      return html`<a class=${this.size} href=${this.href} aria-label=${this.label} title=${this.label}>${icon}</a>`;
    }
    return html`<button
      class=${this.size}
      type="button"
      aria-label=${this.label}
      title=${this.label}
      aria-pressed=${this.pressed ?? nothing}
      aria-haspopup=${this.expanded === null ? nothing : "menu"}
      aria-expanded=${this.expanded ?? nothing}
      ?disabled=${this.disabled}
    >
      ${icon}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-icon-button": UiIconButton;
  }
}
