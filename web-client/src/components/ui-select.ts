import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import { fieldStyles } from "./field-styles.ts";
import "./ui-icon.ts";

/** One choice of a select. */
export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

/** A choice out of few, with its label. The native control, so that every device shows its own list. Fires `change`. */
@customElement("ui-select")
export class UiSelect extends PorticoElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = { mode: "open", delegatesFocus: true };
  static override styles = [
    sharedStyles,
    fieldStyles,
    css`
      .control {
        position: relative;
      }
      select {
        appearance: none;
        padding-inline-end: var(--space-8);
        cursor: pointer;
        text-overflow: ellipsis;
      }
      option {
        background: var(--color-raised);
        color: var(--color-text);
      }
      .control > ui-icon {
        position: absolute;
        inset-inline-end: var(--space-2);
        margin: 0;
        pointer-events: none;
      }
    `,
  ];

  @property() label = "";
  @property({ type: Boolean }) labelHidden = false;
  @property() name = "";
  @property() value = "";
  @property() hint = "";
  @property() error = "";
  /** Shown while nothing is chosen. */
  @property() placeholder = "";
  @property({ attribute: false }) options: readonly SelectOption[] = [];
  @property({ type: Boolean }) required = false;
  @property({ type: Boolean, reflect: true }) disabled = false;

  @query("select") private readonly _select!: HTMLSelectElement;
  private readonly _internals = this.attachInternals();

  override render() {
    const described = [this.error === "" ? "" : "error", this.hint === "" ? "" : "hint"].filter(Boolean).join(" ");
    return html`
      <label for="select" class=${this.labelHidden ? "visually-hidden" : nothing}>${this.label}</label>
      <div class="control ${this.error === "" ? "" : "invalid"}">
        <select
          id="select"
          ?required=${this.required}
          ?disabled=${this.disabled}
          aria-invalid=${this.error === "" ? nothing : "true"}
          aria-describedby=${described || nothing}
          @change=${this._onChange}
        >
          ${
            this.placeholder === ""
              ? nothing
              : html`<option value="" ?selected=${this.value === ""} disabled>${this.placeholder}</option>`
          }
          ${this.options.map(
            ({ value, label }) => html`<option value=${value} ?selected=${value === this.value}>${label}</option>`,
          )}
        </select>
        <ui-icon name="chevron-down"></ui-icon>
      </div>
      ${this.error === "" ? nothing : html`<p id="error" class="error" role="alert">${this.error}</p>`}
      ${this.hint === "" ? nothing : html`<p id="hint" class="hint">${this.hint}</p>`}
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this._select.value = this.value;
    this._internals.setFormValue(this.value);
    this._internals.setValidity(this._select.validity, this._select.validationMessage, this._select);
  }

  private _onChange(): void {
    this.value = this._select.value;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-select": UiSelect;
  }
}
