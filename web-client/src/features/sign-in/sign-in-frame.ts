import { css, html } from "lit";
import { customElement } from "lit/decorators.js";
import { chooseLocale, currentLocale, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import arches from "./arches.svg?url";
import "../../components/ui-button.ts";

/** What everybody sees before being inside: the picture of the house, a narrow column, and the language. */
@customElement("sign-in-frame")
export class SignInFrame extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(26rem, 1fr) minmax(0, 1.1fr);
        block-size: 100dvh;
        background: var(--color-surface);
      }
      .column {
        display: flex;
        flex-direction: column;
        min-inline-size: 0;
        padding: var(--space-8) var(--space-6) var(--space-6);
        overflow: auto;
      }
      .brand {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
        letter-spacing: -0.01em;
      }
      main {
        display: grid;
        align-content: center;
        flex: 1;
        inline-size: min(22rem, 100%);
        margin: 0 auto;
        padding-block: var(--space-8);
      }
      footer {
        display: flex;
        justify-content: center;
      }
      .side {
        position: relative;
        margin: var(--space-3);
        border-radius: var(--radius-l);
        background: var(--color-brand);
        color: var(--color-on-brand);
        overflow: hidden;
      }
      .side img {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        object-fit: cover;
        object-position: 50% 100%;
      }
      .side p {
        position: absolute;
        inset: var(--space-10) var(--space-10) auto;
        font-size: var(--text-2xl);
        font-weight: var(--weight-bold);
        line-height: var(--leading-tight);
        letter-spacing: -0.015em;
        text-wrap: balance;
      }
      @media (max-width: 56rem) {
        :host {
          grid-template-columns: 1fr;
        }
        .side {
          display: none;
        }
        .column {
          padding: var(--space-5) var(--space-5) var(--space-4);
        }
      }
    `,
  ];

  override render() {
    const other = currentLocale() === "zh" ? "en" : "zh";
    return html`
      <div class="column">
        <header class="brand"><img src="/favicon.svg" width="28" height="28" alt="" />Portico</header>
        <main><slot></slot></main>
        <footer>
          <ui-button
            variant="ghost"
            size="small"
            icon="globe"
            lang=${other === "zh" ? "zh-CN" : "en"}
            @click=${async () => chooseLocale(other)}
            >${other === "zh" ? "中文" : "English"}</ui-button
          >
        </footer>
      </div>
      <aside class="side">
        <img src=${arches} alt="" />
        <p>${t("sign-in.tagline")}</p>
      </aside>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "sign-in-frame": SignInFrame;
  }
}
