import { consume } from "@lit/context";
import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { readStored, writeStored } from "../../lib/stored.ts";
import type { RoomSummary } from "../../matrix/model.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { roomListStyles } from "./chat-room-list-styles.ts";
import { shortMoment } from "./dates.ts";
import { hasDraft } from "./drafts.ts";
import { filterRoomTree, roomsIn } from "./room-tree.ts";
import type { RoomSection } from "./room-tree.ts";
import { previewText } from "./texts.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-input.ts";
import "../../components/ui-skeleton.ts";

const closedKey = "portico.chat.closed";
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === "string");

/** The rooms of the organisation as a tree, direct conversations and customers. Fires `chat-switch` to search everything. */
@customElement("chat-room-list")
export class ChatRoomList extends PorticoElement {
  static override styles = [sharedStyles, roomListStyles];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  /** The room being looked at. */
  @property() selected = "";
  @state() private _filter = "";
  @state() private _closed: ReadonlySet<string> = new Set(readStored(closedKey, isTexts));

  override render() {
    return html`
      <header>
        <ui-input
          labelHidden
          type="search"
          icon="filter"
          .label=${t("chat.filter")}
          .placeholder=${t("chat.filter")}
          .value=${this._filter}
          @input=${this._onFilter}
          @keydown=${this._onFilterKey}
        ></ui-input>
        <ui-icon-button
          icon="search"
          .label=${t("chat.switch")}
          @click=${() => this.dispatchEvent(new CustomEvent("chat-switch"))}
        ></ui-icon-button>
      </header>
      <nav aria-label=${t("chat.rooms")} @keydown=${this._onKey}>${this._content()}</nav>
      ${this.chat.factsMissing.value ? html`<p class="note">${t("chat.facts-missing")}</p>` : nothing}
    `;
  }

  private _content() {
    if (!this.chat.matrix.ready.value) return html`<ui-skeleton avatars rows="8"></ui-skeleton>`;
    const wanted = this._filter.trim().toLocaleLowerCase();
    const matches = (room: RoomSummary): boolean =>
      `${this.chat.nameOf(room)} ${room.name} ${room.direct?.userId ?? ""}`.toLocaleLowerCase().includes(wanted);
    const tree = wanted === "" ? this.chat.tree.value : filterRoomTree(this.chat.tree.value, matches);
    if (tree.length === 0)
      return html`<p class="empty">${wanted === "" ? t("chat.no-rooms") : t("chat.none-found")}</p>`;
    return repeat(
      tree,
      (section) => section.key,
      (section) => this._section(section, 2, wanted !== ""),
    );
  }

  private _section(section: RoomSection, level: number, forced: boolean): unknown {
    const open = forced || !this._closed.has(section.key);
    const title =
      section.kind === "space"
        ? section.spaces.map((space) => this.chat.nameOf(space)).join(" › ")
        : t(`chat.section.${section.kind}`);
    const hidden = open ? [] : roomsIn(section);
    return html`<div class="part ${level > 2 ? "inner" : ""}">
      <div role="heading" aria-level=${level}>
        <button class="section" type="button" aria-expanded=${open} @click=${() => this._toggle(section.key)}>
          <ui-icon name="chevron-down"></ui-icon><span title=${title}>${title}</span>${this._badges(hidden)}
        </button>
      </div>
      ${
        open
          ? html`<ul>
                ${repeat(
                  section.rooms,
                  (room) => room.roomId,
                  (room) => html`<li>${this._room(room)}</li>`,
                )}
              </ul>
              ${section.sections.map((inner) => this._section(inner, level + 1, forced))}`
          : nothing
      }
    </div>`;
  }

  private _room(room: RoomSummary) {
    const name = this.chat.nameOf(room);
    const outsiders = this.chat.outsidersIn(room);
    const current = room.roomId === this.selected;
    const unread = room.unread.count > 0;
    return html`<a
      class="room ${unread ? "unread" : ""}"
      href="/rooms/${encodeURIComponent(room.roomId)}"
      aria-current=${current ? "page" : nothing}
    >
      <ui-avatar
        ?square=${room.direct === null}
        ?outside=${outsiders.length > 0}
        .name=${name}
        .userId=${room.direct?.userId ?? room.roomId}
      ></ui-avatar>
      <span class="top">
        <span class="name">${name}</span>
        ${room.last === null ? nothing : html`<time>${shortMoment(room.last.at)}</time>`}
      </span>
      <span class="bottom"><span class="preview">${this._preview(room, current)}</span>${this._badges([room])}</span>
    </a>`;
  }

  private _preview(room: RoomSummary, current: boolean) {
    if (room.membership === "invite") return t("chat.invited");
    if (!current && hasDraft(this.chat.matrix.userId, room.roomId)) return html`<em>${t("chat.draft")}</em>`;
    const { last } = room;
    if (last === null) return room.topic || (room.whole ? t("chat.no-messages") : "");
    const words = previewText(last);
    if (last.own) return t("chat.preview-own", { words });
    return room.direct === null ? t("chat.preview", { name: this.chat.see(last.sender).name, words }) : words;
  }

  private _badges(rooms: readonly RoomSummary[]) {
    const count = rooms.reduce(
      (sum, room) => sum + (room.notify === "off" ? 0 : room.unread.count + room.threadUnread),
      0,
    );
    const mentions = rooms.reduce((sum, room) => sum + room.unread.mentions, 0);
    const more = rooms.some((room) => room.unread.more);
    const invited = rooms.length === 1 && rooms[0]?.membership === "invite";
    if (invited) return html`<ui-badge count tone="accent">1</ui-badge>`;
    if (count === 0) return nothing;
    const words = count > 99 || more ? `${Math.min(99, count)}+` : String(count);
    return html`${mentions === 0 ? nothing : html`<ui-badge count tone="danger" title=${t("chat.mentions", { count: mentions })}>@<span class="visually-hidden">${t("chat.mentions", { count: mentions })}</span></ui-badge>`}
      <ui-badge count tone="accent">${words}<span class="visually-hidden"> ${t("chat.unread")}</span></ui-badge>`;
  }

  private _toggle(key: string): void {
    const closed = new Set(this._closed);
    if (!closed.delete(key)) closed.add(key);
    this._closed = closed;
    writeStored(closedKey, [...closed]);
  }

  private _onFilter(event: Event): void {
    this._filter = (event.currentTarget as HTMLElementTagNameMap["ui-input"]).value;
  }

  private get _stops(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>("nav a, nav button.section")];
  }

  private _onFilterKey(event: KeyboardEvent): void {
    if (event.isComposing || (event.key !== "ArrowDown" && event.key !== "Enter")) return;
    const first = this.renderRoot.querySelector<HTMLElement>("nav a");
    if (first === null) return;
    event.preventDefault();
    first.focus();
    if (event.key === "Enter") first.click();
  }

  private _onKey(event: KeyboardEvent): void {
    const stops = this._stops;
    const at = stops.findIndex((each) => each.matches(":focus"));
    const here = stops[at];
    if (here === undefined) return;
    const expanded = here.getAttribute("aria-expanded");
    if ((event.key === "ArrowRight" && expanded === "false") || (event.key === "ArrowLeft" && expanded === "true")) {
      event.preventDefault();
      here.click();
      return;
    }
    const steps: Partial<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: stops.length - 1,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    stops[step]?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-room-list": ChatRoomList;
  }
}
