import { consume } from "@lit/context";
import { html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { Draft, MessageItem, Problem } from "../../matrix/model.ts";
import type { OpenRoom } from "../../matrix/session.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { composerStyles } from "./chat-composer-styles.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { keepDraft, readDraft } from "./drafts.ts";
import type { NamedPerson } from "./markdown.ts";
import { mentionAt, nameables, stillNamed } from "./mention-query.ts";
import type { MentionQuery, Nameable } from "./mention-query.ts";
import { contentText, problemText, sizeText } from "./texts.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-icon.ts";
import "./chat-emoji.ts";

/** Milliseconds between two notices that somebody is typing. */
const TYPING_EVERY = 8000;

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
  @state() private _query: MentionQuery | null = null;
  @state() private _chosen = 0;
  private _named: readonly NamedPerson[] = [];
  private _typedAt = 0;
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
    this._query = null;
  }

  override render() {
    const offers = this._offers();
    const active = offers[this._chosen] === undefined ? 0 : this._chosen;
    return html`
      ${this._context()}
      ${
        this._problem === ""
          ? nothing
          : html`<p class="problem" role="alert"><ui-icon name="error"></ui-icon><span>${this._problem}</span></p>`
      }
      ${this._tray()} ${this._suggestions(offers, active)}
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
          @blur=${() => (this._query = null)}
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

  private _context() {
    const item = this._editing ?? this._reply;
    if (item === null) return nothing;
    return html`<div class="context">
      <ui-icon .name=${this._editing === null ? "reply" : "edit"}></ui-icon>
      <p>
        <strong
          >${this._editing === null ? t("chat.replying-to", { name: item.sender.name }) : t("chat.editing")}</strong
        >
        <span>${contentText(item.content)}</span>
      </p>
      <ui-icon-button size="small" icon="close" .label=${t("chat.cancel")} @click=${this._leave}></ui-icon-button>
    </div>`;
  }

  private _tray() {
    if (this._files.length === 0) return nothing;
    return html`<ul class="tray" aria-label=${t("chat.attachments")}>
      ${this._files.map(
        (file) =>
          html`<li>
            <ui-icon .name=${file.type.startsWith("image/") ? "image" : "file"}></ui-icon>
            <span>${file.name}</span><small>${sizeText(file.size)}</small>
            <ui-icon-button
              size="small"
              icon="close"
              .label=${t("chat.remove-file", { name: file.name })}
              @click=${() => (this._files = this._files.filter((each) => each !== file))}
            ></ui-icon-button>
          </li>`,
      )}
    </ul>`;
  }

  private _suggestions(offers: readonly Nameable[], active: number) {
    if (offers.length === 0) return nothing;
    return html`<ul id="offers" class="offers" role="listbox" aria-label=${t("chat.mention")}>
      ${offers.map(
        (offer, at) =>
          html`<li
            id="offer-${at}"
            role="option"
            aria-selected=${at === active}
            @pointerdown=${(event: Event) => event.preventDefault()}
            @click=${() => this._name(offer)}
          >
            <span>${offer.name}</span>
            ${offer.company === null ? nothing : html`<ui-badge tone="outside">${offer.company}</ui-badge>`}
          </li>`,
      )}
    </ul>`;
  }

  protected override updated(): void {
    const field = this._field;
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight}px`;
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
    const limit = this.chat.matrix.uploadLimit.peek();
    const problems: string[] = [];
    const good = files.filter((file) => {
      if (file.size === 0)
        problems.push(t("chat.file-problem", { name: file.name, problem: t("chat.problem.file-empty") }));
      else if (limit !== null && file.size > limit) {
        const problem = t("chat.problem.file-too-large-limit", { limit: sizeText(limit) });
        problems.push(t("chat.file-problem", { name: file.name, problem }));
      } else return true;
      return false;
    });
    this._problem = problems.join(" ");
    this._files = [...this._files, ...good];
    this._field.focus();
  }

  private _message(eventId: string | null): MessageItem | null {
    const item = this.room.items.peek().find((each) => eventId !== null && each.eventId === eventId);
    return item?.kind === "message" ? item : null;
  }

  private _offers(): Nameable[] {
    if (this._query === null) return [];
    const everybody = this.room.rights.value.mentionEverybody ? t("chat.everybody") : null;
    return nameables(this._query.term, this.room.members.value, { userId: this.chat.matrix.userId, everybody });
  }

  private _name(offer: Nameable): void {
    const from = this._query?.at ?? 0;
    const text = `@${offer.name}`;
    const after = this._text.slice(this._field.selectionStart);
    if (offer.userId !== null) this._named = [...this._named, { text, userId: offer.userId }];
    this._query = null;
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
    if (this._text === "") this._stopTyping();
    const now = Date.now();
    if (now - this._typedAt < TYPING_EVERY || this._text === "") return;
    this._typedAt = now;
    void this.chat.matrix.setTyping(this.room.roomId, true);
  }

  /** Said, or given up: others need not wait until the notice runs out. */
  private _stopTyping(): void {
    if (this._typedAt === 0) return;
    this._typedAt = 0;
    void this.chat.matrix.setTyping(this.room.roomId, false);
  }

  private _look(): void {
    this._query = mentionAt(this._field.value, this._field.selectionStart);
    this._chosen = 0;
  }

  private _onKey(event: KeyboardEvent): void {
    // A key that belongs to an input method chooses a word; it must not send half a sentence.
    if (event.isComposing || event.keyCode === 229) return;
    if (this._onOfferKey(event)) return;
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

  private _onOfferKey(event: KeyboardEvent): boolean {
    const offers = this._offers();
    if (offers.length === 0) return false;
    const chosen = offers[this._chosen] ?? offers[0];
    if (event.key === "ArrowDown") this._chosen = (this._chosen + 1) % offers.length;
    else if (event.key === "ArrowUp") this._chosen = (this._chosen - 1 + offers.length) % offers.length;
    else if (event.key === "Escape") this._query = null;
    else if ((event.key === "Enter" || event.key === "Tab") && chosen !== undefined) this._name(chosen);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
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
    const message: Written = { text: this._text, files: this._files, named: this._named, reply: this._reply };
    const editing = this._editing;
    if (message.text.trim() === "" && (editing !== null || message.files.length === 0)) return;
    this._problem = "";
    this._stopTyping();
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

  private async _draft({ text, named, reply }: Written): Promise<Draft> {
    const body = text.trim();
    const people = stillNamed(body, named);
    const { markdownToHtml } = await import("./markdown.ts");
    return {
      body,
      html: markdownToHtml(body, people),
      mentions: [...new Set(people.map((person) => person.userId))],
      mentionsEverybody: this.room.rights.peek().mentionEverybody && body.includes(`@${t("chat.everybody")}`),
      replyTo: reply?.eventId ?? null,
    };
  }

  private async _sendEdit(message: Written, item: MessageItem): Promise<Problem | null> {
    if (item.eventId === null) return null;
    const draft = await this._draft({ ...message, reply: null });
    const problem = await this.chat.matrix.edit(this.room.roomId, item.eventId, draft);
    if (problem === null && this._editing === item) this._leave();
    return problem;
  }

  /** One file takes the text as its caption; with several, the text goes first. */
  private async _sendNew(message: Written): Promise<void> {
    const { roomId } = this.room;
    const { matrix } = this.chat;
    const text = message.text.trim();
    const caption = message.files.length === 1 && message.reply === null ? text : "";
    let rest = message;
    let problem: Problem | null = null;
    if (caption === "" && text !== "") {
      problem = await matrix.send(roomId, await this._draft(message));
      if (problem === null) rest = { ...rest, text: "", reply: null };
    }
    for (const file of message.files) {
      if (problem !== null) break;
      problem = await matrix.upload(roomId, file, caption);
      if (problem === null) rest = { ...rest, files: rest.files.filter((each) => each !== file) };
    }
    if (problem === null) this.dispatchEvent(new CustomEvent("chat-sent"));
    else this._return(rest, problem);
    if (this.room.roomId === roomId) this._keep();
  }

  /** Puts what was not sent before what was typed meanwhile. */
  private _return(message: Written, problem: Problem): void {
    this._text = [message.text, this._text].filter((text) => text !== "").join("\n");
    this._files = [...message.files, ...this._files];
    this._named = [...message.named, ...this._named];
    this._reply ??= message.reply;
    this._problem = problemText(problem);
  }
}

/** What is in the field and above it. */
interface Written {
  readonly text: string;
  readonly files: readonly File[];
  readonly named: readonly NamedPerson[];
  readonly reply: MessageItem | null;
}

const textOf = (problem: Problem | null): string => (problem === null ? "" : problemText(problem));

declare global {
  interface HTMLElementTagNameMap {
    "chat-composer": ChatComposer;
  }
}
