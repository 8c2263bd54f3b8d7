import { consume } from "@lit/context";
import { css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sessionContext } from "../contexts/session.ts";
import type { Session } from "../contexts/session.ts";
import { formatDate } from "../i18n/format.ts";
import { loadTexts, localized, t } from "../i18n/i18n.ts";
import { currentUrl } from "../lib/navigation.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import { loadChatPages } from "./chat-pages.ts";
import "../components/ui-avatar.ts";
import "../components/ui-button.ts";
import "../components/ui-code-missing.ts";
import "../components/ui-dialog.ts";
import "../components/ui-icon-button.ts";
import "../components/ui-toaster.ts";
import "./account-menu.ts";

/** What a guest has: the host company's name, the rooms he was invited to, who reads along, and the way out. */
@customElement("guest-shell")
export class GuestShell extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
        block-size: 100dvh;
        background: var(--color-canvas);
      }
      ui-toaster {
        position: fixed;
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-block-size: var(--head);
        padding-inline: var(--space-4);
      }
      .company {
        flex: 1;
        min-inline-size: 0;
        line-height: var(--leading-tight);
      }
      .company h1 {
        overflow: hidden;
        font-size: inherit;
        font-weight: var(--weight-bold);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .company span {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--color-text-3);
        font-size: var(--text-xs);
      }
      main {
        min-block-size: 0;
        min-inline-size: 0;
        margin: 0 var(--space-2) var(--space-2);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        background: var(--color-surface);
        overflow: hidden;
      }
      .narrow {
        display: none;
      }
      dl {
        display: grid;
        gap: var(--space-4);
      }
      dt {
        font-weight: var(--weight-bold);
      }
      dd {
        color: var(--color-text-2);
      }
      @media (max-width: 45rem) {
        .narrow {
          display: inline-flex;
        }
        .wide {
          display: none;
        }
        main {
          margin: 0;
          border-width: 1px 0 0;
          border-radius: 0;
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private _ready = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this._load();
  }

  override render() {
    const account = this.session.account.value;
    const host = localized(account.company);
    const until = account.guest === null ? "" : formatDate(account.guest.expiresAt, "short-date");
    const roomId = /^\/rooms\/([^/]+)$/.exec(currentUrl.value.pathname)?.[1];
    return html`
      <header>
        <ui-avatar square .name=${host}></ui-avatar>
        <div class="company">
          <h1>${host}</h1>
          <span>${t("shells.access-until", { date: until })}</span>
        </div>
        <ui-button class="wide" variant="ghost" size="small" icon="eye" @click=${this._explain}
          >${t("shells.who-reads")}</ui-button
        >
        <ui-icon-button
          class="narrow"
          icon="eye"
          .label=${t("shells.who-reads")}
          @click=${this._explain}
        ></ui-icon-button>
        <account-menu></account-menu>
      </header>
      <main>
        ${
          this._ready
            ? html`<page-guest-chat
                .roomId=${roomId === undefined ? null : decodeURIComponent(roomId)}
              ></page-guest-chat>`
            : ""
        }
      </main>
      <ui-dialog bare .heading=${t("shells.who-reads")}>
        <dl>
          <div>
            <dt>${t("shells.readers-room")}</dt>
            <dd>${t("shells.readers-room-text", { host })}</dd>
          </div>
          <div>
            <dt>${t("shells.readers-kept")}</dt>
            <dd>${t("shells.readers-kept-text", { host })}</dd>
          </div>
          <div>
            <dt>${t("shells.readers-end", { date: until })}</dt>
            <dd>${t("shells.readers-end-text", { host })}</dd>
          </div>
        </dl>
      </ui-dialog>
      <ui-toaster></ui-toaster>
      <ui-code-missing></ui-code-missing>
    `;
  }

  protected override updated(): void {
    document.title = localized(this.session.account.value.company);
  }

  private async _load(): Promise<void> {
    await Promise.all([loadTexts("chat"), loadChatPages()]);
    this._ready = true;
  }

  private _explain(): void {
    void this.renderRoot.querySelector("ui-dialog")?.show();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "guest-shell": GuestShell;
  }
}
