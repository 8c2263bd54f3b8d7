import { html } from "lit";
import { customElement } from "lit/decorators.js";
import type { IconName } from "../../components/icon-name.ts";
import { chooseDensity, currentDensity, densities } from "../../shells/density.ts";
import { chooseTheme, currentTheme, themes } from "../../contexts/theme.ts";
import { chooseLocale, currentLocale, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { settingsStyles } from "./settings-styles.ts";
import "../../components/ui-icon.ts";

const themeIcons = { system: "monitor", light: "sun", dark: "moon" } as const;

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
}

/** Language, colours and density; each counts at once, and on this device. */
@customElement("settings-appearance")
export class SettingsAppearance extends PorticoElement {
  static override styles = [sharedStyles, settingsStyles];

  override render() {
    return html`
      ${this._choices(
        "language",
        [
          { id: "en", label: "English" },
          { id: "zh", label: "简体中文" },
        ],
        currentLocale() === "zh" ? "zh" : "en",
        (id) => void chooseLocale(id === "zh" ? "zh" : "en"),
      )}
      ${this._choices(
        "theme",
        themes.map((id) => ({ id, label: t(`shells.theme-${id}`), icon: themeIcons[id] })),
        currentTheme.value,
        (id) => chooseTheme(themes.find((theme) => theme === id) ?? "system"),
      )}
      ${this._choices(
        "density",
        densities.map((id) => ({ id, label: t(`settings.density-${id}`) })),
        currentDensity.value,
        (id) => chooseDensity(densities.find((density) => density === id) ?? "comfortable"),
      )}
      <p class="lead">${t("settings.on-this-device")}</p>
    `;
  }

  private _choices(
    name: "language" | "theme" | "density",
    choices: readonly Choice[],
    chosen: string,
    choose: (id: string) => void,
  ) {
    return html`<fieldset>
      <legend>${t(`settings.${name}`)}</legend>
      <div class="choices">
        ${choices.map(
          ({ id, label, icon }) =>
            html`<label class="choice">
              <input type="radio" name=${name} .checked=${id === chosen} @change=${() => choose(id)} />
              ${icon === undefined ? "" : html`<ui-icon .name=${icon}></ui-icon>`}${label}
            </label>`,
        )}
      </div>
    </fieldset>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "settings-appearance": SettingsAppearance;
  }
}
