import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { DialogBase } from "../../components/dialog-base.ts";
import { t } from "../../i18n/i18n.ts";
import type { MessageItem, Person } from "../../matrix/model.ts";
import type { OpenRoom } from "../../matrix/session.ts";
import type { ChatController } from "./chat-controller.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-dialog.ts";

/** Who has read a message, and who has not yet. */
@customElement("dialog-readers")
export class DialogReaders extends DialogBase<true> {
  static override styles = [
    DialogBase.styles,
    css`
      h3 {
        margin-block: var(--space-4) var(--space-2);
        color: var(--color-text-3);
        font-size: var(--text-s);
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-block-size: 2.75rem;
      }
      .name {
        flex: 1;
      }
    `,
  ];

  @property({ attribute: false }) chat!: ChatController;
  @property() roomId = "";
  @property({ attribute: false }) item!: MessageItem;
  private _room: OpenRoom | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this._room = this.chat.matrix.openRoom(this.roomId);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._room?.close();
    this._room = null;
  }

  override render() {
    const items = this._room?.items.value ?? [];
    const at = items.findIndex((item) => item.eventId === this.item.eventId);
    // Whoever has read a later message has read this one.
    const readers = new Map<string, Person>();
    for (const item of items.slice(Math.max(0, at))) {
      if (item.kind !== "message") continue;
      for (const person of item.readers) readers.set(person.userId, person);
      if (item !== this.item && item.sender.userId !== this.item.sender.userId) {
        readers.set(item.sender.userId, item.sender);
      }
    }
    const managed = (this.chat.room(this.roomId)?.purpose ?? null) !== null;
    const others = (this._room?.members.value ?? []).filter(
      ({ userId, membership, powerLevel }) =>
        membership === "join" && userId !== this.item.sender.userId && !(managed && powerLevel >= 100),
    );
    const unread = others.filter(({ userId }) => !readers.has(userId));
    const read = others.filter(({ userId }) => readers.has(userId));
    return html`<ui-dialog bare .heading=${t("chat.readers")} @ui-close=${this.done}>
      ${this._people(t("chat.readers-read", { count: read.length }), read)}
      ${this._people(t("chat.readers-unread", { count: unread.length }), unread)}
    </ui-dialog>`;
  }

  private _people(heading: string, people: readonly Person[]) {
    if (people.length === 0) return nothing;
    return html`<h3>${heading}</h3>
      <ul>
        ${people.map((person) => {
          const { name, company } = this.chat.see(person);
          return html`<li>
            <ui-avatar .name=${name} .userId=${person.userId} ?outside=${company !== null}></ui-avatar>
            <span class="name">${name}</span>
            ${company === null ? nothing : html`<ui-badge tone="outside">${company}</ui-badge>`}
          </li>`;
        })}
      </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-readers": DialogReaders;
  }
}
