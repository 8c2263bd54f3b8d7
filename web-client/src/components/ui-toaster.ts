import { css, html } from "lit";
import { customElement, query } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../i18n/i18n.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import { dismissToast, toasts } from "./toasts.ts";
import type { Toast } from "./toasts.ts";
import "./ui-icon-button.ts";
import "./ui-icon.ts";

/** Shows what `showToast` says, above everything, and reads it out. One in each page. */
@customElement("ui-toaster")
export class UiToaster extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      [popover] {
        position: fixed;
        inset: auto auto var(--space-6) 50%;
        translate: -50% 0;
        display: flex;
        flex-direction: column;
        gap: var(--space-2);
        inline-size: max-content;
        max-inline-size: min(28rem, calc(100vw - 2 * var(--space-4)));
        margin: 0;
        padding: 0;
        border: 0;
        background: none;
        overflow: visible;
        pointer-events: none;
      }
      .toast {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding: var(--space-1) var(--space-1) var(--space-1) var(--space-4);
        border-radius: var(--radius-m);
        background: light-dark(#232927, #e9edeb);
        color: light-dark(#f4f6f5, #1b1f1d);
        box-shadow: var(--shadow-3);
        pointer-events: auto;
        animation: enter var(--motion) var(--ease);
        --color-text-2: light-dark(#d3d9d6, #4d5451);
        --color-text: currentColor;
        --color-hover: light-dark(#ffffff1f, #0000001a);
      }
      .text {
        flex: 1;
        padding-block: var(--space-1);
        overflow-wrap: anywhere;
      }
      .success ui-icon {
        color: light-dark(#7fce98, #1b6637);
      }
      .danger ui-icon {
        color: light-dark(#f7a198, #a32018);
      }
      @keyframes enter {
        from {
          opacity: 0;
          translate: 0 0.5rem;
        }
      }
      @media (max-width: 45rem) {
        [popover] {
          inset-block-end: calc(var(--bar) + var(--space-3) + env(safe-area-inset-bottom));
        }
      }
    `,
  ];

  @query("[popover]") private readonly _popover!: HTMLElement;

  override render() {
    return html`<div popover="manual" role="status" aria-label=${t("components.notices")} aria-live="polite">
      ${repeat(
        toasts.value,
        (toast) => toast.id,
        (toast) => this._toast(toast),
      )}
    </div>`;
  }

  private _toast({ id, text, tone }: Toast) {
    const icon = tone === "success" ? "success" : tone === "danger" ? "error" : "info";
    return html`<div class="toast ${tone}">
      <ui-icon name=${icon}></ui-icon>
      <span class="text">${text}</span>
      <ui-icon-button
        icon="close"
        size="small"
        .label=${t("components.dismiss")}
        @click=${() => dismissToast(id)}
      ></ui-icon-button>
    </div>`;
  }

  protected override updated(): void {
    // Shown anew each time, so that it stands above a dialog that opened in between.
    if (this._popover.matches(":popover-open")) this._popover.hidePopover();
    if (toasts.peek().length > 0) this._popover.showPopover();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-toaster": UiToaster;
  }
}
