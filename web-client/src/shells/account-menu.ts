import { consume } from "@lit/context";
import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { MenuItem, MenuSelectEvent } from "../components/ui-menu.ts";
import { sessionContext } from "../contexts/session.ts";
import type { Session } from "../contexts/session.ts";
import { chooseTheme, currentTheme, themes } from "../contexts/theme.ts";
import type { Theme } from "../contexts/theme.ts";
import { chooseLocale, currentLocale, localized, t } from "../i18n/i18n.ts";
import { navigate } from "../lib/navigation.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import "../components/ui-avatar.ts";
import "../components/ui-menu.ts";

const themeIcons = { system: "monitor", light: "sun", dark: "moon" } as const;

/** The signed-in person's own menu: who I am, language, theme, sign out. */
@customElement("account-menu")
export class AccountMenu extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: inline-flex;
      }
      .trigger {
        display: grid;
        place-items: center;
        inline-size: 2.75rem;
        block-size: 2.75rem;
        padding: 0;
        border: 0;
        border-radius: var(--radius-full);
        background: transparent;
        cursor: pointer;
      }
      .trigger:hover {
        background: var(--color-hover);
      }
      .who strong {
        display: block;
        font-weight: var(--weight-bold);
      }
      .who span {
        color: var(--color-text-2);
        font-size: var(--text-s);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  override render() {
    const account = this.session.account.value;
    const name = localized(account.name);
    const second = account.person?.title ?? account.guest?.companyName;
    return html`<ui-menu .label=${t("shells.account")} .items=${this._items} @ui-select=${this._onSelect}>
      <button class="trigger" type="button" aria-haspopup="menu" aria-label=${t("shells.account-of", { name })}>
        <ui-avatar .name=${name} .userId=${account.userId}></ui-avatar>
      </button>
      <div slot="header" class="who">
        <strong>${name}</strong>
        <span>${second === undefined ? "" : localized(second)}</span>
      </div>
    </ui-menu>`;
  }

  private get _items(): MenuItem[] {
    const locale = currentLocale();
    const theme = currentTheme.value;
    return [
      { id: "locale:en", label: "English", checked: locale === "en", section: t("shells.language") },
      { id: "locale:zh", label: "简体中文", checked: locale === "zh" },
      ...themes.map((each, at) => ({
        id: `theme:${each}`,
        label: t(`shells.theme-${each}`),
        icon: themeIcons[each],
        checked: theme === each,
        ...(at === 0 ? { section: t("shells.theme") } : {}),
      })),
      { id: "settings", label: t("shells.settings"), icon: "admin", section: "" },
      { id: "sign-out", label: t("shells.sign-out"), icon: "sign-out" },
    ];
  }

  private async _onSelect(event: MenuSelectEvent): Promise<void> {
    const [kind, value] = event.detail.id.split(":");
    if (kind === "theme") chooseTheme(value as Theme);
    else if (kind === "locale") await chooseLocale(value === "zh" ? "zh" : "en");
    else if (kind === "settings") navigate("/settings");
    else await this.session.end("signed-out");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "account-menu": AccountMenu;
  }
}
