import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { OpenRoom } from "../../matrix/session.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { ChatComposer } from "./chat-composer.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import type { ChatTimeline } from "./chat-timeline.ts";
import type { MessageWishEvent } from "./message-events.ts";
import { fulfil } from "./room-wishes.ts";
import "./chat-composer.ts";
import "./chat-timeline.ts";

/** One thread: the message that began it, its replies, and the field for another. */
@customElement("chat-thread")
export class ChatThread extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 0;
      }
      chat-timeline {
        flex: 1;
        min-block-size: 0;
      }
    `,
  ];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property() roomId = "";
  @property() thread = "";
  private _room: OpenRoom | null = null;
  @query("chat-timeline") private readonly _timeline!: ChatTimeline | null;
  @query("chat-composer") private readonly _composer!: ChatComposer | null;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this._open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._room?.close();
    this._room = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("roomId") || changed.has("thread")) this._open();
  }

  override render() {
    const room = this._room;
    if (room === null) return nothing;
    const writable = room.rights.value.send && this.chat.room(this.roomId)?.purpose?.archived !== true;
    return html`
      <chat-timeline .room=${room} @chat-wish=${this._onWish}></chat-timeline>
      ${
        writable
          ? html`<chat-composer
              .room=${room}
              .placeholder=${t("chat.reply-in-thread")}
              @chat-sent=${() => this._timeline?.toNewest()}
            ></chat-composer>`
          : nothing
      }
    `;
  }

  private _open(): void {
    this._room?.close();
    this._room = this.thread === "" ? null : this.chat.matrix.openRoom(this.roomId, this.thread);
  }

  private readonly _onWish = async (event: MessageWishEvent): Promise<void> => {
    // The room around would take it to its own field.
    event.stopPropagation();
    await fulfil(
      {
        chat: this.chat,
        roomId: this.roomId,
        canWriteDirect: true,
        jump: async (eventId) => this._timeline?.jumpTo(eventId),
        reply: (item) => this._composer?.reply(item),
        edit: async (item) => this._composer?.edit(item),
      },
      event.detail,
    );
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-thread": ChatThread;
  }
}
