import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { formStyles } from "./form-styles.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-input.ts";
import "./sign-in-frame.ts";

/** After a staff member came by link: a password for the next time. */
@customElement("page-password")
export class PagePassword extends PorticoElement {
  static override styles = [
    sharedStyles,
    formStyles,
    css`
      /* Over the shell: somebody new has no use for its rail yet. */
      :host {
        position: fixed;
        inset: 0;
        z-index: 10;
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private _busy = false;
  @state() private _problem = "";

  override render() {
    return html`<sign-in-frame>
      <h1>${t("sign-in.password-title")}</h1>
      <p class="lead">${t("sign-in.password-lead")}</p>
      <form novalidate @submit=${this._save}>
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        <input type="text" autocomplete="username" hidden .value=${this.session.account.value.userId} />
        <ui-input
          class="wide"
          name="password"
          type="password"
          autocomplete="new-password"
          .label=${t("sign-in.password-new")}
          .hint=${t("sign-in.password-hint")}
        ></ui-input>
        <ui-input
          class="wide"
          name="repeat"
          type="password"
          autocomplete="new-password"
          .label=${t("sign-in.password-repeat")}
        ></ui-input>
        <ui-button class="wide" variant="primary" type="submit" .busy=${this._busy}
          >${t("sign-in.password-save")}</ui-button
        >
        <ui-button variant="ghost" @click=${() => navigate("/")}>${t("sign-in.password-later")}</ui-button>
      </form>
    </sign-in-frame>`;
  }

  private async _save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this._busy) return;
    const data = new FormData(event.target as HTMLFormElement);
    const password = data.get("password");
    if (typeof password !== "string" || password !== data.get("repeat")) {
      this._problem = t("sign-in.password-differs");
      return;
    }
    this._busy = true;
    this._problem = "";
    try {
      await api.call("PUT /api/session/password", { body: { password } });
      showToast(t("sign-in.password-saved"));
      navigate("/");
    } catch (error) {
      this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-password": PagePassword;
  }
}
