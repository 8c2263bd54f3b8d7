import { consume } from "@lit/context";
import { html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { MessageItem } from "../../matrix/model.ts";
import type { OpenRoom } from "../../matrix/session.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { attachmentTray, contextBar } from "./composer-parts.ts";
import { cellsToMarkdown } from "./cells.ts";
import { composerStyles } from "./chat-composer-styles.ts";
import { Composition } from "./composition.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { MentionList } from "./mention-list.ts";
import type { Mention } from "./mention-list.ts";
import { TypingNotice } from "./typing-notice.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-icon.ts";
import "./chat-emoji.ts";

/**
 * Where messages are written. Enter sends, Shift+Enter begins a line, @ names
 * people, arrow up in an empty field edits the last own message, Esc leaves a
 * reply or an edit. What was typed stays until it is safely in the outbox, and
 * over a reload.
 */
@customElement("chat-composer")
export class ChatComposer extends PorticoElement {
  static override shadowRootOptions: ShadowRootInit = { mode: "open", delegatesFocus: true };
  static override styles = [sharedStyles, composerStyles];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property({ attribute: false }) room!: OpenRoom;
  /** Shown in the empty field. */
  @property() placeholder = "";
  private readonly _written = new Composition(this, {
    matrix: () => this.chat.matrix,
    room: () => this.room,
  });
  private readonly _mentions = new MentionList(this, {
    people: () => {
      const { userId } = this.chat.matrix;
      const others = this.room.members.value.filter((member) => member.userId !== userId);
      return others.map((member) => ({ userId: member.userId, ...this.chat.see(member) }));
    },
    mayNameEverybody: () => this.room.rights.value.mentionEverybody,
    onChosen: (mention) => this._name(mention),
  });
  private readonly _typing = new TypingNotice((typing) => void this.chat.matrix.setTyping(this.room.roomId, typing));
  @query("textarea") private readonly _field!: HTMLTextAreaElement;
  @query("input[type=file]") private readonly _picker!: HTMLInputElement;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("room")) return;
    this._written.open();
    this._mentions.close();
  }

  override render() {
    const { offers, active } = this._mentions;
    const { text, files, editing, problem, isEmpty } = this._written;
    return html`
      ${this._above()}
      ${
        problem === ""
          ? nothing
          : html`<p class="problem" role="alert"><ui-icon name="error"></ui-icon><span>${problem}</span></p>`
      }
      ${attachmentTray(files, (file) => this._written.remove(file))} ${this._mentions.render()}
      <div class="field">
        <input type="file" multiple hidden @change=${this._onPicked} />
        <ui-icon-button
          icon="paperclip"
          .label=${t("chat.attach")}
          @click=${() => this._picker.click()}
        ></ui-icon-button>
        <textarea
          rows="1"
          aria-label=${t("chat.write")}
          aria-autocomplete="list"
          aria-controls=${offers.length > 0 ? "offers" : nothing}
          aria-activedescendant=${offers.length > 0 ? `offer-${active}` : nothing}
          placeholder=${this.placeholder}
          .value=${live(text)}
          @input=${this._onInput}
          @keydown=${this._onKey}
          @paste=${this._onPaste}
          @select=${this._look}
          @blur=${() => this._mentions.close()}
        ></textarea>
        <chat-emoji
          .label=${t("chat.emoji")}
          @chat-emoji=${(event: CustomEvent<{ emoji: string }>) => this._insert(event.detail.emoji)}
        ></chat-emoji>
        <button
          class="send"
          type="button"
          aria-label=${editing === null ? t("chat.send") : t("chat.save")}
          title=${editing === null ? t("chat.send") : t("chat.save")}
          ?disabled=${isEmpty}
          @click=${this._send}
        >
          <ui-icon .name=${editing === null ? "send" : "check"}></ui-icon>
        </button>
      </div>
    `;
  }

  private _above() {
    const { editing, reply } = this._written;
    const item = editing ?? reply;
    if (item === null) return nothing;
    const { name } = this.chat.see(item.sender);
    const what = editing === null ? t("chat.replying-to", { name }) : t("chat.editing");
    return contextBar(editing === null ? "reply" : "edit", what, item, () => this._leave());
  }

  protected override updated(): void {
    const field = this._field;
    // Keeps its height while the field is measured small: else the conversation above grows and loses its place.
    this.style.minBlockSize = `${this.offsetHeight}px`;
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight}px`;
    this.style.minBlockSize = "";
  }

  /** To the field; delegation would choose the button before it. */
  override focus(options?: FocusOptions): void {
    this._field.focus(options);
  }

  /** Begins a reply to a message. */
  reply(item: MessageItem): void {
    this._written.answer(item);
    this._field.focus();
  }

  /** Begins to change an own message; a draft waits meanwhile. */
  async edit(item: MessageItem): Promise<void> {
    if (!this._written.change(item)) return;
    await this.updateComplete;
    this._field.focus();
    this._field.setSelectionRange(this._written.text.length, this._written.text.length);
  }

  /** Adds files to the message; those that cannot be sent are named at once. */
  attach(files: readonly File[]): void {
    this._written.attach(files);
    this._field.focus();
  }

  private _name({ offer, from }: Mention): void {
    const text = `@${offer.name}`;
    const before = this._written.text;
    const after = before.slice(this._field.selectionStart);
    this._put(`${before.slice(0, from)}${text} ${after}`, from + text.length + 1);
    if (offer.userId !== null) this._written.name({ text, userId: offer.userId, at: from });
  }

  private _insert(inserted: string): void {
    const { selectionStart, selectionEnd } = this._field;
    const { text } = this._written;
    this._put(text.slice(0, selectionStart) + inserted + text.slice(selectionEnd), selectionStart + inserted.length);
  }

  private _put(text: string, caret: number): void {
    this._field.value = text;
    this._field.focus();
    this._field.setSelectionRange(caret, caret);
    this._written.write(text, caret);
  }

  private _onInput(): void {
    const text = this._field.value;
    this._look();
    this._written.write(text, this._field.selectionStart);
    if (text === "") this._typing.stop();
    else this._typing.begin();
  }

  private _look(): void {
    this._mentions.look(this._field.value, this._field.selectionStart);
  }

  private _onKey(event: KeyboardEvent): void {
    // A key that belongs to an input method chooses a word; it must not send half a sentence.
    if (event.isComposing || event.keyCode === 229) return;
    if (this._mentions.onKey(event)) return;
    // On a touch keyboard Enter is the only way to a second line; the button sends.
    if (event.key === "Enter" && !event.shiftKey && !matchMedia("(pointer: coarse)").matches) {
      event.preventDefault();
      void this._send();
    } else if (event.key === "Escape" && (this._written.editing !== null || this._written.reply !== null)) {
      event.preventDefault();
      event.stopPropagation();
      this._leave();
    } else if (event.key === "ArrowUp" && this._written.text === "" && this._written.editing === null) {
      const last = this._written.lastOwn;
      if (last === null) return;
      event.preventDefault();
      void this.edit(last);
    }
  }

  private _onPaste(event: ClipboardEvent): void {
    const { clipboardData } = event;
    // Cells of a spreadsheet come as text with a picture of them: the words count.
    const text = clipboardData?.getData("text/plain") ?? "";
    const table = clipboardData?.types.includes("text/html") === true ? cellsToMarkdown(text) : null;
    if (table !== null) {
      event.preventDefault();
      return this._insert(table);
    }
    const files = [...(clipboardData?.files ?? [])];
    if (files.length === 0 || text.trim() !== "") return;
    event.preventDefault();
    this.attach(files);
  }

  private _onPicked(): void {
    this.attach([...(this._picker.files ?? [])]);
    this._picker.value = "";
  }

  private _leave(): void {
    this._written.leave();
    this._field.focus();
  }

  private async _send(): Promise<void> {
    if (!this._written.isEmpty) this._typing.stop();
    if (await this._written.send()) this.dispatchEvent(new CustomEvent("chat-sent"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-composer": ChatComposer;
  }
}
