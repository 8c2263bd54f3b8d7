import { html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { t } from "../i18n/i18n.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import { fieldStyles } from "./field-styles.ts";
import type { IconName } from "./icon-name.ts";
import "./ui-icon-button.ts";
import "./ui-icon.ts";

/**
 * One line of text with its label, hint and error. Takes part in its form under
 * `name`; Enter submits. Fires `input` and `change` like the native control.
 */
@customElement("ui-input")
export class UiInput extends PorticoElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = { mode: "open", delegatesFocus: true };
  static override styles = [sharedStyles, fieldStyles];

  @property() label = "";
  /** The label is spoken only: for search fields, whose icon and place say what they are. */
  @property({ type: Boolean }) labelHidden = false;
  @property() name = "";
  @property() value = "";
  @property() type: "text" | "password" | "search" | "email" | "number" | "url" | "date" | "datetime-local" = "text";
  @property() hint = "";
  @property() error = "";
  @property() placeholder = "";
  @property() icon: IconName | "" = "";
  @property() autocomplete = "";
  @property() min = "";
  @property() max = "";
  @property({ type: Number }) maxLength = -1;
  @property({ type: Boolean }) required = false;
  @property({ type: Boolean, reflect: true }) disabled = false;

  @state() private _revealed = false;
  @query("input") private readonly _input!: HTMLInputElement;
  private readonly _internals = this.attachInternals();

  override render() {
    const type = this.type === "password" && this._revealed ? "text" : this.type;
    const described = [this.error === "" ? "" : "error", this.hint === "" ? "" : "hint"].filter(Boolean).join(" ");
    return html`
      <label for="input" class=${this.labelHidden ? "visually-hidden" : nothing}>${this.label}</label>
      <div class="control ${this.error === "" ? "" : "invalid"}">
        ${this.icon === "" ? nothing : html`<ui-icon .name=${this.icon}></ui-icon>`}
        <input
          id="input"
          type=${type}
          .value=${live(this.value)}
          placeholder=${this.placeholder || nothing}
          autocomplete=${this.autocomplete || nothing}
          autocapitalize=${this.type === "text" ? nothing : "none"}
          spellcheck=${this.type === "text" ? nothing : "false"}
          min=${this.min || nothing}
          max=${this.max || nothing}
          maxlength=${this.maxLength < 0 ? nothing : this.maxLength}
          ?required=${this.required}
          ?disabled=${this.disabled}
          aria-invalid=${this.error === "" ? nothing : "true"}
          aria-describedby=${described || nothing}
          @input=${this._onInput}
          @change=${this._onChange}
          @keydown=${this._onKeyDown}
        />
        ${this._trailing()}
      </div>
      ${this.error === "" ? nothing : html`<p id="error" class="error" role="alert">${this.error}</p>`}
      ${this.hint === "" ? nothing : html`<p id="hint" class="hint">${this.hint}</p>`}
    `;
  }

  private _trailing() {
    if (this.type === "password") {
      return html`<ui-icon-button
        size="small"
        .icon=${this._revealed ? "eye-off" : "eye"}
        .label=${this._revealed ? t("components.hide-password") : t("components.show-password")}
        @click=${() => (this._revealed = !this._revealed)}
      ></ui-icon-button>`;
    }
    if (this.type !== "search" || this.value === "") return nothing;
    return html`<ui-icon-button
      size="small"
      icon="close"
      .label=${t("components.clear")}
      @click=${this._clear}
    ></ui-icon-button>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this._internals.setFormValue(this.value);
    this._internals.setValidity(this._input.validity, this._input.validationMessage, this._input);
  }

  private _onInput(): void {
    this.value = this._input.value;
  }

  /** `change` does not leave a shadow root by itself. */
  private _onChange(): void {
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private _clear(): void {
    this.value = "";
    this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    this._input.focus();
  }

  private _onKeyDown(event: KeyboardEvent): void {
    // A key that ends an input method's composition chooses a word; it does not send the form.
    if (event.key === "Enter" && !event.isComposing) this._internals.form?.requestSubmit();
    if (event.key === "Escape" && this.type === "search" && this.value !== "") {
      event.preventDefault();
      event.stopPropagation();
      this._clear();
    }
  }

  formResetCallback(): void {
    this.value = "";
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-input": UiInput;
  }
}
