import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../../api/api-error.ts";
import type { ProblemCode } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import type { IconName } from "../../components/icon-name.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, suggestLocale, t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";
import { currentUrl } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { MatrixCredentials } from "../../matrix/credentials.ts";
import { loginWithToken } from "../../matrix/login.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { formStyles } from "./form-styles.ts";
import { signInProblem } from "./sign-in-problem.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-spinner.ts";
import "./sign-in-frame.ts";

type Preview = ResponseOf<"POST /api/links/preview">;

interface Refusal {
  readonly icon: IconName;
  readonly heading: StringKey;
  readonly text: StringKey;
}

const invalid: Refusal = { icon: "link", heading: "sign-in.link-invalid", text: "sign-in.link-invalid-text" };
/** Answers that are final: each says why the door stays shut, and who can open it. */
const refusals: Partial<Record<ProblemCode, Refusal>> = {
  LINK_USED: { icon: "check-double", heading: "sign-in.link-used", text: "sign-in.link-used-text" },
  LINK_EXPIRED: { icon: "clock", heading: "sign-in.link-expired", text: "sign-in.link-expired-text" },
  ACCOUNT_ENDED: { icon: "user-off", heading: "sign-in.link-ended", text: "sign-in.link-ended-text" },
  LINK_INVALID: invalid,
  REQUEST_INVALID: invalid,
};

/** Where a one-time link leads: who invites, and one press to enter. Looking at it does not use it up. */
@customElement("page-link")
export class PageLink extends PorticoElement {
  static override styles = [sharedStyles, formStyles];

  /** Opens the session and goes on to a path. */
  @property({ attribute: false }) start: (credentials: MatrixCredentials, next: string) => Promise<void> =
    async () => {};
  /** Name of the account that is signed in in this browser now, or null. */
  @property({ attribute: false }) signedInAs: { readonly en: string; readonly zh: string } | null = null;

  @state() private _preview: Preview | null = null;
  @state() private _failure: ApiError | null = null;
  @state() private _problem = "";
  @state() private _busy = false;
  private _token: string | null = null;

  protected override willUpdate(): void {
    const token = currentUrl.value.hash.slice(1);
    if (token !== this._token) void this._look(token);
  }

  override render() {
    return html`<sign-in-frame>${this._content()}</sign-in-frame>`;
  }

  private _content() {
    if (this._failure !== null) return this._refused(this._failure);
    if (this._preview === null) return html`<ui-spinner .label=${t("components.loading")}></ui-spinner>`;
    return this._invitation(this._preview);
  }

  private _invitation({ kind, name, company, invitedBy, expiresAt }: Preview) {
    const companyName = localized(company);
    const when = formatDate(expiresAt, "moment");
    const lead =
      kind === "staff"
        ? t("sign-in.link-staff", { company: companyName })
        : invitedBy === null
          ? t("sign-in.link-guest", { company: companyName })
          : t("sign-in.link-guest-by", { company: companyName, inviter: localized(invitedBy) });
    return html`
      <h1>${t("sign-in.link-hello", { name })}</h1>
      <p class="lead">${lead}</p>
      <div class="stack">
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        ${
          this.signedInAs === null
            ? nothing
            : html`<ui-banner tone="warning"
                >${t("sign-in.link-replaces", { name: localized(this.signedInAs) })}</ui-banner
              >`
        }
        <ui-button class="wide" variant="primary" .busy=${this._busy} @click=${this._enter}>
          ${t("sign-in.link-enter", { company: companyName })}
        </ui-button>
        <p class="lead">${t(kind === "staff" ? "sign-in.link-once-staff" : "sign-in.link-once", { when })}</p>
      </div>
    `;
  }

  private _refused(failure: ApiError) {
    const refusal = refusals[failure.code];
    if (refusal === undefined) {
      return html`<ui-empty
        level="1"
        icon="offline"
        tone="danger"
        .heading=${t("sign-in.link-not-checked")}
        .text=${errorText(failure)}
        ><ui-button icon="refresh" @click=${async () => this._look(this._token ?? "")}
          >${t("components.retry")}</ui-button
        ></ui-empty
      >`;
    }
    const { icon, heading, text } = refusal;
    return html`<ui-empty level="1" .icon=${icon} .heading=${t(heading)} .text=${t(text)}>
      <ui-button href="/">${t("sign-in.to-sign-in")}</ui-button>
    </ui-empty>`;
  }

  private async _look(token: string): Promise<void> {
    this._token = token;
    this._preview = null;
    this._failure = null;
    try {
      if (token === "") throw new ApiError("LINK_INVALID", 404);
      const preview = await api.call("POST /api/links/preview", { body: { token } });
      if (token !== this._token) return;
      // Whoever invited a guest chose the language; staff have the one of their browser.
      if (preview.kind === "guest") await suggestLocale(preview.locale);
      this._preview = preview;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (token === this._token) this._failure = error;
    }
  }

  private async _enter(): Promise<void> {
    const { _token: token, _preview: preview } = this;
    if (token === null || preview === null || this._busy) return;
    this._busy = true;
    this._problem = "";
    try {
      const { loginToken, roomId } = await api.call("POST /api/links/redeem", { body: { token } });
      const credentials = await loginWithToken(location.origin, loginToken);
      const room = roomId === null ? "/" : `/rooms/${encodeURIComponent(roomId)}`;
      await this.start(credentials, preview.kind === "staff" ? "/password" : room);
    } catch (error) {
      if (error instanceof ApiError && error.code.startsWith("LINK_")) this._failure = error;
      else this._problem = signInProblem(error);
    } finally {
      this._busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-link": PageLink;
  }
}
