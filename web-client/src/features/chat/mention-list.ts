import { html, nothing } from "lit";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { t } from "../../i18n/i18n.ts";
import { mentionAt, nameables } from "./mention-query.ts";
import type { MentionQuery, Nameable } from "./mention-query.ts";
import "../../components/ui-badge.ts";

/** Somebody chosen, and where the `@` of the mention stands. */
export interface Mention {
  readonly offer: Nameable;
  readonly from: number;
}

interface MentionParts {
  /** Whom the user can name. Read while rendering. */
  people(): readonly Nameable[];
  mayNameEverybody(): boolean;
  onChosen(mention: Mention): void;
}

/**
 * The list of people under an `@` being typed: what it offers, which is active,
 * and its keys. The list stands in the host's own tree, because the field names
 * it and its active row by id.
 */
export class MentionList implements ReactiveController {
  private readonly _host: ReactiveControllerHost;
  private readonly _parts: MentionParts;
  private _query: MentionQuery | null = null;
  private _chosen = 0;

  constructor(host: ReactiveControllerHost, parts: MentionParts) {
    this._host = host;
    this._parts = parts;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.close();
  }

  get offers(): readonly Nameable[] {
    if (this._query === null) return [];
    const everybody = this._parts.mayNameEverybody() ? t("chat.everybody") : null;
    return nameables(this._query.term, this._parts.people(), everybody);
  }

  /** Index of the row that Enter takes. */
  get active(): number {
    return this.offers[this._chosen] === undefined ? 0 : this._chosen;
  }

  /** Opens or closes the list by what stands before the caret. */
  look(text: string, caret: number): void {
    this._query = mentionAt(text, caret);
    this._choose(0);
  }

  close(): void {
    this._query = null;
    this._host.requestUpdate();
  }

  /** Takes a key that belongs to the list; false for all others. */
  onKey(event: KeyboardEvent): boolean {
    const { offers, active } = this;
    const offer = offers[active];
    if (offer === undefined) return false;
    if (event.key === "ArrowDown") this._choose((active + 1) % offers.length);
    else if (event.key === "ArrowUp") this._choose((active - 1 + offers.length) % offers.length);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" || event.key === "Tab") this._take(offer);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  render() {
    const { offers, active } = this;
    if (offers.length === 0) return nothing;
    return html`<ul id="offers" class="offers" role="listbox" aria-label=${t("chat.mention")}>
      ${offers.map(
        (offer, at) =>
          html`<li
            id="offer-${at}"
            role="option"
            aria-selected=${at === active}
            @pointerdown=${(event: Event) => event.preventDefault()}
            @click=${() => this._take(offer)}
          >
            <span>${offer.name}</span>
            ${offer.company === null ? nothing : html`<ui-badge tone="outside">${offer.company}</ui-badge>`}
          </li>`,
      )}
    </ul>`;
  }

  private _choose(at: number): void {
    this._chosen = at;
    this._host.requestUpdate();
  }

  private _take(offer: Nameable): void {
    const from = this._query?.at ?? 0;
    this.close();
    this._parts.onChosen({ offer, from });
  }
}
