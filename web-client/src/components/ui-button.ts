import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import { buttonStyles } from "./button-styles.ts";
import type { IconName } from "./icon-name.ts";
import "./ui-icon.ts";
import "./ui-spinner.ts";

/** A button with words. With `href` it is a link that looks like one; with `type="submit"` it submits its form. */
@customElement("ui-button")
export class UiButton extends PorticoElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = { mode: "open", delegatesFocus: true };
  static override styles = [
    sharedStyles,
    buttonStyles,
    css`
      :host {
        display: inline-flex;
      }
    `,
  ];

  @property() variant: "primary" | "secondary" | "ghost" | "danger" = "secondary";
  @property() size: "small" | "medium" = "medium";
  @property() type: "button" | "submit" = "button";
  @property() icon: IconName | "" = "";
  @property() href = "";
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** The action runs: the button shows it and takes no second press. */
  @property({ type: Boolean }) busy = false;

  private readonly _internals = this.attachInternals();

  override render() {
    const classes = `button ${this.variant} ${this.size}`;
    const content = html`${this._leading()}<slot></slot>`;
    if (this.href !== "") return html`<a class=${classes} href=${this.href}>${content}</a>`;
    return html`<button
      class=${classes}
      type="button"
      ?disabled=${this.disabled}
      aria-disabled=${this.busy ? "true" : nothing}
      aria-busy=${this.busy ? "true" : nothing}
      @click=${this._onClick}
    >
      ${content}
    </button>`;
  }

  private _leading() {
    if (this.busy) return html`<ui-spinner></ui-spinner>`;
    return this.icon === "" ? nothing : html`<ui-icon .name=${this.icon}></ui-icon>`;
  }

  private _onClick(event: Event): void {
    if (this.busy) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (this.type === "submit") this._internals.form?.requestSubmit();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-button": UiButton;
  }
}
