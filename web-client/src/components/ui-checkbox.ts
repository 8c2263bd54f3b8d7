import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";

/** Yes or no with its label and hint. In its form it has the value "on" while checked. Fires `change`. */
@customElement("ui-checkbox")
export class UiCheckbox extends PorticoElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = { mode: "open", delegatesFocus: true };
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
      }
      label {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0 var(--space-2);
        cursor: pointer;
      }
      input {
        inline-size: 1.125rem;
        block-size: 1.125rem;
        margin: 0.125rem 0 0;
        accent-color: var(--color-accent);
      }
      small {
        grid-column: 2;
        color: var(--color-text-3);
        font-size: var(--text-s);
      }
    `,
  ];

  @property() label = "";
  @property() hint = "";
  @property() name = "";
  @property({ type: Boolean }) checked = false;
  @property({ type: Boolean, reflect: true }) disabled = false;
  @query("input") private readonly _input!: HTMLInputElement;
  private readonly _internals = this.attachInternals();

  override render() {
    return html`<label>
      <input type="checkbox" .checked=${live(this.checked)} ?disabled=${this.disabled} @change=${this._onChange} />
      <span>${this.label}</span>
      ${this.hint === "" ? nothing : html`<small>${this.hint}</small>`}
    </label>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this._internals.setFormValue(this.checked ? "on" : null);
  }

  private _onChange(): void {
    this.checked = this._input.checked;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  formResetCallback(): void {
    this.checked = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-checkbox": UiCheckbox;
  }
}
