import { consume } from "@lit/context";
import { Routes } from "@lit-labs/router/routes.js";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sessionContext } from "../contexts/session.ts";
import type { Session } from "../contexts/session.ts";
import { formatDate } from "../i18n/format.ts";
import { localized, t } from "../i18n/i18n.ts";
import { currentUrl } from "../lib/navigation.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import { under } from "./client-feature.ts";
import { features } from "./features.ts";
import { startDensity } from "./density.ts";
import { lazyRoute } from "./lazy-route.ts";
import { pageNotLoaded } from "../components/page-not-loaded.ts";
import "../components/ui-avatar.ts";
import "../components/ui-button.ts";
import "../components/ui-code-missing.ts";
import "../components/ui-dialog.ts";
import "../components/ui-empty.ts";
import "../components/ui-icon.ts";
import "../components/ui-icon-button.ts";
import "../components/ui-toaster.ts";
import "./account-menu.ts";

const conversations = under("/rooms", "/dm");
const talking = (path: string): boolean => path === "/" || conversations(path);

/** What a guest has: the host company's name, the rooms he was invited to, who reads along, and the way out. */
@customElement("guest-shell")
export class GuestShell extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr);
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
      nav {
        display: flex;
        gap: var(--space-1);
        padding: 0 var(--space-4) var(--space-2);
        overflow-x: auto;
      }
      nav a {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-block-size: 2.25rem;
        padding-inline: var(--space-3);
        border-radius: var(--radius-m);
        color: var(--color-text-2);
        text-decoration: none;
        white-space: nowrap;
        --icon-size: 1.125rem;
      }
      nav a:hover {
        background: var(--color-hover);
      }
      nav a[aria-current] {
        background: var(--color-accent-soft);
        color: var(--color-accent-text);
        font-weight: var(--weight-medium);
      }
      main {
        grid-row: 3;
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
  @state() private _failed = false;
  private _path = "";
  private readonly _routes = new Routes(
    this,
    features.flatMap(({ portalPages = [] }) => portalPages.map(lazyRoute)),
    {
      fallback: { enter: () => true, render: () => this._nothingHere() },
    },
  );

  /** A meeting that rings is heard on every page, and none waits for its code. */
  override connectedCallback(): void {
    super.connectedCallback();
    startDensity();
    void import("../features/meetings/load-dock.ts").then(async ({ loadDock }) => loadDock());
  }

  protected override willUpdate(): void {
    const { pathname } = currentUrl.value;
    if (pathname !== this._path) void this._go(pathname);
  }

  override render() {
    const account = this.session.account.value;
    const host = localized(account.company);
    const until = account.guest === null ? "" : formatDate(account.guest.expiresAt, "short-date");
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
      ${this._tabs()}
      <main>${this._failed ? pageNotLoaded(async () => this._go(this._path), "2") : this._routes.outlet()}</main>
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
      <meeting-dock></meeting-dock>
      <ui-toaster></ui-toaster>
      <ui-code-missing></ui-code-missing>
    `;
  }

  protected override updated(): void {
    document.title = localized(this.session.account.value.company);
  }

  /** Where one tab is all there is, nobody has to choose. */
  private _tabs() {
    const path = currentUrl.value.pathname;
    const tabs = features
      .flatMap(({ portalTabs = [] }) => portalTabs)
      .filter(({ allowed }) => allowed(this.session.can))
      .toSorted((a, b) => a.order - b.order);
    const current = tabs.find((tab) => (tab.path === "/" ? talking(path) : under(tab.path)(path)));
    if (tabs.length < 2 && current !== undefined) return nothing;
    return html`<nav aria-label=${t("shells.sections")}>
      ${tabs.map(
        (tab) =>
          html`<a href=${tab.path} aria-current=${tab === current ? "page" : nothing}>
            <ui-icon .name=${tab.icon}></ui-icon><span>${localized(tab.label)}</span>
          </a>`,
      )}
    </nav>`;
  }

  private _nothingHere() {
    return html`<ui-empty
      level="2"
      icon="help"
      .heading=${t("shells.nothing-here")}
      .text=${t("shells.nothing-here-text")}
    >
      <ui-button href="/">${t("shells.to-start")}</ui-button>
    </ui-empty>`;
  }

  private async _go(pathname: string): Promise<void> {
    this._path = pathname;
    try {
      await this._routes.goto(pathname);
      this._failed = false;
    } catch (error) {
      // Code that did not come.
      if (!(error instanceof TypeError)) throw error;
      this._failed = true;
    }
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
