import { consume } from "@lit/context";
import { Routes } from "@lit-labs/router/routes.js";
import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { pageNotLoaded } from "../components/page-not-loaded.ts";
import { sessionContext } from "../contexts/session.ts";
import type { Session } from "../contexts/session.ts";
import { loadTexts, localized, t } from "../i18n/i18n.ts";
import { isNarrow } from "../lib/narrow.ts";
import { currentUrl, navigate } from "../lib/navigation.ts";
import type { LiveReload } from "../live/live-reload.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import type { NavigationEntry } from "./client-feature.ts";
import { entryOf, features, navigation, redirectOf } from "./features.ts";
import { startDensity } from "./density.ts";
import { lazyRoute } from "./lazy-route.ts";
import { barEntries, railEntries } from "./rail.ts";
import { staffShellStyles } from "./staff-shell-styles.ts";
import "../components/ui-badge.ts";
import "../components/ui-button.ts";
import "../components/ui-code-missing.ts";
import "../components/ui-empty.ts";
import "../components/ui-icon.ts";
import "../components/ui-toaster.ts";
import "./account-menu.ts";
import "./side-list.ts";

const nothingWaits = (): number => 0;

const loadBehind = async (shell: StaffShell): Promise<void> => {
  try {
    await loadTexts("notifications", "directory", "meetings");
    await Promise.all([
      import("../features/notifications/notification-bell.ts"),
      import("../features/meetings/meeting-dock.ts"),
      import("./new-menu.ts"),
      import("./more-menu.ts"),
    ]);
    const behind = await import("../live/live-reload.ts");
    shell.live ??= new behind.LiveReload(shell, ["session"], async () => shell.session.refresh());
    await Promise.all(features.map(async (feature) => feature.behind?.(shell, shell.session)));
  } catch (error) {
    // Without its code there is no bell until the page is loaded anew; everything else works.
    if (!(error instanceof TypeError)) throw error;
  }
};

const depth = (path: string): number => path.split("/").filter((part) => part !== "").length;

/** Whether a page fills a phone's screen and brings its own way back: it lies below the page of its entry. */
const isDeep = (path: string, entry: NavigationEntry | undefined): boolean =>
  entry !== undefined && entry.id !== "admin" && depth(path) > Math.max(depth(entry.path), 1);

/** The frame of the staff's client: a rail (a bar on phones) and the page. */
@customElement("staff-shell")
export class StaffShell extends PorticoElement {
  static override styles = [sharedStyles, staffShellStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  /** Reads anew what the user may do when somebody changed it. */
  live: LiveReload | null = null;
  @state() private _failed = false;
  private _path = "";
  private readonly _routes = new Routes(
    this,
    features.flatMap(({ staffPages = [] }) => staffPages.map(lazyRoute)),
    {
      fallback: { enter: () => true, render: () => this._nothingHere() },
    },
  );

  /** The bell comes behind the page, and so does news of the user's own role: they are on every screen, and none waits for them. */
  override connectedCallback(): void {
    super.connectedCallback();
    startDensity();
    void loadBehind(this);
  }

  protected override willUpdate(): void {
    const { pathname, search } = currentUrl.value;
    if (pathname === this._path) return;
    const moved = redirectOf(pathname);
    if (moved === undefined) void this._go(pathname);
    else navigate(moved + search, { replace: true });
  }

  override render() {
    const path = currentUrl.value.pathname;
    // Choosing a password belongs to arriving, so it is shown without the frame.
    if (path === "/password")
      return html`${this._routes.outlet()}<ui-toaster></ui-toaster><ui-code-missing></ui-code-missing>`;
    const entries = railEntries(this.session.can);
    const current = entryOf(path);
    const group = current?.within;
    const chosen = group ?? current?.id;
    const { bar, more } = barEntries(entries);
    const beside = navigation.filter(
      ({ within, allowed }) => within !== undefined && within === group && allowed(this.session.can),
    );
    const deep = isDeep(path, current);
    return html`
      <button class="skip" type="button" @click=${this._skip}>${t("shells.skip")}</button>
      <nav class="rail ${deep ? "deep" : ""}" aria-label=${t("shells.navigation")}>
        <img class="mark" src="/favicon.svg" width="32" height="32" alt="Portico" />
        <ul>
          ${(isNarrow.value ? bar : entries).map((entry) => this._entry(entry, entry.id === chosen))}
        </ul>
        ${
          isNarrow.value
            ? html`<more-menu .entries=${more} .current=${chosen ?? ""}></more-menu>`
            : html`<new-menu></new-menu>
                <notification-bell></notification-bell>
                <account-menu></account-menu>`
        }
      </nav>
      <main id="content" tabindex="-1" class=${beside.length > 1 ? "beside" : ""}>
        ${beside.length > 1 ? html`<side-list .entries=${beside} .current=${current?.id ?? ""}></side-list>` : nothing}
        ${this._page(path)}
      </main>
      <meeting-dock></meeting-dock>
      <ui-toaster></ui-toaster>
      <ui-code-missing></ui-code-missing>
    `;
  }

  private _page(path: string) {
    if (this._failed) return pageNotLoaded(async () => this._go(this._path), "1");
    // A role that was taken away takes the page along.
    const allowed = entryOf(path)?.allowed(this.session.can) ?? true;
    return allowed ? this._routes.outlet() : this._nothingHere();
  }

  private _entry({ id, path, icon, label, count }: NavigationEntry, current: boolean) {
    const unread = count?.() ?? 0;
    const what = id === "chat" ? t("shells.unread") : t("shells.waiting");
    return html`<li>
      <a href=${path} aria-current=${current ? "page" : nothing}>
        <span class="pill"><ui-icon .name=${icon}></ui-icon></span>
        <span class="label">${localized(label)}</span>
        ${
          unread === 0
            ? nothing
            : html`<ui-badge count tone="danger"
                >${unread > 99 ? "99+" : unread}<span class="visually-hidden"> ${what}</span></ui-badge
              >`
        }
      </a>
    </li>`;
  }

  private _nothingHere() {
    return html`<ui-empty
      level="1"
      icon="help"
      .heading=${t("shells.nothing-here")}
      .text=${t("shells.nothing-here-text")}
    >
      <ui-button href="/">${t("shells.to-start")}</ui-button>
    </ui-empty>`;
  }

  protected override updated(): void {
    const entry = entryOf(currentUrl.value.pathname);
    const unread = navigation
      .filter(({ allowed }) => allowed(this.session.can))
      .reduce((sum, { count, inTitle }) => sum + (inTitle ?? count ?? nothingWaits)(), 0);
    const name = entry === undefined ? "Portico" : `${localized(entry.label)} · Portico`;
    document.title = unread === 0 ? name : `(${unread}) ${name}`;
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

  private _skip(): void {
    this.renderRoot.querySelector<HTMLElement>("#content")?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "staff-shell": StaffShell;
  }
}
