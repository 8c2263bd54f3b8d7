import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { pagedTable, pagedTableStyles } from "../../components/paged-table.ts";
import { showDialog } from "../../components/show-dialog.ts";
import type { MenuItem, MenuSelectEvent } from "../../components/ui-menu.ts";
import type { Column } from "../../components/ui-table.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { daysUntil, formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { navigate } from "../../lib/navigation.ts";
import { PagedList } from "../../lib/paged-list.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { listDetailStyles } from "../../styles/list-detail.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { endAccess, newLink, prolong } from "./guest-actions.ts";
import { guestState } from "./guest-state.ts";
import { InviterNames } from "./inviter-names.ts";
import type { Guest, IssuedLink } from "./types.ts";
import "./guest-card.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-menu.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-table.ts";

/** Within so many days the end of an access is worth a warning. */
const soon = 7;
/** What one press in the list prolongs an access by; the guest's own panel offers more. */
const usualDays = 90;

const cellStyles = css`
  .guest {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    --avatar-size: 2rem;
  }
  .guest a {
    display: block;
    color: inherit;
    font-weight: var(--weight-medium);
    text-decoration: none;
  }
  .guest a:hover {
    text-decoration: underline;
  }
  .guest span {
    color: var(--color-text-2);
    font-size: var(--text-s);
  }
  .soon {
    color: var(--color-warning-text);
  }
`;

/** The guests one answers for: who, of which company, until when; invite, send a new link, end. */
@customElement("page-guests")
export class PageGuests extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    pagedTableStyles,
    listDetailStyles,
    css`
      .columns.open {
        grid-template-columns: minmax(0, 1fr) 26rem;
      }
      .list {
        padding: var(--space-6);
      }
      .detail {
        padding-block-start: var(--space-2);
      }
      @media (max-width: 64rem) {
        .columns.open {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      @media (max-width: 45rem) {
        .list {
          padding: var(--space-4);
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property({ attribute: false }) guestId: string | null = null;
  /** The guest whose access is being ended, so that it cannot be asked twice. */
  @state() private _ending: string | null = null;

  private readonly _guests = new PagedList<Guest>(this);
  private readonly _inviters = new InviterNames(this);
  protected readonly live = new LiveReload(this, ["guests"], () => this._guests.refresh());

  override connectedCallback(): void {
    super.connectedCallback();
    void this._load();
  }

  override render() {
    return html`
      <header class="head ${this.guestId === null ? "" : "behind"}">
        <h1>${t("guests.title")}</h1>
        <span class="grow"></span>
        ${
          this.session.can("guest.invite")
            ? html`<ui-button variant="primary" size="small" icon="user-plus" @click=${this._invite}
                >${t("guests.invite")}</ui-button
              >`
            : nothing
        }
      </header>
      <div class="columns ${this.guestId === null ? "" : "open"}" @keydown=${this._onKey}>
        <div class="list"><div class="measure">${this._content()}</div></div>
        ${this.guestId === null ? nothing : this._panel(this.guestId)}
      </div>
    `;
  }

  private _panel(guestId: string) {
    return html`<section class="panel" aria-label=${t("guests.profile")}>
      <div class="bar">
        <ui-icon-button
          class="back"
          icon="arrow-left"
          .label=${t("guests.back")}
          @click=${this._close}
        ></ui-icon-button>
        <span class="grow"></span>
        <ui-icon-button class="shut" icon="close" .label=${t("guests.close")} @click=${this._close}></ui-icon-button>
      </div>
      <div class="detail"><guest-card .guestId=${guestId}></guest-card></div>
    </section>`;
  }

  private _content() {
    return pagedTable({
      list: this._guests,
      failed: t("guests.failed"),
      errorText,
      start: this._load,
      loading: html`<ui-skeleton avatars></ui-skeleton>`,
      empty: html`<ui-empty icon="guests" .heading=${t("guests.none")} .text=${t("guests.none-text")}>
        ${
          this.session.can("guest.invite")
            ? html`<ui-button variant="primary" icon="user-plus" @click=${this._invite}
                >${t("guests.invite")}</ui-button
              >`
            : nothing
        }
      </ui-empty>`,
      more: t("guests.more"),
      table: () =>
        html`<ui-table
          .label=${t("guests.title")}
          .columns=${this._columns}
          .cellStyles=${cellStyles}
          .rows=${this._guests.items}
          .keyOf=${(guest: Guest) => guest.id}
        ></ui-table>`,
    });
  }

  private get _columns(): Column<Guest>[] {
    return [
      { id: "name", label: t("guests.name"), cell: (guest) => this._who(guest) },
      { id: "company", label: t("guests.company"), cell: ({ customer }) => localized(customer.name) },
      { id: "state", label: t("guests.state"), cell: guestState },
      { id: "until", label: t("guests.until"), cell: (guest) => this._until(guest) },
      { id: "by", label: t("guests.invited-by"), cell: ({ invitedBy }) => this._inviter(invitedBy) },
      { id: "actions", label: t("guests.actions"), actions: true, cell: (guest) => this._actions(guest) },
    ];
  }

  private _who({ id, name, userId, email }: Guest) {
    return html`<div class="guest">
      <ui-avatar outside .name=${name} .userId=${userId}></ui-avatar>
      <div><a href="/customers/people/${id}">${name}</a>${email === null ? nothing : html`<span>${email}</span>`}</div>
    </div>`;
  }

  private _until({ expiresAt, state }: Guest) {
    const days = daysUntil(expiresAt);
    const date = formatDate(expiresAt, "date");
    if ((state !== "active" && state !== "invited") || days > soon) return date;
    return html`<span class="soon">${date} · ${t("guests.days-left", { days: Math.max(days, 0) })}</span>`;
  }

  private _inviter(userId: string) {
    const name = this._inviters.of(userId);
    return name === null ? userId : localized(name);
  }

  private _actions(guest: Guest) {
    const items: MenuItem[] = [];
    if (guest.roomId !== null) items.push({ id: "room", label: t("guests.open-room"), icon: "chat" });
    if (guest.abilities.includes("guest.issue-link")) {
      items.push({ id: "link", label: t("guests.new-link"), icon: "link" });
    }
    if (guest.state === "active" && guest.abilities.includes("guest.prolong")) {
      items.push({ id: "prolong", label: t("guests.prolong-by", { days: usualDays }), icon: "clock" });
    }
    if (guest.abilities.includes("guest.revoke")) {
      items.push({ id: "revoke", label: t("guests.revoke"), icon: "user-off", danger: true, section: "" });
    }
    if (items.length === 0) return nothing;
    const label = t("guests.actions-for", { name: guest.name });
    return html`<ui-menu
      .label=${label}
      .items=${items}
      @ui-select=${async (event: MenuSelectEvent) => this._onAction(guest, event.detail.id)}
    >
      <ui-icon-button
        size="small"
        icon="more"
        .label=${label}
        .expanded=${false}
        ?disabled=${this._ending === guest.id}
      ></ui-icon-button>
    </ui-menu>`;
  }

  private async _onAction(guest: Guest, action: string): Promise<void> {
    if (action === "room") navigate(`/rooms/${encodeURIComponent(guest.roomId ?? "")}`);
    else if (action === "link") this._replace(await newLink(guest));
    else if (action === "prolong") this._replace(await prolong(guest, usualDays));
    else await this._end(guest);
  }

  private readonly _load = async (): Promise<void> =>
    this._guests.start(async (cursor, signal) =>
      api.call("GET /api/guests", { query: { limit: 100, ...(cursor === null ? {} : { cursor }) } }, signal),
    );

  private async _invite(): Promise<void> {
    const { DialogInvite } = await import("./dialog-invite.ts");
    const issued = await showDialog<IssuedLink>(new DialogInvite());
    if (issued !== null) await this._guests.refresh();
  }

  private _replace(changed: Guest | null): void {
    if (changed !== null) this._guests.replace(({ id }) => id === changed.id, changed);
  }

  private async _end(guest: Guest): Promise<void> {
    this._ending = guest.id;
    try {
      this._replace(await endAccess(guest));
    } finally {
      this._ending = null;
    }
  }

  private readonly _close = (): void => navigate("/customers/people");

  private _onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape" || this.guestId === null || event.defaultPrevented) return;
    event.preventDefault();
    this._close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-guests": PageGuests;
  }
}
