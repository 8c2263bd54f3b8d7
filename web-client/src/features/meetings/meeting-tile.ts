import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { Picture, Seat } from "../../media/types.ts";
import { sharedStyles } from "../../styles/shared.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-icon.ts";

/** Somebody's picture, or his initials; or the screen that he shows, with what is drawn over it in the slot. Fires `picture-resize`. */
@customElement("meeting-tile")
export class MeetingTile extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        position: relative;
        display: block;
        min-inline-size: 0;
        min-block-size: 0;
        border-radius: var(--radius-l);
        background: #22272a;
        overflow: hidden;
        container-type: size;
      }
      :host([speaking])::after {
        content: "";
        position: absolute;
        inset: 0;
        border: 3px solid #4cc38a;
        border-radius: inherit;
        pointer-events: none;
      }
      video {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        object-fit: cover;
      }
      :host([screen]) video {
        object-fit: contain;
        background: #101314;
      }
      .mirrored {
        scale: -1 1;
      }
      .face {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        --avatar-size: clamp(2.5rem, 30cqmin, 6.5rem);
      }
      ::slotted([slot="over"]) {
        position: absolute;
        inset: 0;
      }
      .label {
        position: absolute;
        inset-block-end: var(--space-2);
        inset-inline-start: var(--space-2);
        display: flex;
        align-items: center;
        gap: var(--space-1);
        max-inline-size: calc(100% - var(--space-4));
        padding: 0.1875rem var(--space-2);
        border-radius: var(--radius-m);
        background: #0d1011b8;
        color: #f3f6f5;
        font-size: var(--text-s);
        line-height: var(--leading-tight);
        pointer-events: none;
        --icon-size: 0.9375rem;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .muted {
        color: #ff9a8f;
      }
      .weak {
        color: #f2c45a;
      }
      .hand {
        position: absolute;
        inset-block-start: var(--space-2);
        inset-inline-start: var(--space-2);
        display: grid;
        place-items: center;
        inline-size: 2rem;
        block-size: 2rem;
        border-radius: var(--radius-full);
        background: #f2c45a;
        color: #2b2002;
      }
      .corner {
        position: absolute;
        inset-block-start: var(--space-2);
        inset-inline-end: var(--space-2);
      }
      @container (max-inline-size: 9rem) {
        ui-badge {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) seat!: Seat;
  @property({ attribute: false }) picture: Picture | null = null;
  /** Shows a screen and not a face. */
  @property({ type: Boolean, reflect: true }) screen = false;
  @property({ type: Boolean, reflect: true }) speaking = false;
  @query("video") readonly video!: HTMLVideoElement | null;
  private _attached: { picture: Picture; video: HTMLVideoElement } | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this._attach();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._detach();
  }

  protected override willUpdate(): void {
    this.speaking = this.seat.speaking && !this.screen;
  }

  override render() {
    const { seat, picture } = this;
    return html`
      ${
        picture === null
          ? html`<div class="face"><ui-avatar .name=${seat.name} .userId=${seat.userId ?? seat.name}></ui-avatar></div>`
          : html`<video
              class=${seat.own && !this.screen ? "mirrored" : ""}
              autoplay
              playsinline
              muted
              @resize=${this._resized}
              @loadedmetadata=${this._resized}
            ></video>`
      }
      <slot name="over"></slot>
      ${
        seat.handAt !== null && !this.screen
          ? html`<span class="hand" role="img" aria-label=${t("meetings.hand-of", { name: seat.name })}
              ><ui-icon name="hand"></ui-icon
            ></span>`
          : nothing
      }
      <div class="label">${this._label()}</div>
      <div class="corner"><slot name="corner"></slot></div>
    `;
  }

  /** What lies over the picture follows its size. */
  private readonly _resized = (): void => {
    this.dispatchEvent(new CustomEvent("picture-resize"));
  };

  private _label() {
    const { seat } = this;
    if (this.screen)
      return html`<ui-icon name="screen"></ui-icon
        ><span class="name"
          >${seat.own ? t("meetings.own-screen") : t("meetings.screen-of", { name: seat.name })}</span
        >`;
    const weak = seat.quality === "poor" || seat.quality === "lost";
    return html`${
        seat.microphone
          ? nothing
          : html`<ui-icon class="muted" name="microphone-off"></ui-icon
              ><span class="visually-hidden">${t("meetings.muted-mark")}</span>`
      }
      ${
        weak
          ? html`<ui-icon class="weak" name="pulse"></ui-icon
              ><span class="visually-hidden">${t("meetings.weak-line")}</span>`
          : nothing
      }
      <span class="name">${seat.own ? t("meetings.you", { name: seat.name }) : seat.name}</span>
      ${seat.company === null ? nothing : html`<ui-badge tone="outside">${seat.company || t("meetings.guest")}</ui-badge>`}`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    this._attach();
  }

  private _attach(): void {
    const { picture, video } = this;
    if (this._attached?.picture === picture && this._attached?.video === video) return;
    this._detach();
    if (picture === null || video === null) return;
    picture.attach(video);
    video.muted = true;
    this._attached = { picture, video };
  }

  private _detach(): void {
    this._attached?.picture.detach(this._attached.video);
    this._attached = null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "meeting-tile": MeetingTile;
  }
}
