import { consume } from "@lit/context";
import { html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { t } from "../../i18n/i18n.ts";
import { currentUrl, navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { readStored, writeStored } from "../../lib/stored.ts";
import type { RoomSummary } from "../../matrix/model.ts";
import type { OpenRoom } from "../../matrix/session.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { ChatComposer } from "./chat-composer.ts";
import type { OpenImageEvent } from "./chat-content.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { roomStyles } from "./chat-room-styles.ts";
import type { ChatTimeline } from "./chat-timeline.ts";
import type { MessageWishEvent } from "./message-events.ts";
import { panelOf } from "./room-path.ts";
import type { Panel } from "./room-path.ts";
import { say } from "./say.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon-button.ts";
import "./chat-composer.ts";
import "./chat-timeline.ts";

const loadBehind = async (): Promise<void> => {
  await Promise.allSettled([import("./room-wishes.ts"), import("./room-menu.ts"), import("./emoji-grid.ts")]);
};
const membersKey = "portico.chat.members";
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isWide = (): boolean => matchMedia("(min-width: 75rem)").matches;

/** One room: what it is and who can read it, the conversation, the field to write in, and its members. */
@customElement("chat-room")
export class ChatRoom extends PorticoElement {
  static override styles = [sharedStyles, roomStyles];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property() roomId = "";
  /** Where the back button leads on narrow screens; without it there is none. */
  @property() back = "";
  /** Direct conversations can be opened from the member list. */
  @property({ type: Boolean }) canWriteDirect = false;
  @state() private _members = isWide() && (readStored(membersKey, isBoolean) ?? false);
  @state() private _dragging = false;
  /** The message of the address that was gone to. */
  private _jumped = "";
  private _room: OpenRoom | null = null;
  @query("chat-timeline") private readonly _timeline!: ChatTimeline | null;
  @query("chat-composer") private readonly _composer!: ChatComposer | null;

  override connectedCallback(): void {
    super.connectedCallback();
    // What is done with messages comes behind them, before the line can go.
    void loadBehind();
    void import("../meetings/in-room.ts").then(async ({ loadMeetings }) => loadMeetings());
    // The element was taken out of the page and put back.
    if (this.hasUpdated) this._open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._room?.close();
    this._room = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("roomId") || changed.has("chat")) this._open();
    // The panel fills itself once it is there; the conversation does not wait for it.
    if (this._panel !== null) void import("./chat-panel.ts");
  }

  override render() {
    const summary = this.chat.room(this.roomId);
    if (summary === undefined) return this._missing();
    if (summary.membership === "invite") return this._invitation(summary);
    const room = this._room;
    if (room === null) return nothing;
    const name = this.chat.nameOf(summary);
    const panel = this._panel;
    return html`
      <section
        class="room"
        aria-label=${name}
        @chat-wish=${this._onWish}
        @chat-open-image=${this._onImage}
        @dragenter=${this._onDrag}
        @dragover=${this._onDrag}
        @dragleave=${this._onDragLeave}
        @drop=${this._onDrop}
      >
        ${this._header(summary, name)}
        <meeting-strip .roomId=${summary.roomId} .name=${name}></meeting-strip>
        ${this._banners(summary)}
        <chat-timeline .room=${room} .plain=${!this.canWriteDirect}></chat-timeline>
        ${this._typing(room)} ${this._foot(room, summary, name)}
        ${this._dragging ? html`<div class="drop">${t("chat.drop-here")}</div>` : nothing}
      </section>
      ${
        panel === null
          ? nothing
          : html`<chat-panel
              .room=${room}
              .panel=${panel}
              .thread=${currentUrl.value.searchParams.get("thread")}
              .canWrite=${this.canWriteDirect}
              @chat-close=${() => this._show(null)}
              @chat-wish=${this._onWish}
              @chat-open-image=${this._onImage}
            ></chat-panel>`
      }
    `;
  }

  private _header(summary: RoomSummary, name: string) {
    const { direct, topic } = summary;
    // Whoever keeps a managed room is in it and is nobody.
    const people = summary.joinedCount - (summary.purpose === null ? 0 : 1);
    const outside =
      (direct?.company ?? null) !== null || (direct === null && this.chat.outsidersIn(summary).length > 0);
    return html`<header>
      ${
        this.back === ""
          ? nothing
          : html`<ui-icon-button
              class="back"
              icon="arrow-left"
              .href=${this.back}
              .label=${t("chat.back")}
            ></ui-icon-button>`
      }
      <ui-avatar
        ?square=${direct === null}
        ?outside=${outside}
        .name=${name}
        .userId=${direct?.userId ?? summary.roomId}
      ></ui-avatar>
      <div class="title">
        <h1>${name}</h1>
        ${topic === "" ? nothing : html`<p title=${topic}>${topic}</p>`}
      </div>
      <meeting-button .roomId=${summary.roomId} .name=${name}></meeting-button>
      ${
        summary.threadUnread === 0
          ? nothing
          : html`<ui-button size="small" variant="ghost" icon="thread" @click=${() => this._show("threads")}
              >${t("chat.threads-unread", { count: summary.threadUnread })}</ui-button
            >`
      }
      <ui-button size="small" variant="ghost" icon="people" @click=${() => this._toggle("members")}
        ><span aria-hidden="true">${people}</span
        ><span class="visually-hidden">${t("chat.show-members", { count: people })}</span></ui-button
      >
      <room-menu
        .summary=${summary}
        .plain=${!this.canWriteDirect}
        @room-panel=${(event: CustomEvent<{ panel: Panel }>) => this._show(event.detail.panel)}
      ></room-menu>
    </header>`;
  }

  private _banners(summary: RoomSummary) {
    const companies = this.chat.outsidersIn(summary);
    const offline = this.chat.matrix.connection.value === "offline";
    return html`
      ${
        companies.length === 0
          ? nothing
          : html`<ui-banner tone="outside"
              >${t("chat.outsiders-read", { companies: companies.join(", "), count: companies.length })}</ui-banner
            >`
      }
      ${offline ? html`<ui-banner tone="warning">${t("chat.offline")}</ui-banner>` : nothing}
      ${summary.encrypted ? html`<ui-banner tone="warning">${t("chat.encrypted-room")}</ui-banner>` : nothing}
    `;
  }

  private _typing(room: OpenRoom) {
    const people = room.typing.value;
    const names = people.map((person) => this.chat.see(person).name).join(", ");
    return html`<p class="typing" aria-live="polite">
      ${people.length === 0 ? "" : t("chat.typing", { names, count: people.length })}
    </p>`;
  }

  private _foot(room: OpenRoom, summary: RoomSummary, name: string) {
    if (summary.purpose?.archived === true) {
      return html`<ui-banner class="closed" tone="neutral">${t("chat.archived")}</ui-banner>`;
    }
    if (room.ready.value && !room.rights.value.send) return html`<p class="read-only">${t("chat.read-only")}</p>`;
    if (room.ready.value && !room.rights.value.begin) return html`<p class="read-only">${t("chat.answer-only")}</p>`;
    return html`<chat-composer
      .room=${room}
      .placeholder=${t("chat.write-to", { name })}
      @chat-sent=${() => this._timeline?.toNewest()}
    ></chat-composer>`;
  }

  private _missing() {
    if (!this.chat.matrix.ready.value) return nothing;
    // Late, because a room far down the list takes a moment to come.
    return html`<ui-empty
      class="late"
      icon="chat"
      .heading=${t("chat.room-missing")}
      .text=${t("chat.room-missing-text")}
    >
      ${this.back === "" ? nothing : html`<ui-button .href=${this.back}>${t("chat.to-list")}</ui-button>`}
    </ui-empty>`;
  }

  private _invitation(summary: RoomSummary) {
    const name = this.chat.nameOf(summary);
    const inviter = summary.invitedBy?.name ?? "";
    return html`<ui-empty
      icon="mail"
      .heading=${inviter === "" ? t("chat.invitation", { name }) : t("chat.invitation-by", { inviter, name })}
      .text=${t("chat.invitation-text")}
    >
      <ui-button @click=${async () => say(await this.chat.matrix.leave(summary.roomId))}
        >${t("chat.decline")}</ui-button
      >
      <ui-button variant="primary" @click=${async () => say(await this.chat.matrix.join(summary.roomId))}
        >${t("chat.accept")}</ui-button
      >
    </ui-empty>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const at = currentUrl.value.searchParams.get("at");
    if (at !== null && at !== this._jumped) {
      this._jumped = at;
      void this._timeline?.jumpTo(at);
    }
    // On touch screens the keyboard would cover what was just opened.
    if (changed.has("roomId") && matchMedia("(pointer: fine)").matches) void this._startWriting();
  }

  /** A composer that was made just now has nothing to focus before it is drawn. */
  private async _startWriting(): Promise<void> {
    await this._composer?.updateComplete;
    this._composer?.focus();
  }

  private _open(): void {
    if (this._room?.roomId === this.roomId) return;
    this._room?.close();
    this._jumped = "";
    this._room = this.roomId === "" ? null : this.chat.matrix.openRoom(this.roomId);
  }

  /** What stands beside the conversation: as the address says, else the members where they were left open. */
  private get _panel(): Panel | null {
    return panelOf(currentUrl.value) ?? (this._members ? "members" : null);
  }

  private _toggle(panel: Panel): void {
    this._show(this._panel === panel ? null : panel);
  }

  private _show(panel: Panel | null): void {
    this._members = panel === "members";
    if (isWide()) writeStored(membersKey, this._members);
    // Guests see their only room at the start address.
    navigate(currentUrl.peek().pathname + (panel === null ? "" : `?panel=${panel}`), { replace: true });
  }

  private readonly _onWish = async (event: MessageWishEvent): Promise<void> => {
    const { fulfil } = await import("./room-wishes.ts");
    return fulfil(
      {
        chat: this.chat,
        roomId: this.roomId,
        canWriteDirect: this.canWriteDirect,
        jump: async (eventId) => this._timeline?.jumpTo(eventId),
        reply: (item) => this._composer?.reply(item),
        edit: async (item) => this._composer?.edit(item),
      },
      event.detail,
    );
  };

  private readonly _onImage = async (event: OpenImageEvent): Promise<void> => {
    const { showImage } = await import("./dialog-chat-image.ts");
    await showImage(this.chat, event.detail.content);
  };

  private _onDrag(event: DragEvent): void {
    if (event.dataTransfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    this._dragging = true;
  }

  private _onDragLeave(event: DragEvent): void {
    const { relatedTarget, currentTarget } = event;
    if (currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget)) return;
    this._dragging = false;
  }

  private _onDrop(event: DragEvent): void {
    this._dragging = false;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this._composer?.attach(files);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-room": ChatRoom;
  }
}
