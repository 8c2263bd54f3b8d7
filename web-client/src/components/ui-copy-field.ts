import { css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../i18n/i18n.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import { fieldStyles } from "./field-styles.ts";
import "./ui-button.ts";

/** Text to take along, such as a link shown once: readable, selected on focus, copied by one press. */
@customElement("ui-copy-field")
export class UiCopyField extends PorticoElement {
  static override styles = [
    sharedStyles,
    fieldStyles,
    css`
      .line {
        display: flex;
        gap: var(--space-2);
      }
      .control {
        flex: 1;
        min-inline-size: 0;
        background: var(--color-sunken);
      }
      input {
        font-family: var(--font-mono);
        font-size: var(--text-s);
        text-overflow: ellipsis;
      }
    `,
  ];

  @property() label = "";
  @property() value = "";
  @state() private _copied = false;

  override render() {
    return html`
      <label for="value">${this.label}</label>
      <div class="line">
        <div class="control">
          <input id="value" readonly .value=${this.value} @focus=${this._select} />
        </div>
        <ui-button variant="primary" .icon=${this._copied ? "check" : "copy"} @click=${this._copy}>
          <span aria-live="polite">${this._copied ? t("components.copied") : t("components.copy")}</span>
        </ui-button>
      </div>
    `;
  }

  private get _field(): HTMLInputElement | null {
    return this.renderRoot.querySelector("input");
  }

  private _select(): void {
    this._field?.select();
  }

  private async _copy(): Promise<void> {
    if (window.isSecureContext) await navigator.clipboard.writeText(this.value);
    else {
      // The clipboard interface exists only on secure origins; plain http in an office network is not one.
      this._field?.select();
      document.execCommand("copy");
    }
    this._copied = true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-copy-field": UiCopyField;
  }
}
