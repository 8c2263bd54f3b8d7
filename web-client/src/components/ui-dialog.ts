import { css, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { t } from "../i18n/i18n.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import "./ui-icon-button.ts";

/** What somebody writes or chooses in. */
const FIELDS =
  "[autofocus], ui-input, ui-textarea, ui-select, ui-file-drop, person-picker, input:not([type=hidden]), textarea, select";

/**
 * A modal dialog on the native element: focus stays inside, Esc closes, focus
 * returns. Content in the default slot, actions in slot `footer`. Fires
 * `ui-close` after it closed, however that happened.
 */
@customElement("ui-dialog")
export class UiDialog extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      dialog {
        inline-size: min(var(--dialog-width, 30rem), calc(100vw - 2 * var(--space-4)));
        max-block-size: calc(100dvh - 2 * var(--space-8));
        padding: 0;
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        background: var(--color-raised);
        color: var(--color-text);
        box-shadow: var(--shadow-3);
        overflow: hidden;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
        animation: enter var(--motion) var(--ease);
      }
      dialog::backdrop {
        background: var(--color-scrim);
        animation: fade var(--motion) var(--ease);
      }
      @keyframes enter {
        from {
          opacity: 0;
          translate: 0 0.5rem;
        }
      }
      @keyframes fade {
        from {
          opacity: 0;
        }
      }
      .header {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding: var(--space-4) var(--space-4) var(--space-2) var(--space-6);
      }
      h2 {
        flex: 1;
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
        line-height: var(--leading-tight);
      }
      .body {
        padding: var(--space-2) var(--space-6) var(--space-6);
        overflow: auto;
      }
      .footer {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: var(--space-2);
        padding: var(--space-4) var(--space-6);
        border-block-start: 1px solid var(--color-line);
        background: var(--color-sunken);
      }
      @media (max-width: 45rem) {
        dialog {
          inline-size: 100vw;
          max-inline-size: none;
          max-block-size: calc(100dvh - var(--space-12));
          margin-block-end: 0;
          border-width: 1px 0 0;
          border-end-start-radius: 0;
          border-end-end-radius: 0;
        }
        .header {
          padding-inline-start: var(--space-4);
        }
        .body {
          padding-inline: var(--space-4);
        }
        .footer {
          padding: var(--space-3) var(--space-4);
          padding-block-end: max(var(--space-3), env(safe-area-inset-bottom));
        }
        .footer ::slotted(*) {
          flex: 1;
        }
      }
    `,
  ];

  @property() heading = "";
  /** Set false while something runs that must not be interrupted. */
  @property({ attribute: false }) closable = true;
  /** Without footer slot content there is no footer line. */
  @property({ type: Boolean }) bare = false;

  @query("dialog") private readonly _dialog!: HTMLDialogElement;

  /** Opens it over the page. */
  async show(): Promise<void> {
    await this.updateComplete;
    if (this._dialog.open) return;
    this._dialog.showModal();
    await this._focusFirstField();
  }

  /** The browser would choose the close button, which stands first. Confirmations have no field and keep the browser's choice. */
  private async _focusFirstField(): Promise<void> {
    const fields = [...this.querySelectorAll<HTMLElement>(FIELDS)];
    for (const field of fields) if (field instanceof PorticoElement) await field.updateComplete;
    fields.find((field) => field.checkVisibility() && !field.hasAttribute("disabled"))?.focus();
  }

  close(): void {
    this._dialog.close();
  }

  override render() {
    return html`<dialog aria-labelledby="heading" @cancel=${this._onCancel} @close=${this._onClose}>
      <div class="header">
        <h2 id="heading">${this.heading}</h2>
        <ui-icon-button
          icon="close"
          size="small"
          .label=${t("components.close")}
          ?disabled=${!this.closable}
          @click=${this.close}
        ></ui-icon-button>
      </div>
      <div class="body"><slot></slot></div>
      ${this.bare ? nothing : html`<div class="footer"><slot name="footer"></slot></div>`}
    </dialog>`;
  }

  private _onCancel(event: Event): void {
    if (!this.closable) event.preventDefault();
  }

  private _onClose(): void {
    this.dispatchEvent(new CustomEvent("ui-close"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-dialog": UiDialog;
  }
}
