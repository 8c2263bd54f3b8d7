import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { MessageItem } from "../../matrix/model.ts";
import type { MessagePage, OpenRoom } from "../../matrix/session.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { shortMoment } from "./dates.ts";
import { messageWish } from "./message-events.ts";
import { contentText, problemText } from "./texts.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-skeleton.ts";
import "./chat-content.ts";

const icons = { files: "file", pinned: "pin", threads: "thread" } as const;

/** Messages of a room that have something in common: files, pinned ones, those that began threads. */
@customElement("chat-found")
export class ChatFound extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        padding: var(--space-2);
        overflow: auto;
      }
      li {
        position: relative;
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: start;
        gap: var(--space-1) var(--space-3);
        padding: var(--space-3) var(--space-2);
        border-radius: var(--radius-m);
      }
      li:hover {
        background: var(--color-hover);
      }
      .head {
        display: flex;
        align-items: baseline;
        gap: var(--space-2);
        font-size: var(--text-s);
      }
      strong {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      time,
      .count {
        flex: none;
        color: var(--color-text-3);
        font-size: var(--text-xs);
      }
      .count.unread {
        color: var(--color-accent-text);
        font-weight: var(--weight-bold);
      }
      .body {
        min-inline-size: 0;
      }
      .words {
        display: block;
        inline-size: 100%;
        padding: 0;
        border: 0;
        background: none;
        color: inherit;
        text-align: start;
        cursor: pointer;
      }
      .words p {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow-wrap: anywhere;
      }
      .more {
        display: flex;
        justify-content: center;
        padding: var(--space-3);
      }
    `,
  ];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property({ attribute: false }) room!: OpenRoom;
  @property() what: keyof typeof icons = "files";
  @state() private _items: readonly MessageItem[] | null = null;
  @state() private _next: string | null = null;
  @state() private _problem = "";
  private _asked = "";

  protected override willUpdate(_changed: PropertyValues): void {
    const { roomId } = this.room;
    // A pinned message, a reply or a file that comes meanwhile brings the list up to date.
    const news = this.what === "pinned" ? this.room.pinned.value.join(" ") : (this.room.items.value.at(-1)?.key ?? "");
    const asked = `${roomId} ${this.what} ${news}`;
    if (asked === this._asked) return;
    const same = this._asked.startsWith(`${roomId} ${this.what} `);
    this._asked = asked;
    if (!same) this._items = null;
    void this._load(asked, null);
  }

  override render() {
    const { what } = this;
    if (this._problem !== "") return html`<ui-banner tone="danger">${this._problem}</ui-banner>`;
    if (this._items === null) return html`<ui-skeleton avatars rows="4"></ui-skeleton>`;
    if (this._items.length === 0) {
      return html`<ui-empty
        icon=${icons[what]}
        .heading=${t(`chat.none.${what}`)}
        .text=${t(`chat.none.${what}-text`)}
      ></ui-empty>`;
    }
    return html`<ul aria-label=${t(`chat.panel.${what}`)}>
        ${this._items.map((item) => this._item(item))}
      </ul>
      ${
        this._next === null
          ? nothing
          : html`<div class="more">
              <ui-button size="small" @click=${async () => this._load(this._asked, this._next)}
                >${t("chat.more-of-them")}</ui-button
              >
            </div>`
      }`;
  }

  private _item(item: MessageItem) {
    const { name, company } = this.chat.see(item.sender);
    const { content, at, thread, eventId } = item;
    const isFile = "url" in content;
    return html`<li>
      <ui-avatar .name=${name} .userId=${item.sender.userId} ?outside=${company !== null}></ui-avatar>
      <div class="body">
        <span class="head"
          ><strong>${name}</strong
          ><time datetime=${new Date(at).toISOString()} title=${formatDate(at, "moment")}
            >${shortMoment(at)}</time
          ></span
        >
        ${isFile ? html`<chat-content .content=${content}></chat-content>` : nothing}
        <button class="words" type="button" @click=${() => this._go(item)}>
          ${isFile ? html`<span class="visually-hidden">${t("chat.show-in-room")}</span>` : html`<p>${contentText(content)}</p>`}
          ${
            thread === null || this.what !== "threads"
              ? nothing
              : html`<span class="count ${thread.unread > 0 ? "unread" : ""}"
                  >${t("chat.thread-replies", { count: thread.count })} · ${shortMoment(thread.at)}</span
                >`
          }
        </button>
      </div>
      ${
        this.what === "pinned" && this.room.rights.value.pin && eventId !== null
          ? html`<ui-icon-button
              size="small"
              icon="close"
              .label=${t("chat.unpin")}
              @click=${() => this.dispatchEvent(messageWish({ wish: "unpin", item }))}
            ></ui-icon-button>`
          : isFile
            ? html`<ui-icon-button
                size="small"
                icon="arrow-right"
                .label=${t("chat.show-in-room")}
                @click=${() => this._go(item)}
              ></ui-icon-button>`
            : nothing
      }
    </li>`;
  }

  private _go(item: MessageItem): void {
    const { eventId } = item;
    if (eventId === null) return;
    if (this.what === "threads") this.dispatchEvent(messageWish({ wish: "thread", item }));
    else this.dispatchEvent(messageWish({ wish: "jump", eventId }));
    // On a narrow screen the panel covers the conversation.
    if (this.what !== "threads" && matchMedia("(max-width: 45rem)").matches) navigate(location.pathname);
  }

  private async _load(asked: string, from: string | null): Promise<void> {
    const { roomId, pinned } = this.room;
    const { actions } = this.chat.matrix;
    const page: MessagePage =
      this.what === "pinned"
        ? await actions.messages(roomId, pinned.peek().toReversed())
        : await actions[this.what](roomId, from);
    if (asked !== this._asked) return;
    this._problem = page.problem === null ? "" : problemText(page.problem);
    this._items = from === null ? page.items : [...(this._items ?? []), ...page.items];
    this._next = page.next;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-found": ChatFound;
  }
}
