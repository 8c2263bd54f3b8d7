import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { t } from "../i18n/i18n.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import "./ui-banner.ts";
import "./ui-button.ts";
import "./ui-icon-button.ts";

/**
 * Says that code which was needed did not come: an update has put other files in
 * the place of those that this page knows, or the line is down. One in each shell.
 */
@customElement("ui-code-missing")
export class UiCodeMissing extends PorticoElement {
  static override styles = css`
    ui-banner {
      position: fixed;
      z-index: 1;
      inset: auto 0 var(--space-6);
      inline-size: min(40rem, calc(100vw - 2 * var(--space-3)));
      margin-inline: auto;
      border-radius: var(--radius-m);
      box-shadow: var(--shadow-3);
    }
    [slot="action"] {
      display: flex;
      align-items: center;
      gap: var(--space-1);
    }
    @media (max-width: 45rem) {
      ui-banner {
        inset-block-end: calc(var(--bar) + var(--space-2));
      }
    }
  `;

  @state() private _missing = false;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("vite:preloadError", this._onMissing);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("vite:preloadError", this._onMissing);
  }

  override render() {
    if (!this._missing) return nothing;
    return html`<ui-banner tone="danger">
      ${t("components.not-loaded")}
      <span slot="action">
        <ui-button size="small" icon="refresh" @click=${() => location.reload()}>${t("components.reload")}</ui-button>
        <ui-icon-button
          icon="close"
          .label=${t("components.dismiss")}
          @click=${() => (this._missing = false)}
        ></ui-icon-button>
      </span>
    </ui-banner>`;
  }

  private readonly _onMissing = (): void => {
    this._missing = true;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-code-missing": UiCodeMissing;
  }
}
