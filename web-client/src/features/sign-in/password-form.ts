import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-input.ts";

/** A new password, twice. Fires `ui-saved` when it is set; the default slot takes other ways on. */
@customElement("password-form")
export class PasswordForm extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      form {
        display: flex;
        flex-direction: column;
        gap: var(--space-4);
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private _busy = false;
  @state() private _problem = "";

  override render() {
    return html`<form novalidate @submit=${this._save}>
      ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
      <input type="text" autocomplete="username" hidden .value=${this.session.account.value.userId} />
      <ui-input
        name="password"
        type="password"
        autocomplete="new-password"
        .label=${t("sign-in.password-new")}
        .hint=${t("sign-in.password-hint")}
      ></ui-input>
      <ui-input
        name="repeat"
        type="password"
        autocomplete="new-password"
        .label=${t("sign-in.password-repeat")}
      ></ui-input>
      <ui-button variant="primary" type="submit" .busy=${this._busy}>${t("sign-in.password-save")}</ui-button>
      <slot></slot>
    </form>`;
  }

  private async _save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this._busy) return;
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
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
      form.reset();
      this.dispatchEvent(new CustomEvent("ui-saved"));
    } catch (error) {
      this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "password-form": PasswordForm;
  }
}
