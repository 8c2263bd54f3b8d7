import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { settingsStyles } from "./settings-styles.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-button.ts";

/** How others see the user. Names and positions come from the company's records. */
@customElement("settings-profile")
export class SettingsProfile extends PorticoElement {
  static override styles = [
    sharedStyles,
    settingsStyles,
    css`
      .who {
        display: flex;
        align-items: center;
        gap: var(--space-4);
        --avatar-size: 4rem;
      }
      .who span {
        color: var(--color-text-2);
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: var(--space-2) var(--space-6);
      }
      dt {
        color: var(--color-text-2);
      }
      dd {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  override render() {
    const { name, userId, person, guest, company } = this.session.account.value;
    const second = person?.title ?? guest?.companyName;
    return html`
      <div class="who">
        <ui-avatar ?outside=${guest !== null} .name=${localized(name)} .userId=${userId}></ui-avatar>
        <div>
          <h2>${localized(name)}</h2>
          ${second === undefined ? nothing : html`<span>${localized(second)}</span>`}
        </div>
      </div>
      <dl>
        <dt>${t("settings.name-en")}</dt>
        <dd>${name.en}</dd>
        ${
          name.zh === "" || name.zh === name.en
            ? nothing
            : html`<dt>${t("settings.name-zh")}</dt>
                <dd>${name.zh}</dd>`
        }
        <dt>${t("settings.user-name")}</dt>
        <dd>${userId}</dd>
        ${
          guest === null
            ? nothing
            : html`<dt>${t("settings.until")}</dt>
                <dd>${formatDate(guest.expiresAt)}</dd>`
        }
      </dl>
      <p class="lead">
        ${guest === null ? t("settings.profile-source") : t("settings.profile-source-guest", { company: localized(company) })}
      </p>
      ${
        person === null
          ? nothing
          : html`<div>
              <ui-button size="small" icon="people" href="/people/${encodeURIComponent(person.id)}"
                >${t("settings.to-card")}</ui-button
              >
            </div>`
      }
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "settings-profile": SettingsProfile;
  }
}
