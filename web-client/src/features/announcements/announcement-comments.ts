import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { formatWhen } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { MessageItem } from "../../matrix/model.ts";
import type { OpenRoom } from "../../matrix/session.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "../chat/chat-controller.ts";
import type { ChatController } from "../chat/chat-controller.ts";
import { markdownToHtml } from "../chat/markdown.ts";
import { say } from "../chat/say.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-textarea.ts";
import "../chat/chat-content.ts";

/** What people say about an announcement: the thread of its message, the same in every Matrix client. */
@customElement("announcement-comments")
export class AnnouncementComments extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: var(--space-1) var(--space-3);
        padding-block: var(--space-3);
        border-block-end: 1px solid var(--color-line);
        --avatar-size: 2rem;
      }
      ui-avatar {
        grid-row: span 2;
      }
      small {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .words {
        grid-column: 2 / -1;
        overflow-wrap: anywhere;
      }
      .quiet {
        color: var(--color-text-2);
      }
      form {
        display: grid;
        gap: var(--space-2);
        justify-items: start;
      }
      form ui-textarea {
        inline-size: 100%;
      }
    `,
  ];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property() roomId = "";
  @property() eventId = "";
  /** Whether more may be said. */
  @property({ type: Boolean }) open = false;
  @state() private _text = "";
  @state() private _busy = false;
  private _room: OpenRoom | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this._enter();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._room?.close();
    this._room = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("roomId") || changed.has("eventId")) this._enter();
  }

  override render() {
    const room = this._room;
    if (room === null) return nothing;
    const said = room.items.value.filter(
      (item): item is MessageItem => item.kind === "message" && item.eventId !== this.eventId,
    );
    return html`${
      said.length === 0
        ? html`<p class="quiet">
            ${room.ready.value ? t("announcements.no-comments") : t("announcements.comments-later")}
          </p>`
        : html`<ol aria-label=${t("announcements.comments")}>
            ${repeat(
              said,
              ({ key }) => key,
              (item) => this._comment(item),
            )}
          </ol>`
    }
    ${this.open ? this._form(room) : html`<p class="quiet">${t("announcements.comments-closed")}</p>`}`;
  }

  private _comment(item: MessageItem) {
    const { sender, at, own, eventId, content, edited } = item;
    const seen = this.chat.see(sender);
    return html`<li>
      <ui-avatar .name=${seen.name} .userId=${sender.userId}></ui-avatar>
      <span
        ><strong>${seen.name}</strong>
        <small title=${formatWhen(at, "exact")}>${formatWhen(at)}${edited ? ` · ${t("chat.edited")}` : ""}</small></span
      >
      ${
        own && eventId !== null
          ? html`<ui-icon-button
              size="small"
              icon="trash"
              .label=${t("announcements.delete-comment")}
              @click=${async () => say(await this.chat.matrix.redact(this.roomId, eventId))}
            ></ui-icon-button>`
          : html`<span></span>`
      }
      <chat-content class="words" .content=${content}></chat-content>
    </li>`;
  }

  private _form(room: OpenRoom) {
    if (!room.rights.value.send) return nothing;
    return html`<form @submit=${this._send}>
      <ui-textarea
        rows="2"
        maxLength="8000"
        .label=${t("announcements.comment")}
        .value=${this._text}
        @input=${(event: Event) => (this._text = (event.currentTarget as HTMLElementTagNameMap["ui-textarea"]).value)}
      ></ui-textarea>
      <ui-button
        size="small"
        icon="send"
        .busy=${this._busy}
        ?disabled=${this._text.trim() === ""}
        @click=${() => this.renderRoot.querySelector("form")?.requestSubmit()}
        >${t("announcements.send-comment")}</ui-button
      >
    </form>`;
  }

  private _enter(): void {
    this._room?.close();
    this._room =
      this.eventId === "" || this.roomId === "" ? null : this.chat.matrix.openRoom(this.roomId, this.eventId);
  }

  private async _send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const body = this._text.trim();
    if (body === "" || this._busy) return;
    this._busy = true;
    const problem = await this.chat.matrix.send(this.roomId, {
      body,
      html: markdownToHtml(body),
      mentions: [],
      mentionsEverybody: false,
      replyTo: null,
      thread: this.eventId,
    });
    this._busy = false;
    if (problem === null) this._text = "";
    else say(problem);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "announcement-comments": AnnouncementComments;
  }
}
