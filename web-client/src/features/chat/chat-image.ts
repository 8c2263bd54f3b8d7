import { consume } from "@lit/context";
import { css, html } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import "../../components/ui-icon.ts";

/** Pixels of the thumbnails that pictures in the timeline use. */
const fit = { width: 800, height: 600 };

/** A stored picture. Its place is as large as it will be, so nothing moves when it arrives. `full` asks for the original. */
@customElement("chat-image")
export class ChatImage extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        place-items: center;
        overflow: hidden;
        background: var(--color-sunken);
        color: var(--color-text-3);
      }
      img {
        display: block;
        inline-size: 100%;
        block-size: 100%;
        object-fit: contain;
      }
      p {
        padding: var(--space-3);
        font-size: var(--text-s);
        text-align: center;
      }
    `,
  ];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property() url = "";
  /** Read to those who do not see the picture. */
  @property() name = "";
  @property({ type: Boolean }) full = false;
  @state() private _address: string | null = null;
  @state() private _failed = false;
  private _using: { url: string; full: boolean } | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this._load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._release();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("url") || changed.has("full")) void this._load();
  }

  override render() {
    if (this._failed) return html`<p><ui-icon name="image"></ui-icon><br />${t("chat.image-missing")}</p>`;
    if (this._address === null) return html`<ui-icon name="image"></ui-icon>`;
    return html`<img src=${this._address} alt=${this.name} decoding="async" @error=${this._fail} />`;
  }

  private async _load(): Promise<void> {
    this._release();
    const { url, full } = this;
    if (url === "") return;
    this._using = { url, full };
    this._failed = false;
    const [result] = await Promise.allSettled([this.chat.media.use(url, full ? undefined : fit)]);
    if (this._using?.url !== url || this._using.full !== full) return;
    if (result.status === "fulfilled") this._address = result.value;
    else this._fail();
  }

  private _release(): void {
    if (this._using === null) return;
    this.chat.media.release(this._using.url, this._using.full ? undefined : fit);
    this._using = null;
  }

  private _fail(): void {
    this._using = null;
    this._failed = true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-image": ChatImage;
  }
}
