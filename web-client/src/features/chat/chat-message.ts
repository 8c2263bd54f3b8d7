import { consume } from "@lit/context";
import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { MenuItem, MenuSelectEvent } from "../../components/ui-menu.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { MessageItem, Person, Reaction, RoomRights } from "../../matrix/model.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { shortMoment } from "./dates.ts";
import { messageStyles } from "./chat-message-styles.ts";
import { messageWish } from "./message-events.ts";
import type { PlainWish } from "./message-events.ts";
import type { SeenPerson } from "./people.ts";
import { contentText, problemText } from "./texts.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-menu.ts";
import "./chat-content.ts";
import "./chat-emoji.ts";

/** What the menu of a message offers. */
const wishes = [
  "thread",
  "forward",
  "pin",
  "unpin",
  "copy",
  "link",
  "unread",
  "readers",
  "edit",
  "delete",
] as const satisfies readonly PlainWish[];

/**
 * One message with everything that can be done with it. Focused, its keys are:
 * R reply, T thread, E edit, + react, Delete. Fires `chat-wish`.
 */
@customElement("chat-message")
export class ChatMessage extends PorticoElement {
  static override styles = [sharedStyles, messageStyles];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property({ attribute: false }) item!: MessageItem;
  @property({ attribute: false }) rights!: RoomRights;
  /** The first of several in a row by the same person: shows who. */
  @property({ type: Boolean, reflect: true, attribute: "starts-group" }) startsGroup = false;
  @property({ type: Boolean, reflect: true }) highlighted = false;
  /** Names the readers below, and how far an own message has come; few messages of the timeline do. */
  @property({ type: Boolean }) showReaders = false;
  /** Stands in a thread, where no further one begins. */
  @property({ type: Boolean }) inThread = false;
  @property({ type: Boolean }) pinned = false;
  /** For guests, who have one room: nowhere to forward to. */
  @property({ type: Boolean }) plain = false;
  @state() private _choosing = false;
  /** Pointed at or focused once: only such messages carry the controls of their actions. */
  @state() private _touched = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this._onKey);
    this.addEventListener("pointerenter", this._onTouch);
    this.addEventListener("focusin", this._onTouch);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("keydown", this._onKey);
    this.removeEventListener("pointerenter", this._onTouch);
    this.removeEventListener("focusin", this._onTouch);
  }

  override render() {
    const { item } = this;
    const { content } = item;
    const sender = this.chat.see(item.sender);
    const bare = "url" in content && content.caption === "" && item.quote === null;
    const classes = [
      "bubble",
      bare ? "bare" : "",
      item.mentionsMe ? "mention" : "",
      item.delivery.state === "failed" ? "failed" : "",
    ].join(" ");
    return html`
      <div class="row ${item.own ? "own" : ""}">
        ${
          this.startsGroup && !item.own
            ? html`<ui-avatar
                @click=${this._onPerson}
                .name=${sender.name}
                .userId=${item.sender.userId}
                ?outside=${sender.company !== null}
              ></ui-avatar>`
            : nothing
        }
        <div class="rest">
          ${this.startsGroup ? this._head(sender) : nothing}
          <div class="line">
            <div class=${classes}>${this._quote()}<chat-content .content=${content}></chat-content></div>
          </div>
          ${this._reactions()} ${this._thread()} ${this._state()}
        </div>
      </div>
      ${this._tools()}
    `;
  }

  private _head({ name, company, ended }: SeenPerson) {
    const { own, at } = this.item;
    return html`<div class="head">
      ${own ? nothing : html`<button class="name" type="button" @click=${this._onPerson}>${name}</button>`}
      ${own || company === null ? nothing : html`<ui-badge tone="outside" icon="building">${company}</ui-badge>`}
      ${ended ? html`<span class="ended">${t("chat.access-ended")}</span>` : nothing}
      <time datetime=${new Date(at).toISOString()} title=${formatDate(at, "moment")}>${formatDate(at, "time")}</time>
    </div>`;
  }

  private _quote() {
    const { quote } = this.item;
    if (quote === null) return nothing;
    const { eventId, sender, content } = quote;
    return html`<button
      class="quote"
      type="button"
      @click=${() => this.dispatchEvent(messageWish({ wish: "jump", eventId }))}
    >
      <small class="visually-hidden">${t("chat.jump-to-quote")}</small>
      ${
        sender === null || content === null
          ? html`<span>${t("chat.quote-older")}</span>`
          : html`<strong>${this.chat.see(sender).name}</strong><span>${contentText(content)}</span>`
      }
    </button>`;
  }

  private readonly _onPerson = (event: Event): void => {
    const at = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.dispatchEvent(messageWish({ wish: "person", userId: this.item.sender.userId, at }));
  };

  private _thread() {
    const { thread } = this.item;
    if (thread === null || this.inThread) return nothing;
    return html`<button
      class="thread ${thread.unread > 0 ? "unread" : ""}"
      type="button"
      @click=${() => this._wish("thread")}
    >
      <ui-icon name="thread"></ui-icon>
      <span>${t("chat.thread-replies", { count: thread.count })}</span>
      ${thread.unread === 0 ? nothing : html`<span>${t("chat.thread-new", { count: thread.unread })}</span>`}
      <small>${this._names(thread.people)} · ${shortMoment(thread.at)}</small>
    </button>`;
  }

  private _reactions() {
    const { reactions } = this.item;
    if (reactions.length === 0) return nothing;
    return html`<div class="reactions">${reactions.map((reaction) => this._reaction(reaction))}</div>`;
  }

  private _reaction({ key, people, ownEventId }: Reaction) {
    const names = this._names(people);
    return html`<button
      class="reaction"
      type="button"
      aria-pressed=${ownEventId !== null}
      aria-label=${t("chat.reaction", { emoji: key, count: people.length, names })}
      title=${names}
      ?disabled=${!this.rights.react}
      @click=${() => this._react(key)}
    >
      <span>${key}</span><span>${people.length}</span>
    </button>`;
  }

  private _names(people: readonly Person[]): string {
    return people.map((person) => this.chat.see(person).name).join(", ");
  }

  private _state() {
    const { delivery, edited, readers, own } = this.item;
    if (delivery.state === "failed") {
      return html`<div class="state failed" role="alert">
        <ui-icon name="error"></ui-icon><span>${t("chat.not-sent", { reason: problemText(delivery.problem) })}</span>
        <span class="ways">
          <ui-button size="small" icon="refresh" @click=${() => this._wish("retry")}
            >${t("components.retry")}</ui-button
          >
          <ui-button size="small" variant="ghost" @click=${() => this._wish("discard")}>${t("chat.discard")}</ui-button>
        </span>
      </div>`;
    }
    if (delivery.state === "queued") {
      const waiting = this.chat.matrix.connection.value === "online" ? t("chat.queued-next") : t("chat.queued");
      return html`<div class="state"><ui-icon name="clock"></ui-icon><span>${waiting}</span></div>`;
    }
    if (delivery.state === "sending") {
      const { progress } = delivery;
      const words = progress === null ? t("chat.sending") : t("chat.uploading", { share: progress });
      return html`<div class="state"><ui-icon name="clock"></ui-icon><span>${words}</span></div>`;
    }
    const arrived = own && this.showReaders;
    if (!edited && !arrived && !this.pinned) return nothing;
    return html`<div class="state">
      ${this.pinned ? html`<ui-icon name="pin"></ui-icon><span>${t("chat.pinned")}</span>` : nothing}
      ${edited ? html`<span class="edited">${t("chat.edited")}</span>` : nothing}
      ${arrived ? this._arrived(readers) : nothing}
    </div>`;
  }

  /** Delivered once it is with the homeserver, read once somebody else has seen it; pressed, it says who. */
  private _arrived(readers: readonly Person[]) {
    const read = readers.length > 0;
    return html`<button
      class="arrived"
      type="button"
      title=${this._names(readers)}
      @click=${() => this._wish("readers")}
    >
      <ui-icon .name=${read ? "check-double" : "check"}></ui-icon
      ><span>${read ? t("chat.read-by", { count: readers.length }) : t("chat.delivered")}</span>
    </button>`;
  }

  private _tools() {
    const { item, rights } = this;
    if (!this._touched || item.eventId === null || item.content.kind === "deleted") return nothing;
    return html`<div
      class="tools ${item.own ? "own" : ""} ${this._choosing ? "open" : ""}"
      role="toolbar"
      aria-label=${t("chat.actions")}
    >
      ${
        rights.react
          ? html`<chat-emoji
              @chat-emoji=${(event: CustomEvent<{ emoji: string }>) => this._react(event.detail.emoji)}
              @toggle=${(event: ToggleEvent) => (this._choosing = event.newState === "open")}
              .label=${t("chat.react")}
              size="small"
            ></chat-emoji>`
          : nothing
      }
      ${
        this._answerable
          ? html`<ui-icon-button
              size="small"
              icon="reply"
              .label=${t("chat.reply")}
              @click=${() => this._wish("reply")}
            ></ui-icon-button>`
          : nothing
      }
      <ui-menu .label=${t("chat.actions")} .items=${this._menu()} @ui-select=${this._onMenu}>
        <ui-icon-button size="small" icon="more" .expanded=${false} .label=${t("chat.more-actions")}></ui-icon-button>
      </ui-menu>
    </div>`;
  }

  /** An answer outside a thread stands by itself. */
  private get _answerable(): boolean {
    return this.rights.send && (this.rights.begin || this.inThread);
  }

  private get _editable(): boolean {
    const { own, content } = this.item;
    return own && this.rights.send && (content.kind === "text" || content.kind === "notice");
  }

  private get _deletable(): boolean {
    return this.rights.send && (this.item.own || this.rights.redactOthers);
  }

  private _menu(): MenuItem[] {
    const { rights, pinned, item } = this;
    return [
      ...(rights.send && !this.inThread
        ? [{ id: "thread", label: t("chat.reply-in-thread"), icon: "thread" } as const]
        : []),
      ...(this.plain ? [] : [{ id: "forward", label: t("chat.forward"), icon: "arrow-right" } as const]),
      ...(rights.pin
        ? [{ id: pinned ? "unpin" : "pin", label: t(pinned ? "chat.unpin" : "chat.pin"), icon: "pin" } as const]
        : []),
      { id: "copy", label: t("chat.copy-text"), icon: "copy" },
      { id: "link", label: t("chat.copy-link"), icon: "link" },
      ...(this.inThread || this.plain ? [] : [{ id: "unread", label: t("chat.mark-unread"), icon: "mail" } as const]),
      ...(item.own ? [{ id: "readers", label: t("chat.readers"), icon: "eye" } as const] : []),
      ...(this._editable ? [{ id: "edit", label: t("chat.edit"), icon: "edit" } as const] : []),
      ...(this._deletable ? [{ id: "delete", label: t("chat.delete"), icon: "trash", danger: true } as const] : []),
    ];
  }

  private _onMenu(event: MenuSelectEvent): void {
    const chosen = wishes.find((each) => each === event.detail.id);
    if (chosen !== undefined) this._wish(chosen);
  }

  private _wish(wish: PlainWish): void {
    this.dispatchEvent(messageWish({ wish, item: this.item }));
  }

  private _react(emoji: string): void {
    this.dispatchEvent(messageWish({ wish: "react", item: this.item, emoji }));
  }

  private readonly _onTouch = (): void => {
    this._touched = true;
  };

  private readonly _onKey = (event: KeyboardEvent): void => {
    // Keys belong to the message only while it has the focus itself, not a control inside it.
    if (event.composedPath()[0] !== this || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (this.item.eventId === null) return;
    if (key === "r" && this._answerable) this._wish("reply");
    else if (key === "t" && this.rights.send && !this.inThread) this._wish("thread");
    else if (key === "e" && this._editable) this._wish("edit");
    else if (key === "delete" && this._deletable) this._wish("delete");
    else if (key === "+" && this.rights.react) void this.renderRoot.querySelector("chat-emoji")?.open();
    else return;
    event.preventDefault();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-message": ChatMessage;
  }
}
