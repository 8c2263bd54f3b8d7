import { html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { SessionEnd } from "../../contexts/session.ts";
import { t } from "../../i18n/i18n.ts";
import { formText } from "../../lib/form-text.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { MatrixCredentials } from "../../matrix/credentials.ts";
import { loginWithPassword } from "../../matrix/login.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { formStyles } from "./form-styles.ts";
import { signInProblem } from "./sign-in-problem.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-input.ts";
import "./sign-in-frame.ts";

/** Signing in with name and password, or with a link that was sent. */
@customElement("page-sign-in")
export class PageSignIn extends PorticoElement {
  static override styles = [sharedStyles, formStyles];

  /** Opens the session with fresh credentials; rejects when the company does not admit the account. */
  @property({ attribute: false }) start: (credentials: MatrixCredentials) => Promise<void> = async () => {};
  /** Why the session before this one ended. */
  @property({ attribute: false }) ended: SessionEnd | null = null;

  @state() private _busy = false;
  @state() private _problem = "";
  @state() private _byLink = false;
  @state() private _linkProblem = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    // A guest has no password to sign in with.
    if (changed.has("ended") && this.ended === "guest-over") this._byLink = true;
  }

  override render() {
    return html`<sign-in-frame>
      <h1>${t("sign-in.title")}</h1>
      <p class="lead">${t("sign-in.lead")}</p>
      ${this._byLink ? this._linkForm() : this._passwordForm()}
      <div class="quiet">
        <ui-button class="wide" variant="ghost" .icon=${this._byLink ? "key" : "link"} @click=${this._switch}>
          ${this._byLink ? t("sign-in.use-password") : t("sign-in.use-link")}
        </ui-button>
      </div>
    </sign-in-frame>`;
  }

  private _passwordForm() {
    return html`<form novalidate @submit=${this._signIn}>
      ${this._notice()}
      <ui-input
        name="user"
        required
        autocomplete="username"
        .label=${t("sign-in.user")}
        type="url"
        class="wide"
      ></ui-input>
      <ui-input
        name="password"
        type="password"
        required
        autocomplete="current-password"
        .label=${t("sign-in.password")}
        class="wide"
      ></ui-input>
      <ui-button class="wide" variant="primary" type="submit" .busy=${this._busy}>${t("sign-in.submit")}</ui-button>
    </form>`;
  }

  private _linkForm() {
    return html`<form novalidate @submit=${this._openLink}>
      ${this._notice()}
      <ui-input
        name="link"
        type="url"
        class="wide"
        .label=${t("sign-in.link")}
        .hint=${t("sign-in.link-hint")}
        .error=${this._linkProblem}
      ></ui-input>
      <ui-button class="wide" variant="primary" type="submit">${t("sign-in.open-link")}</ui-button>
    </form>`;
  }

  private _notice() {
    if (this._problem !== "") return html`<ui-banner tone="danger">${this._problem}</ui-banner>`;
    if (this.ended === "guest-over") return html`<ui-banner tone="warning">${t("sign-in.guest-over")}</ui-banner>`;
    if (this.ended === "elsewhere") {
      return html`<ui-banner tone="warning">${t("sign-in.elsewhere")}</ui-banner>
        <ui-button @click=${() => location.assign("/")}>${t("sign-in.elsewhere-go")}</ui-button>`;
    }
    if (this.ended === "session-over") return html`<ui-banner>${t("sign-in.session-over")}</ui-banner>`;
    if (this.ended === "account-ended") {
      return html`<ui-banner tone="warning">${t("sign-in.account-ended")}</ui-banner>`;
    }
    return nothing;
  }

  private _switch(): void {
    this._byLink = !this._byLink;
    this._problem = "";
    this._linkProblem = "";
  }

  private async _signIn(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this._busy) return;
    const data = new FormData(event.target as HTMLFormElement);
    const user = formText(data, "user");
    // A password may begin or end with a space.
    const password = data.get("password");
    if (user === "" || typeof password !== "string" || password === "") {
      this._problem = t("sign-in.incomplete");
      return;
    }
    this._busy = true;
    this._problem = "";
    try {
      await this.start(await loginWithPassword(location.origin, user, password));
    } catch (error) {
      this._problem = signInProblem(error);
    } finally {
      this._busy = false;
    }
  }

  private _openLink(event: SubmitEvent): void {
    event.preventDefault();
    const text = formText(new FormData(event.target as HTMLFormElement), "link");
    const token = /\/link#(\S+)$/.exec(text)?.[1];
    if (token === undefined) this._linkProblem = t("sign-in.not-a-link");
    else navigate(`/link#${token}`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-sign-in": PageSignIn;
  }
}
