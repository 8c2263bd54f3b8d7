import { consume, provide } from "@lit/context";
import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { showToast } from "../../components/toasts.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { chatOfSession } from "./chat-of-session.ts";
import { problemText } from "./texts.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-skeleton.ts";
import "./chat-room-list.ts";
import "./chat-room.ts";

/** The staff's conversations: the list, and the room chosen in it. On narrow screens one of the two. */
@customElement("page-chat")
export class PageChat extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(15rem, 20rem) minmax(0, 1fr);
        block-size: 100%;
        min-block-size: 0;
      }
      chat-room-list,
      ui-skeleton {
        border-inline-end: 1px solid var(--color-line);
      }
      ui-skeleton {
        padding: var(--space-4);
      }
      @media (max-width: 45rem) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
        .deep chat-room-list,
        .away {
          display: none;
        }
        chat-room-list,
        ui-skeleton {
          border: 0;
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
  /** The room in the address, null on the start page. */
  @property({ attribute: false }) roomId: string | null = null;
  /** Somebody whose direct conversation is to be opened. */
  @property({ attribute: false }) directUserId: string | null = null;
  @state() private _ready = false;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this._onKey);
    void this._start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this._onKey);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("directUserId") && this._ready) void this._openDirect();
  }

  override render() {
    if (!this._ready) return html`<ui-skeleton avatars rows="8"></ui-skeleton>`;
    const open = this.roomId !== null;
    // An open room is its own heading; on narrow screens the start page shows the list alone.
    return html`
      ${open ? nothing : html`<h1 class="visually-hidden">${t("chat.start")}</h1>`}
      <chat-room-list
        class=${open ? "away" : ""}
        .selected=${this.roomId ?? ""}
        @chat-switch=${this._switch}
      ></chat-room-list>
      ${
        this.roomId === null
          ? html`<ui-empty class="away" icon="chat" .heading=${t("chat.welcome")} .text=${t("chat.welcome-text")}
              ><ui-button icon="chat" @click=${async () => this._begin("message")}>${t("chat.new-message")}</ui-button>
              <ui-button icon="people" @click=${async () => this._begin("group")}>${t("chat.new-group")}</ui-button>
            </ui-empty>`
          : html`<chat-room canWriteDirect back="/" .roomId=${this.roomId}></chat-room>`
      }
    `;
  }

  private async _start(): Promise<void> {
    this._chat = await chatOfSession(this.session);
    this._ready = true;
    await this._openDirect();
  }

  private async _openDirect(): Promise<void> {
    const userId = this.directUserId;
    if (userId === null) return;
    const opened = await this._chat.matrix.openDirectRoom(userId);
    // The user may have gone elsewhere meanwhile.
    if (this.directUserId !== userId) return;
    if ("problem" in opened) {
      showToast(problemText(opened.problem), "danger");
      navigate("/", { replace: true });
    } else {
      navigate(`/rooms/${encodeURIComponent(opened.roomId)}`, { replace: true });
    }
  }

  private async _begin(kind: "message" | "group"): Promise<void> {
    const { beginConversation } = await import("./begin-conversation.ts");
    await beginConversation(kind);
  }

  private readonly _onKey = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    void this._switch();
  };

  private readonly _switch = async (): Promise<void> => {
    const [{ chooseConversation }, chat] = await Promise.all([
      import("./dialog-chat-switcher.ts"),
      chatOfSession(this.session),
    ]);
    const path = await chooseConversation(chat);
    if (path !== null) navigate(path);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "page-chat": PageChat;
  }
}
