import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import { fieldStyles } from "./field-styles.ts";

/** Several lines of text with label, hint and error; grows with its content. Takes part in its form under `name`. */
@customElement("ui-textarea")
export class UiTextarea extends PorticoElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = { mode: "open", delegatesFocus: true };
  static override styles = [
    sharedStyles,
    fieldStyles,
    css`
      textarea {
        display: block;
        field-sizing: content;
        inline-size: 100%;
        min-block-size: calc(var(--rows, 4) * 1.5em + 1rem);
        max-block-size: 24rem;
        padding: var(--space-2) var(--space-3);
        border: 0;
        border-radius: inherit;
        outline: none;
        background: transparent;
        color: var(--color-text);
        font: inherit;
        line-height: 1.5;
        resize: vertical;
      }
      textarea::placeholder {
        color: var(--color-text-3);
        opacity: 1;
      }
      @media (pointer: coarse) {
        textarea {
          font-size: var(--text-l);
        }
      }
    `,
  ];

  @property() label = "";
  @property({ type: Boolean }) labelHidden = false;
  @property() name = "";
  @property() value = "";
  @property() hint = "";
  @property() error = "";
  @property() placeholder = "";
  @property({ type: Number }) rows = 4;
  @property({ type: Number }) maxLength = -1;
  @property({ type: Boolean }) required = false;
  @property({ type: Boolean, reflect: true }) disabled = false;
  @query("textarea") private readonly _field!: HTMLTextAreaElement;
  private readonly _internals = this.attachInternals();

  override render() {
    const described = [this.error === "" ? "" : "error", this.hint === "" ? "" : "hint"].filter(Boolean).join(" ");
    return html`
      <label for="field" class=${this.labelHidden ? "visually-hidden" : nothing}>${this.label}</label>
      <div class="control ${this.error === "" ? "" : "invalid"}" .style=${`--rows:${this.rows}`}>
        <textarea
          id="field"
          .value=${live(this.value)}
          placeholder=${this.placeholder || nothing}
          maxlength=${this.maxLength < 0 ? nothing : this.maxLength}
          ?required=${this.required}
          ?disabled=${this.disabled}
          aria-invalid=${this.error === "" ? nothing : "true"}
          aria-describedby=${described || nothing}
          @input=${this._onInput}
          @change=${() => this.dispatchEvent(new Event("change", { bubbles: true }))}
          @keydown=${this._onKeyDown}
        ></textarea>
      </div>
      ${this.error === "" ? nothing : html`<p id="error" class="error" role="alert">${this.error}</p>`}
      ${this.hint === "" ? nothing : html`<p id="hint" class="hint">${this.hint}</p>`}
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this._internals.setFormValue(this.value);
    this._internals.setValidity(this._field.validity, this._field.validationMessage, this._field);
  }

  private _onInput(): void {
    this.value = this._field.value;
  }

  /** Enter is a new line; with Ctrl or Command it submits. */
  private _onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this._internals.form?.requestSubmit();
  }

  formResetCallback(): void {
    this.value = "";
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-textarea": UiTextarea;
  }
}
