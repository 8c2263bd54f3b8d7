import { consume } from "@lit/context";
import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { pageNotLoaded } from "../../components/page-not-loaded.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { loadTexts, localized, t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { SettingsSection } from "../../shells/client-feature.ts";
import { settingsSections } from "../../shells/features.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { sidePagesStyles } from "../../styles/side-pages.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-icon-button.ts";

/** The user's own settings: a list of areas, each with its address; on a phone the list comes first. */
@customElement("page-settings")
export class PageSettings extends PorticoElement {
  static override styles = [sharedStyles, pageStyles, sidePagesStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  /** Which area; the first one when empty. */
  @property() section = "";
  @state() private _loaded: ReadonlySet<string> = new Set();
  @state() private _failed: ReadonlySet<string> = new Set();

  protected override willUpdate(): void {
    const current = this._current;
    if (current === undefined || this._loaded.has(current.id) || this._failed.has(current.id)) return;
    void this._load(current);
  }

  private get _sections(): SettingsSection[] {
    return settingsSections(this.session.account.value.class);
  }

  private get _current(): SettingsSection | undefined {
    return this.section === "" ? this._sections[0] : this._sections.find(({ id }) => id === this.section);
  }

  override render() {
    const current = this._current;
    const chosen = this.section !== "";
    return html`
      <header class="head">
        ${
          chosen
            ? html`<ui-icon-button
                class="back"
                icon="arrow-left"
                .label=${t("settings.back")}
                @click=${() => navigate("/settings")}
              ></ui-icon-button>`
            : nothing
        }
        <h1>${t("settings.title")}</h1>
      </header>
      <div class="columns">
        <nav class=${chosen ? "behind" : ""} aria-label=${t("settings.title")}>
          <ul>
            ${this._sections.map(
              ({ id, icon, label }) =>
                html`<li>
                  <a href="/settings/${id}" aria-current=${id === current?.id ? "page" : nothing}>
                    <ui-icon .name=${icon}></ui-icon>${localized(label)}
                    <ui-icon class="forward" name="chevron-right"></ui-icon>
                  </a>
                </li>`,
            )}
          </ul>
        </nav>
        <div class="body ${chosen ? "" : "list-only"}">
          ${
            current === undefined
              ? html`<ui-empty
                  icon="help"
                  .heading=${t("shells.nothing-here")}
                  .text=${t("shells.nothing-here-text")}
                ></ui-empty>`
              : this._content(current)
          }
        </div>
      </div>
    `;
  }

  private _content({ id, render }: SettingsSection) {
    if (this._failed.has(id)) return pageNotLoaded(() => (this._failed = new Set()));
    return this._loaded.has(id) ? render() : nothing;
  }

  private async _load({ id, load, texts }: SettingsSection): Promise<void> {
    try {
      await Promise.all([load(), loadTexts(...texts)]);
      this._loaded = new Set([...this._loaded, id]);
    } catch (error) {
      // Code that did not come.
      if (!(error instanceof TypeError)) throw error;
      this._failed = new Set([...this._failed, id]);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-settings": PageSettings;
  }
}
