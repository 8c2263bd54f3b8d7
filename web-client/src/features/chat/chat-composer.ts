import { consume } from "@lit/context";
import { html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { MessageItem, Problem } from "../../matrix/model.ts";
import type { OpenRoom } from "../../matrix/session.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { attachmentTray, contextBar } from "./composer-parts.ts";
import { composerStyles } from "./chat-composer-styles.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { keepDraft, readDraft } from "./drafts.ts";
import type { NamedPerson } from "./markdown.ts";
import { MentionList } from "./mention-list.ts";
import type { Mention } from "./mention-list.ts";
import { stillNamed } from "./mention-query.ts";
import { sendable } from "./sendable.ts";
import type * as Sending from "./send-written.ts";
import { problemText } from "./texts.ts";
import { TypingNotice } from "./typing-notice.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-icon.ts";
import "./chat-emoji.ts";

/** What sends comes behind the conversation. Null when it could not be had: the page was opened and the server went away. */
const loadSending = async (): Promise<typeof Sending | null> => {
  const [loaded] = await Promise.allSettled([import("./send-written.ts")]);
  return loaded.status === "fulfilled" ? loaded.value : null;
};
const unreachable: Problem = { kind: "offline", detail: "", limit: null };

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
  @state() private _text = "";
  @state() private _files: readonly File[] = [];
  @state() private _reply: MessageItem | null = null;
  @state() private _editing: MessageItem | null = null;
  @state() private _problem = "";
  private readonly _mentions = new MentionList(this, {
    people: () => {
      const { userId } = this.chat.matrix;
      const others = this.room.members.value.filter((member) => member.userId !== userId);
      return others.map((member) => ({ userId: member.userId, ...this.chat.see(member) }));
    },
    mayNameEverybody: () => this.room.rights.value.mentionEverybody,
    onChosen: (mention) => this._name(mention),
  });
  private _named: readonly NamedPerson[] = [];
  private readonly _typing = new TypingNotice((typing) => void this.chat.matrix.setTyping(this.room.roomId, typing));
  private _sending: Promise<void> = Promise.resolve();
  @query("textarea") private readonly _field!: HTMLTextAreaElement;
  @query("input[type=file]") private readonly _picker!: HTMLInputElement;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("room")) return;
    const draft = readDraft(this.chat.matrix.userId, this.room.roomId);
    this._text = draft?.text ?? "";
    this._named = draft?.named ?? [];
    this._reply = this._message(draft?.replyTo ?? null);
    this._editing = null;
    this._files = [];
    this._problem = "";
    this._mentions.close();
  }

  override render() {
    const { offers, active } = this._mentions;
    return html`
      ${this._above()}
      ${
        this._problem === ""
          ? nothing
          : html`<p class="problem" role="alert"><ui-icon name="error"></ui-icon><span>${this._problem}</span></p>`
      }
      ${attachmentTray(this._files, (file) => (this._files = this._files.filter((each) => each !== file)))}
      ${this._mentions.render()}
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
          .value=${live(this._text)}
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
          aria-label=${this._editing === null ? t("chat.send") : t("chat.save")}
          title=${this._editing === null ? t("chat.send") : t("chat.save")}
          ?disabled=${this._text.trim() === "" && this._files.length === 0}
          @click=${this._send}
        >
          <ui-icon .name=${this._editing === null ? "send" : "check"}></ui-icon>
        </button>
      </div>
    `;
  }

  private _above() {
    const item = this._editing ?? this._reply;
    if (item === null) return nothing;
    const { name } = this.chat.see(item.sender);
    const what = this._editing === null ? t("chat.replying-to", { name }) : t("chat.editing");
    return contextBar(this._editing === null ? "reply" : "edit", what, item, () => this._leave());
  }

  protected override updated(): void {
    const field = this._field;
    // Keeps its height while the field is measured small: else the conversation above grows and loses its place.
    this.style.minBlockSize = `${this.offsetHeight}px`;
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight}px`;
    this.style.minBlockSize = "";
  }

  protected override firstUpdated(): void {
    void loadSending();
  }

  /** To the field; delegation would choose the button before it. */
  override focus(options?: FocusOptions): void {
    this._field.focus(options);
  }

  /** Begins a reply to a message. */
  reply(item: MessageItem): void {
    this._editing = null;
    this._reply = item;
    this._keep();
    this._field.focus();
  }

  /** Begins to change an own message; a draft waits meanwhile. */
  async edit(item: MessageItem): Promise<void> {
    if (item.content.kind !== "text" && item.content.kind !== "notice") return;
    if (this._editing === null) this._keep();
    this._editing = item;
    this._text = item.content.body;
    this._named = [];
    await this.updateComplete;
    this._field.focus();
    this._field.setSelectionRange(this._text.length, this._text.length);
  }

  /** Adds files to the message; those that cannot be sent are named at once. */
  attach(files: readonly File[]): void {
    const { good, problem } = sendable(files, this.chat.matrix.uploadLimit.peek());
    this._problem = problem;
    this._files = [...this._files, ...good];
    this._field.focus();
  }

  private _message(eventId: string | null): MessageItem | null {
    const item = this.room.items.peek().find((each) => eventId !== null && each.eventId === eventId);
    return item?.kind === "message" ? item : null;
  }

  private _name(mention: Mention): void {
    const { offer, from } = mention;
    const text = `@${offer.name}`;
    const after = this._text.slice(this._field.selectionStart);
    if (offer.userId !== null) this._named = [...this._named, { text, userId: offer.userId }];
    this._put(`${this._text.slice(0, from)}${text} ${after}`, from + text.length + 1);
  }

  private _insert(text: string): void {
    const { selectionStart, selectionEnd } = this._field;
    this._put(
      this._text.slice(0, selectionStart) + text + this._text.slice(selectionEnd),
      selectionStart + text.length,
    );
  }

  private _put(text: string, caret: number): void {
    this._text = text;
    this._field.value = text;
    this._field.focus();
    this._field.setSelectionRange(caret, caret);
    this._keep();
  }

  private _keep(): void {
    if (this._editing !== null) return;
    const named = stillNamed(this._text, this._named);
    const replyTo = this._reply?.eventId ?? null;
    keepDraft(this.chat.matrix.userId, this.room.roomId, { text: this._text, named, replyTo });
  }

  private _onInput(): void {
    this._text = this._field.value;
    this._problem = "";
    this._look();
    this._keep();
    if (this._text === "") this._typing.stop();
    else this._typing.begin();
  }

  private _look(): void {
    this._mentions.look(this._field.value, this._field.selectionStart);
  }

  private _onKey(event: KeyboardEvent): void {
    // A key that belongs to an input method chooses a word; it must not send half a sentence.
    if (event.isComposing || event.keyCode === 229) return;
    if (this._mentions.onKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void this._send();
    } else if (event.key === "Escape" && (this._editing !== null || this._reply !== null)) {
      event.preventDefault();
      event.stopPropagation();
      this._leave();
    } else if (event.key === "ArrowUp" && this._text === "" && this._editing === null) {
      const last = this.room.items
        .peek()
        .findLast((item) => item.kind === "message" && item.own && item.eventId !== null);
      if (last?.kind !== "message") return;
      event.preventDefault();
      void this.edit(last);
    }
  }

  private _onPaste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.attach(files);
  }

  private _onPicked(): void {
    this.attach([...(this._picker.files ?? [])]);
    this._picker.value = "";
  }

  private _leave(): void {
    const wasEditing = this._editing !== null;
    this._editing = null;
    this._reply = null;
    this._problem = "";
    const draft = wasEditing ? readDraft(this.chat.matrix.userId, this.room.roomId) : null;
    if (wasEditing) {
      this._text = draft?.text ?? "";
      this._named = draft?.named ?? [];
    }
    this._keep();
    this._field.focus();
  }

  /** What is sent leaves the field at once; what could not be sent comes back into it. */
  private async _send(): Promise<void> {
    const message: Sending.Written = { text: this._text, files: this._files, named: this._named, reply: this._reply };
    const editing = this._editing;
    if (message.text.trim() === "" && (editing !== null || message.files.length === 0)) return;
    this._problem = "";
    this._typing.stop();
    if (editing !== null) {
      this._problem = textOf(await this._sendEdit(message, editing));
      return;
    }
    this._text = "";
    this._files = [];
    this._named = [];
    this._reply = null;
    // One after the other: a second message must not overtake the files of the first.
    this._sending = this._sending.then(async () => this._sendNew(message));
    await this._sending;
  }

  private async _sendEdit(message: Sending.Written, item: MessageItem): Promise<Problem | null> {
    const sending = await loadSending();
    const problem = sending === null ? unreachable : await sending.sendEdit(this.chat.matrix, this.room, item, message);
    if (problem === null && this._editing === item) this._leave();
    return problem;
  }

  private async _sendNew(message: Sending.Written): Promise<void> {
    const { room } = this;
    const sending = await loadSending();
    const { problem, rest } =
      sending === null
        ? { problem: unreachable, rest: message }
        : await sending.sendNew(this.chat.matrix, room, message);
    if (problem === null) this.dispatchEvent(new CustomEvent("chat-sent"));
    else this._return(rest, problem);
    if (this.room.roomId === room.roomId) this._keep();
  }

  /** Puts what was not sent before what was typed meanwhile. */
  private _return(message: Sending.Written, problem: Problem): void {
    this._text = [message.text, this._text].filter((text) => text !== "").join("\n");
    this._files = [...message.files, ...this._files];
    this._named = [...message.named, ...this._named];
    this._reply ??= message.reply;
    this._problem = problemText(problem);
  }
}

const textOf = (problem: Problem | null): string => (problem === null ? "" : problemText(problem));

declare global {
  interface HTMLElementTagNameMap {
    "chat-composer": ChatComposer;
  }
}
