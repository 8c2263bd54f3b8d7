import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { DialogBase } from "../../components/dialog-base.ts";
import { showDialog } from "../../components/show-dialog.ts";
import { showToast } from "../../components/toasts.ts";
import type { UiDialog } from "../../components/ui-dialog.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { RoomSummary } from "../../matrix/model.ts";
import type { ChatController } from "./chat-controller.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-input.ts";

/** Rooms offered at a time. */
const ROOMS = 8;
/** Colleagues offered at a time. */
const PEOPLE = 8;
type Found = ResponseOf<"GET /api/directory/people">["items"][number];

interface Offer {
  readonly path: string;
  readonly name: string;
  readonly note: string;
  readonly id: string;
  readonly square: boolean;
  readonly outside: string;
}

/** Finds a room by name, or a colleague by what the directory knows, in both languages. Arrow keys choose, Enter goes there. Settles with the path. */
@customElement("dialog-chat-switcher")
export class DialogChatSwitcher extends DialogBase<string> {
  static override styles = [
    DialogBase.styles,
    css`
      ul {
        min-block-size: 20rem;
        margin-block-start: var(--space-3);
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-block-size: 2.75rem;
        padding: var(--space-1) var(--space-2);
        border-radius: var(--radius-m);
        cursor: pointer;
      }
      li:hover,
      li[aria-selected="true"] {
        background: var(--color-hover);
      }
      li[aria-selected="true"] {
        box-shadow: inset 2px 0 0 var(--color-accent);
      }
      .name {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      small,
      p {
        color: var(--color-text-3);
        font-size: var(--text-s);
      }
      p {
        padding: var(--space-6) var(--space-2);
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) chat!: ChatController;
  @state() private _term = "";
  @state() private _people: readonly Found[] = [];
  @state() private _chosen = 0;
  @query("ui-dialog") private readonly _dialog!: UiDialog;

  override render() {
    const offers = this._offers();
    return html`<ui-dialog bare .heading=${t("chat.switch")} @ui-close=${this.done}>
      <ui-input
        labelHidden
        type="search"
        icon="search"
        .label=${t("chat.switch-label")}
        .placeholder=${t("chat.switch-label")}
        @input=${this._onInput}
        @keydown=${this._onKey}
      ></ui-input>
      <ul role="listbox" aria-label=${t("chat.switch")}>
        ${offers.map(
          (offer, at) =>
            html`<li role="option" aria-selected=${at === this._chosen} @click=${() => this._go(offer)}>
              ${
                offer.id === ""
                  ? html`<ui-icon name="search"></ui-icon>`
                  : html`<ui-avatar
                      ?square=${offer.square}
                      ?outside=${offer.outside !== ""}
                      .name=${offer.name}
                      .userId=${offer.id}
                    ></ui-avatar>`
              }
              <span class="name">${offer.name}</span>
              ${offer.outside === "" ? nothing : html`<ui-badge tone="outside">${offer.outside}</ui-badge>`}
              <small>${offer.note}</small>
            </li>`,
        )}
      </ul>
      ${offers.length === 0 ? html`<p>${t("chat.none-found")}</p>` : nothing}
    </ui-dialog>`;
  }

  protected override firstUpdated(): void {
    void this._begin();
  }

  private async _begin(): Promise<void> {
    await this._dialog.show();
    this.renderRoot.querySelector<HTMLElement>("ui-input")?.focus();
  }

  private _offers(): Offer[] {
    const wanted = this._term.trim().toLocaleLowerCase();
    const { rooms } = this.chat.matrix;
    const matches = (room: RoomSummary): boolean =>
      `${this.chat.nameOf(room)} ${room.name} ${room.direct?.userId ?? ""}`.toLocaleLowerCase().includes(wanted);
    const found = rooms.value
      .filter((room) => room.kind === "room" && matches(room))
      .toSorted((a, b) => b.activeAt - a.activeAt)
      .slice(0, ROOMS);
    const direct = new Set(found.map((room) => room.direct?.userId));
    const people = wanted === "" ? [] : this._people.filter((person) => !direct.has(person.userId));
    return [
      ...found.map((room) => ({
        path: `/rooms/${encodeURIComponent(room.roomId)}`,
        name: this.chat.nameOf(room),
        note: room.direct === null ? t("chat.a-room") : t("chat.a-person"),
        id: room.direct?.userId ?? room.roomId,
        square: room.direct === null,
        outside: this.chat.outsidersIn(room).join(", "),
      })),
      ...people.map((person) => ({
        path: `/dm/${encodeURIComponent(person.userId)}`,
        name: localized(person.name),
        note: localized(person.title),
        id: person.userId,
        square: false,
        outside: "",
      })),
      ...(wanted === ""
        ? []
        : [
            {
              path: `/search?q=${encodeURIComponent(this._term.trim())}`,
              name: t("chat.search-messages", { words: this._term.trim() }),
              note: "",
              id: "",
              square: true,
              outside: "",
            },
          ]),
    ];
  }

  private async _onInput(event: Event): Promise<void> {
    const term = (event.currentTarget as HTMLElementTagNameMap["ui-input"]).value;
    this._term = term;
    this._chosen = 0;
    if (term.trim() === "") return;
    try {
      const query = { search: term.trim().slice(0, 100), limit: PEOPLE };
      const { items } = await api.call("GET /api/directory/people", { query });
      // Answers may overtake each other; only that for the present words counts.
      if (this._term === term) this._people = items.filter(({ userId }) => userId !== this.chat.matrix.userId);
    } catch (error) {
      showToast(errorText(error), "danger");
    }
  }

  private _onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const offers = this._offers();
    if (event.key === "ArrowDown") this._chosen = Math.min(this._chosen + 1, offers.length - 1);
    else if (event.key === "ArrowUp") this._chosen = Math.max(this._chosen - 1, 0);
    else if (event.key === "Enter") {
      const offer = offers[this._chosen];
      if (offer !== undefined) this._go(offer);
    } else return;
    event.preventDefault();
  }

  private _go(offer: Offer): void {
    this.close(offer.path);
  }
}

/** Where the user wants to go, as a path, or null. */
export const chooseConversation = async (chat: ChatController): Promise<string | null> => {
  const dialog = new DialogChatSwitcher();
  dialog.chat = chat;
  return showDialog(dialog);
};

declare global {
  interface HTMLElementTagNameMap {
    "dialog-chat-switcher": DialogChatSwitcher;
  }
}
