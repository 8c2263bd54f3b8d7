import { css, html } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import "./password-form.ts";

/** The own password, in the settings. */
@customElement("settings-password")
export class SettingsPassword extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-5);
        max-inline-size: 24rem;
      }
      h2 {
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
      }
      p {
        margin-block-start: var(--space-1);
        color: var(--color-text-2);
      }
    `,
  ];

  override render() {
    return html`<div>
        <h2>${t("sign-in.password-change")}</h2>
        <p>${t("sign-in.password-change-lead")}</p>
      </div>
      <password-form></password-form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "settings-password": SettingsPassword;
  }
}
