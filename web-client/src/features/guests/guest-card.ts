import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { ApiError } from "../../api/api-error.ts";
import { errorText } from "../../api/error-text.ts";
import type { MenuItem, MenuSelectEvent } from "../../components/ui-menu.ts";
import { daysUntil, formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { endAccess, newLink, prolong, prolongations } from "./guest-actions.ts";
import { guestState } from "./guest-state.ts";
import type { Guest } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-button.ts";
import "../../components/ui-menu.ts";
import "../../components/ui-skeleton.ts";

/** Within so many days prolonging is what one came for. */
const soon = 7;

/** One guest, live: who, of which company, until when, and what the reader may do. */
@customElement("guest-card")
export class GuestCard extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      .card {
        display: grid;
        gap: var(--space-4);
        max-inline-size: 34rem;
        padding: var(--space-4);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        background: var(--color-surface);
      }
      .who {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-inline-size: 0;
      }
      .who div {
        flex: 1;
        min-inline-size: 0;
      }
      strong {
        display: block;
        overflow-wrap: anywhere;
        font-weight: var(--weight-bold);
      }
      .second {
        color: var(--color-text-2);
        font-size: var(--text-s);
        overflow-wrap: anywhere;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: var(--space-1) var(--space-4);
        font-size: var(--text-s);
      }
      dt {
        color: var(--color-text-2);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      .missing {
        color: var(--color-text-2);
      }
    `,
  ];

  @property() guestId = "";
  @state() private _guest: Guest | null = null;
  @state() private _error: unknown = null;
  @state() private _busy = false;
  protected readonly live = new LiveReload(this, ["guests"], () => this._load());

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("guestId")) return;
    this._guest = null;
    void this._load();
  }

  override render() {
    const guest = this._guest;
    if (guest === null) return this._without();
    const { name, userId, email, customer, invitedAt, expiresAt } = guest;
    const days = daysUntil(expiresAt);
    return html`<div class="card">
      <div class="who">
        <ui-avatar outside .name=${name} .userId=${userId}></ui-avatar>
        <div>
          <strong>${name}</strong>
          <span class="second">${localized(customer.name)}${email === null ? nothing : ` · ${email}`}</span>
        </div>
        ${guestState(guest)}
      </div>
      <dl>
        <dt>${t("guests.state.invited")}</dt>
        <dd>${formatDate(invitedAt)}</dd>
        <dt>${t("guests.until")}</dt>
        <dd>${formatDate(expiresAt)}${days < 0 ? nothing : ` · ${t("guests.days-left", { days })}`}</dd>
      </dl>
      ${this._actions(guest)}
    </div>`;
  }

  private _without() {
    const error = this._error;
    if (error === null) return html`<div class="card"><ui-skeleton avatars rows="2"></ui-skeleton></div>`;
    const gone = error instanceof ApiError && (error.status === 404 || error.status === 403);
    return html`<div class="card missing">
      <p>${gone ? t("guests.not-for-you") : errorText(error)}</p>
      ${
        gone
          ? nothing
          : html`<div class="actions">
              <ui-button size="small" icon="refresh" @click=${this._load}>${t("components.retry")}</ui-button>
            </div>`
      }
    </div>`;
  }

  private _actions(guest: Guest) {
    const { abilities, state: stands, roomId } = guest;
    const can = (ability: (typeof abilities)[number]): boolean => abilities.includes(ability);
    const items: MenuItem[] = prolongations.map((days) => ({ id: String(days), label: t("guests.days", { days }) }));
    if (abilities.length === 0 && roomId === null) return nothing;
    return html`<div class="actions">
      ${
        can("guest.prolong") && stands === "active"
          ? html`<ui-menu
              .label=${t("guests.prolong")}
              .items=${items}
              @ui-select=${(event: MenuSelectEvent) => this._do(() => prolong(guest, Number(event.detail.id)))}
            >
              <ui-button
                variant=${daysUntil(guest.expiresAt) <= soon ? "primary" : "secondary"}
                size="small"
                icon="clock"
                .busy=${this._busy}
                aria-haspopup="menu"
                >${t("guests.prolong")}</ui-button
              >
            </ui-menu>`
          : nothing
      }
      ${
        can("guest.issue-link")
          ? html`<ui-button
              size="small"
              icon="link"
              variant=${stands === "invited" ? "primary" : "secondary"}
              @click=${() => this._do(() => newLink(guest))}
              >${t("guests.new-link")}</ui-button
            >`
          : nothing
      }
      ${
        roomId === null
          ? nothing
          : html`<ui-button size="small" icon="chat" href="/rooms/${encodeURIComponent(roomId)}"
              >${t("guests.open-room")}</ui-button
            >`
      }
      ${
        can("guest.revoke")
          ? html`<ui-button
              variant="ghost"
              size="small"
              icon="user-off"
              @click=${() => this._do(() => endAccess(guest))}
              >${t("guests.revoke")}</ui-button
            >`
          : nothing
      }
    </div>`;
  }

  private async _do(action: () => Promise<Guest | null>): Promise<void> {
    if (this._busy) return;
    this._busy = true;
    try {
      this._guest = (await action()) ?? this._guest;
    } finally {
      this._busy = false;
    }
  }

  private readonly _load = async (): Promise<void> => {
    const { guestId } = this;
    if (guestId === "") return;
    try {
      const guest = await api.call("GET /api/guests/{guestId}", { params: { guestId } });
      if (guestId !== this.guestId) return;
      this._guest = guest;
      this._error = null;
    } catch (error) {
      if (guestId === this.guestId && this._guest === null) this._error = error;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "guest-card": GuestCard;
  }
}
