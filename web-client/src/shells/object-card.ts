import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { loadTexts, t } from "../i18n/i18n.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import type { Card } from "./client-feature.ts";

/** Draws an object in a conversation once the code of its capability is there. */
@customElement("object-card")
export class ObjectCard extends PorticoElement {
  @property({ attribute: false }) card!: Card;
  @property() objectId = "";
  @state() private _ready: Card | null = null;
  @state() private _failed = false;

  protected override willUpdate(): void {
    if (this._ready !== this.card && !this._failed) void this._load(this.card);
  }

  override render() {
    if (this._failed) return html`<p>${t("shells.card-failed")}</p>`;
    return this._ready === this.card ? this.card.render(this.objectId) : html`<p>…</p>`;
  }

  private async _load(card: Card): Promise<void> {
    try {
      await Promise.all([card.load(), loadTexts(...card.texts)]);
      this._ready = card;
    } catch (error) {
      // Code that did not come; the shell says so too.
      if (!(error instanceof TypeError)) throw error;
      this._failed = true;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "object-card": ObjectCard;
  }
}
