import { css, html } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { formStyles } from "./form-styles.ts";
import "../../components/ui-button.ts";
import "./password-form.ts";
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
      password-form {
        display: block;
        margin-block-start: var(--space-6);
        --control-m: var(--control-l);
      }
    `,
  ];

  override render() {
    return html`<sign-in-frame>
      <h1>${t("sign-in.password-title")}</h1>
      <p class="lead">${t("sign-in.password-lead")}</p>
      <password-form @ui-saved=${() => navigate("/")}>
        <ui-button variant="ghost" @click=${() => navigate("/")}>${t("sign-in.password-later")}</ui-button>
      </password-form>
    </sign-in-frame>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-password": PagePassword;
  }
}
