import { provide } from "@lit/context";
import { css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { restoreSession, sessionContext, startSession } from "../contexts/session.ts";
import type { Session, SessionEnd } from "../contexts/session.ts";
import { loadTexts } from "../i18n/i18n.ts";
import { currentUrl, navigate } from "../lib/navigation.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import type { MatrixCredentials } from "../matrix/credentials.ts";

const screens = {
  "sign-in": async () => Promise.all([import("../features/sign-in/page-sign-in.ts"), loadTexts("sign-in")]),
  link: async () => Promise.all([import("../features/sign-in/page-link.ts"), loadTexts("sign-in")]),
  meet: async () => Promise.all([import("../features/meetings/page-meet.ts"), loadTexts("meetings", "components")]),
  staff: async () => Promise.all([import("../shells/staff-shell.ts"), loadTexts("shells")]),
  guest: async () => Promise.all([import("../shells/guest-shell.ts"), loadTexts("shells")]),
} as const;
type Screen = keyof typeof screens;

/** Addresses that people come to without an account. */
const publicScreens: Readonly<Record<string, Screen>> = { "/link": "link", "/meet": "meet" };

/** The whole page: decides which audience's shell is shown, and gives the session to all below. */
export class PorticoApp extends PorticoElement {
  static override styles = css`
    :host {
      display: block;
      block-size: 100dvh;
    }
  `;

  @provide({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private _current: Session | null = null;
  @state() private _screen: Screen | null = null;
  private _wanted: Screen | null = null;
  @state() private _ended: SessionEnd | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this._use(restoreSession(this._onEnded));
  }

  protected override updated(): void {
    const wanted = publicScreens[currentUrl.peek().pathname] ?? this._home;
    if (wanted !== this._wanted) void this._show(wanted);
  }

  override render() {
    // Read here so that a change of address renders, and so is looked at again.
    void currentUrl.value;
    return html`${this._content()}
      <div data-dialogs></div>`;
  }

  private _content() {
    const screen = this._screen;
    if (screen === null) return nothing;
    if (screen === "staff") return html`<staff-shell></staff-shell>`;
    if (screen === "guest") return html`<guest-shell></guest-shell>`;
    if (screen === "meet") return html`<page-meet></page-meet>`;
    if (screen === "sign-in") return html`<page-sign-in .start=${this._start} .ended=${this._ended}></page-sign-in>`;
    const account = this._current?.account.value ?? null;
    return html`<page-link .start=${this._startByLink} .signedInAs=${account?.name ?? null}></page-link>`;
  }

  private get _home(): Screen {
    if (this._current === null) return "sign-in";
    return this._current.account.peek().class === "guest" ? "guest" : "staff";
  }

  private async _show(screen: Screen): Promise<void> {
    this._wanted = screen;
    await screens[screen]();
    if (this._wanted === screen) this._screen = screen;
  }

  private _use(session: Session | null): void {
    this._current = session;
    if (session === null) return;
    this.session = session;
    session.onEnd((end) => {
      // The shell goes before the server is told: nobody asks for an account that is leaving.
      if (end !== "replaced") this._screen = null;
    });
  }

  private readonly _onEnded = (end: SessionEnd): void => {
    if (end === "replaced") return;
    this._use(null);
    this._ended = end;
    navigate("/", { replace: true });
  };

  private readonly _start = async (credentials: MatrixCredentials): Promise<void> => {
    this._use(await startSession(credentials, this._onEnded));
    this._ended = null;
  };

  /** A link signs in as whoever it is for; another session in this browser ends first. */
  private readonly _startByLink = async (credentials: MatrixCredentials, next: string): Promise<void> => {
    const before = this._current;
    this._use(null);
    if (before !== null) await before.end("replaced");
    await this._start(credentials);
    navigate(next, { replace: true });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "portico-app": PorticoApp;
  }
}
