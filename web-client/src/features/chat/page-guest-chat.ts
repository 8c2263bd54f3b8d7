import { consume, provide } from "@lit/context";
import { css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { chatOfSession } from "./chat-of-session.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-skeleton.ts";
import "./chat-room-list.ts";
import "./chat-room.ts";

/** A guest's conversation: his room, or a list where he has several. */
@customElement("page-guest-chat")
export class PageGuestChat extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        grid-auto-columns: minmax(0, 1fr);
        block-size: 100%;
        min-block-size: 0;
      }
      chat-room {
        grid-row: 1;
      }
      :host([several]) {
        grid-template-columns: minmax(15rem, 20rem) minmax(0, 1fr);
      }
      chat-room-list {
        border-inline-end: 1px solid var(--color-line);
      }
      @media (max-width: 45rem) {
        :host([several]) {
          grid-template-columns: minmax(0, 1fr);
        }
        .away {
          display: none;
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @provide({ context: chatContext })
  @state()
  protected _chat!: ChatController;
  /** The room in the address; the only room needs none. */
  @property({ attribute: false }) roomId: string | null = null;
  @property({ type: Boolean, reflect: true }) several = false;
  @state() private _ready = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this._start();
  }

  protected override willUpdate(): void {
    this.several = this._ready && this._rooms.length > 1;
  }

  override render() {
    if (!this._ready || !this._chat.matrix.ready.value) return html`<ui-skeleton avatars rows="6"></ui-skeleton>`;
    const rooms = this._rooms;
    const [only] = rooms;
    if (only === undefined) {
      return html`<ui-empty
        icon="chat"
        .heading=${t("chat.guest-no-room")}
        .text=${t("chat.guest-no-room-text")}
      ></ui-empty>`;
    }
    const roomId = this.roomId ?? (rooms.length === 1 ? only.roomId : null);
    const room =
      roomId === null ? null : html`<chat-room back=${this.several ? "/" : ""} .roomId=${roomId}></chat-room>`;
    if (!this.several) return room;
    return html`<chat-room-list class=${roomId === null ? "" : "away"} .selected=${roomId ?? ""}></chat-room-list>
      ${room ?? html`<ui-empty class="away" icon="chat" .heading=${t("chat.welcome")}></ui-empty>`}`;
  }

  private get _rooms() {
    return this._chat.matrix.rooms.value.filter((room) => room.kind === "room");
  }

  private async _start(): Promise<void> {
    this._chat = await chatOfSession(this.session);
    this._ready = true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-guest-chat": PageGuestChat;
  }
}
