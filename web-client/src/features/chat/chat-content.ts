import { consume } from "@lit/context";
import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { showToast } from "../../components/toasts.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { FileContent, MessageContent, TextContent } from "../../matrix/model.ts";
import { cardOf } from "../../shells/features.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { contentStyles } from "./chat-content-styles.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { isFewEmoji } from "./few-emoji.ts";
import { linkify } from "./linkify.ts";
import { messageWish } from "./message-events.ts";
import { drawnSize } from "./media-size.ts";
import { loadSanitiser, sanitiser } from "./sanitiser.ts";
import { saveFile } from "./save-file.ts";
import { sizeText } from "./texts.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-icon.ts";
import "./chat-image.ts";
import "../../shells/object-card.ts";

type Sanitise = NonNullable<typeof sanitiser.value>;

/** Asked for the picture to be seen large. */
export type OpenImageEvent = CustomEvent<{ content: FileContent }>;

/** What a message says or carries. */
@customElement("chat-content")
export class ChatContent extends PorticoElement {
  static override styles = [sharedStyles, contentStyles];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property({ attribute: false }) content: MessageContent = { kind: "deleted" };
  @state() private _media: string | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void loadSanitiser();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this._media !== null && "url" in this.content) this.chat.media.release(this.content.url);
    this._media = null;
  }

  override render() {
    const { content } = this;
    if (content.kind === "deleted") return html`<p class="quiet">${t("chat.deleted")}</p>`;
    if (content.kind === "unreadable") return html`<p class="quiet">${t("chat.unreadable")}</p>`;
    if (!("url" in content)) return this._text(content);
    return html`${content.kind === "image" ? this._image(content) : this._file(content)}
    ${content.caption === "" ? nothing : this._caption(content)}`;
  }

  private _caption({ caption, captionHtml }: FileContent) {
    const sanitise = sanitiser.value;
    if (captionHtml !== null && sanitise !== null) return this._formatted(sanitise, captionHtml, "caption");
    return html`<div class="text caption">${this._plain(caption)}</div>`;
  }

  private _formatted(sanitise: Sanitise, source: string, extra = "") {
    return html`<div class="text html ${extra}" @click=${this._onLink}>
      ${guard([source], () => sanitise(source))}
    </div>`;
  }

  private _text({ body, html: source, object }: TextContent) {
    const card = object === undefined ? undefined : cardOf(object.kind);
    if (object !== undefined && card !== undefined)
      return html`<object-card .card=${card} .objectId=${object.id}></object-card>`;
    const sanitise = sanitiser.value;
    if (source !== null && sanitise !== null) return this._formatted(sanitise, source);
    return html`<div class="text ${isFewEmoji(body) ? "emoji" : ""}">${this._plain(body)}</div>`;
  }

  private _plain(text: string) {
    return linkify(text).map((part) =>
      part.href === null
        ? part.text
        : html`<a href=${part.href} target="_blank" rel="noopener noreferrer external">${part.text}</a>`,
    );
  }

  private _image(content: FileContent) {
    const { width, height } = drawnSize(content.width, content.height);
    return html`<button
      class="picture"
      type="button"
      .style=${`inline-size:${width}px;aspect-ratio:${width}/${height}`}
      aria-label=${t("chat.open-image", { name: content.name })}
      ?disabled=${content.url === ""}
      @click=${() => this._open(content)}
    >
      <chat-image .url=${content.url} .name=${content.name}></chat-image>
    </button>`;
  }

  private _file(content: FileContent) {
    const player = this._player(content);
    return html`<div class="file">
        <ui-icon .name=${content.kind === "file" ? "file" : "play"}></ui-icon>
        <span class="name">
          <span>${content.name}</span>
          ${content.size === null ? nothing : html`<small>${sizeText(content.size)}</small>`}
        </span>
        ${
          content.kind === "file" || player !== nothing
            ? nothing
            : html`<ui-icon-button
                icon="play"
                size="small"
                .label=${t("chat.play", { name: content.name })}
                ?disabled=${content.url === ""}
                @click=${async () => this._play(content)}
              ></ui-icon-button>`
        }
        <ui-icon-button
          icon="download"
          size="small"
          .label=${t("chat.download", { name: content.name })}
          ?disabled=${content.url === ""}
          @click=${async () => this._download(content)}
        ></ui-icon-button>
      </div>
      ${player}`;
  }

  private _player(content: FileContent) {
    if (this._media === null) return nothing;
    if (content.kind === "audio") return html`<audio controls autoplay src=${this._media}></audio>`;
    return content.kind === "video" ? html`<video controls autoplay src=${this._media}></video>` : nothing;
  }

  private async _play(content: FileContent): Promise<void> {
    const [result] = await Promise.allSettled([this.chat.media.use(content.url)]);
    if (result.status === "fulfilled") this._media = result.value;
    else showToast(t("chat.file-missing", { name: content.name }), "danger");
  }

  private async _download(content: FileContent): Promise<void> {
    const [result] = await Promise.allSettled([this.chat.matrix.media(content.url)]);
    if (result.status === "fulfilled") saveFile(result.value, content.name);
    else showToast(t("chat.file-missing", { name: content.name }), "danger");
  }

  /** A mention is a link to a person; it leads to him here instead of to a page about Matrix clients. */
  private _onLink(event: Event): void {
    const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
    const [, id] = /^https:\/\/matrix\.to\/#\/([^/?]+)/.exec(link?.href ?? "") ?? [];
    if (id === undefined) return;
    event.preventDefault();
    const userId = decodeURIComponent(id);
    if (userId.startsWith("@")) {
      const at = link?.getBoundingClientRect() ?? new DOMRect();
      this.dispatchEvent(messageWish({ wish: "person", userId, at }));
    }
  }

  private _open(content: FileContent): void {
    this.dispatchEvent(new CustomEvent("chat-open-image", { detail: { content }, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-content": ChatContent;
  }
}
