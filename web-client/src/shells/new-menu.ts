import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { MenuItem, MenuSelectEvent } from "../components/ui-menu.ts";
import { sessionContext } from "../contexts/session.ts";
import type { Session } from "../contexts/session.ts";
import { localized, t } from "../i18n/i18n.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import { creatable } from "./features.ts";
import "../components/ui-icon.ts";
import "../components/ui-menu.ts";

/** The one button by which everything is begun that one may begin. */
@customElement("new-menu")
export class NewMenu extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: inline-flex;
      }
      button {
        display: grid;
        place-items: center;
        inline-size: 2.5rem;
        block-size: 2.5rem;
        padding: 0;
        border: 0;
        border-radius: var(--radius-full);
        background: var(--color-accent);
        color: var(--color-on-accent);
        cursor: pointer;
      }
      button:hover {
        background: var(--color-accent-hover);
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  override render() {
    const commands = creatable(this.session.can);
    if (commands.length === 0) return nothing;
    const items: MenuItem[] = commands.map(({ id, icon, label }) => ({ id, icon, label: localized(label) }));
    return html`<ui-menu .label=${t("shells.new")} .items=${items} @ui-select=${this._onSelect}>
      <button type="button" aria-haspopup="menu" aria-label=${t("shells.new")} title=${t("shells.new")}>
        <ui-icon name="plus"></ui-icon>
      </button>
    </ui-menu>`;
  }

  private async _onSelect(event: MenuSelectEvent): Promise<void> {
    await creatable(this.session.can)
      .find(({ id }) => id === event.detail.id)
      ?.run();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "new-menu": NewMenu;
  }
}
