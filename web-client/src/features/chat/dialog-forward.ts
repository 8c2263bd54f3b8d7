import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { DialogBase } from "../../components/dialog-base.ts";
import { showToast } from "../../components/toasts.ts";
import { t } from "../../i18n/i18n.ts";
import type { Problem, RoomSummary } from "../../matrix/model.ts";
import type { ChatController } from "./chat-controller.ts";
import { problemText } from "./texts.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-input.ts";

/** Rooms offered at a time. */
const MOST = 8;

/** Says the same in other rooms: a message that was written elsewhere, or a card. */
@customElement("dialog-forward")
export class DialogForward extends DialogBase<true> {
  static override styles = [
    DialogBase.styles,
    css`
      ul {
        min-block-size: 16rem;
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-block-size: 3rem;
      }
      .name {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      blockquote {
        margin: 0;
        padding: var(--space-2) var(--space-3);
        border-inline-start: 3px solid var(--color-line-strong, var(--color-line));
        color: var(--color-text-2);
        max-block-size: 6rem;
        overflow: auto;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) chat!: ChatController;
  @property() heading = "";
  /** What is said, as the user sees it above the rooms. */
  @property() words = "";
  /** Only rooms in which nobody from outside is. */
  @property({ type: Boolean }) inside = false;
  @property({ attribute: false }) say!: (roomId: string) => Promise<Problem | null>;
  @state() private _term = "";
  @state() private _busy = "";
  @state() private _problem = "";
  @state() private _sent: ReadonlySet<string> = new Set();

  override render() {
    return html`<ui-dialog .heading=${this.heading} @ui-close=${this.done}>
      <div class="stack">
        <blockquote>${this.words}</blockquote>
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        <ui-input
          type="search"
          icon="search"
          labelHidden
          .label=${t("chat.switch-label")}
          .placeholder=${t("chat.switch-label")}
          @input=${(event: Event) => (this._term = (event.currentTarget as HTMLElementTagNameMap["ui-input"]).value)}
        ></ui-input>
        <ul aria-live="polite">
          ${this._rooms().map((room) => this._room(room))}
        </ul>
      </div>
      <ui-button slot="footer" @click=${this.close}>${t("components.close")}</ui-button>
    </ui-dialog>`;
  }

  private _rooms(): RoomSummary[] {
    const wanted = this._term.trim().toLocaleLowerCase();
    return this.chat.matrix.rooms.value
      .filter((room) => room.kind === "room" && room.membership === "join" && room.purpose?.archived !== true)
      .filter((room) => !this.inside || this.chat.outsidersIn(room).length === 0)
      .filter((room) => `${this.chat.nameOf(room)} ${room.name}`.toLocaleLowerCase().includes(wanted))
      .toSorted((a, b) => b.activeAt - a.activeAt)
      .slice(0, MOST);
  }

  private _room(room: RoomSummary) {
    const name = this.chat.nameOf(room);
    const outside = this.chat.outsidersIn(room).join(", ");
    return html`<li>
      <ui-avatar
        ?square=${room.direct === null}
        .name=${name}
        .userId=${room.direct?.userId ?? room.roomId}
      ></ui-avatar>
      <span class="name">${name}</span>
      ${outside === "" ? nothing : html`<ui-badge tone="outside">${outside}</ui-badge>`}
      ${
        this._sent.has(room.roomId)
          ? html`<small class="quiet">${t("chat.forwarded")}</small>`
          : html`<ui-button
              size="small"
              .busy=${this._busy === room.roomId}
              ?disabled=${this._busy !== ""}
              @click=${async () => this._send(room.roomId, name)}
              >${t("chat.send")}<span class="visually-hidden"> ${name}</span></ui-button
            >`
      }
    </li>`;
  }

  private async _send(to: string, name: string): Promise<void> {
    this._busy = to;
    const problem = await this.say(to);
    this._busy = "";
    this._problem = problem === null ? "" : problemText(problem);
    if (problem !== null) return;
    this._sent = new Set([...this._sent, to]);
    showToast(t("chat.forwarded-to", { name }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-forward": DialogForward;
  }
}
