import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../../i18n/i18n.ts";
import { PorticoElement } from "../../../lib/portico-element.ts";
import { sharedStyles } from "../../../styles/shared.ts";
import type { MeetingTile } from "../meeting-tile.ts";
import type { Drawings } from "./drawings.ts";
import { type Frame, frameIn } from "./frame.ts";
import { paint, strokeAt } from "./paint.ts";
import { colours, MOST_TEXT, UNIT } from "./stroke.ts";

/** Between two pictures while something fades or a name is shown. */
const STEP_MS = 50;
/** Names and fading end within this time after the last stroke. */
const MOVING_MS = 6000;

/** What is drawn over a shared screen, in the slot `over` of its tile; where the user has a tool in hand, the sheet to draw on. */
@customElement("share-drawing")
export class ShareDrawing extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      canvas {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
      }
      :host([drawing]) {
        cursor: crosshair;
        touch-action: none;
      }
      input {
        position: absolute;
        min-inline-size: 8rem;
        max-inline-size: 60%;
        padding: 0.125rem var(--space-2);
        border: 2px solid currentColor;
        border-radius: var(--radius-s);
        background: #0d1011d9;
        color: inherit;
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
      }
    `,
  ];

  @property({ attribute: false }) drawings!: Drawings;
  /** Identity of who shows the screen. */
  @property() share = "";
  /** Whether the user may draw here, and not only look. */
  @property({ type: Boolean }) open = false;
  @property({ type: Boolean, reflect: true }) drawing = false;
  @state() private _writing: { readonly x: number; readonly y: number } | null = null;
  private _box = { width: 0, height: 0 };
  private _hovered: string | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _frame = 0;
  private _changedAt = 0;
  private _aspect = 0;
  private readonly _watch = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    const { width, height } = entry.contentRect;
    this._box = { width, height };
    this._paintSoon();
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this._watch.observe(this);
    this.parentElement?.addEventListener("picture-resize", this._resized);
    this.addEventListener("pointerdown", this._down);
    this.addEventListener("pointermove", this._move);
    for (const name of ["pointerup", "pointercancel", "pointerleave"] as const) this.addEventListener(name, this._up);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._watch.disconnect();
    this.parentElement?.removeEventListener("picture-resize", this._resized);
    clearTimeout(this._timer);
    cancelAnimationFrame(this._frame);
  }

  protected override willUpdate(): void {
    void this.drawings.boards.version.value;
    this.drawing = this.open && this.drawings.tool.value !== null && this.drawings.mayDraw(this.share);
    if (this.drawings.tool.value !== "text") this._writing = null;
  }

  override render() {
    const writing = this._writing;
    const frame = this._frameNow();
    return html`<canvas role="img" aria-label=${t("meetings.drawn-layer")}></canvas> ${
        writing === null || frame === null
          ? nothing
          : html`<input
              .maxLength=${MOST_TEXT}
              aria-label=${t("meetings.draw-text")}
              .style=${`left:${frame.x + writing.x * frame.width}px;top:${frame.y + writing.y * frame.height}px;color:${colours[this.drawings.colour.value]}`}
              @keydown=${this._key}
              @blur=${this._write}
              @pointerdown=${(event: Event) => event.stopPropagation()}
            />`
      }`;
  }

  protected override updated(): void {
    this._changedAt = Date.now();
    this._paintSoon();
    if (this._writing !== null) this.renderRoot.querySelector("input")?.focus();
  }

  private _frameNow(): Frame | null {
    const video = (this.parentElement as MeetingTile | null)?.video;
    if (video == null) return null;
    return frameIn(this._box, { width: video.videoWidth, height: video.videoHeight });
  }

  /** Another window or another shape of it: what was drawn is not about this picture. */
  private readonly _resized = (): void => {
    const video = (this.parentElement as MeetingTile | null)?.video;
    if (video == null || video.videoHeight === 0) return;
    const aspect = video.videoWidth / video.videoHeight;
    const changed = this._aspect !== 0 && Math.abs(aspect / this._aspect - 1) > 0.01;
    this._aspect = aspect;
    if (changed && this.share === this.drawings.own) this.drawings.clear(this.share, true);
    this._paintSoon();
  };

  private _paintSoon(): void {
    if (this._frame !== 0) return;
    this._frame = requestAnimationFrame(() => {
      this._frame = 0;
      this._paint();
    });
  }

  private _paint(): void {
    const canvas = this.renderRoot.querySelector("canvas");
    const context = canvas?.getContext("2d");
    const frame = this._frameNow();
    if (canvas == null || context == null) return;
    const ratio = window.devicePixelRatio;
    canvas.width = Math.round(this._box.width * ratio);
    canvas.height = Math.round(this._box.height * ratio);
    if (frame === null) return;
    context.scale(ratio, ratio);
    const now = Date.now();
    const fading = this.drawings.boards.expire(this.share, now);
    const strokes = this.drawings.boards.of(this.share);
    const nameOf = (author: string): string | null =>
      author === this.drawings.own ? null : this.drawings.nameOf(author);
    paint(context, frame, strokes, { now, nameOf, hovered: this._hovered });
    clearTimeout(this._timer);
    if (fading || (strokes.length > 0 && now - this._changedAt < MOVING_MS))
      this._timer = setTimeout(() => this._paintSoon(), STEP_MS);
  }

  /** Place in the picture, 0 to 1 both ways; null beside it. */
  private _place(event: PointerEvent): { x: number; y: number } | null {
    const frame = this._frameNow();
    if (frame === null) return null;
    const { left, top } = this.getBoundingClientRect();
    const x = (event.clientX - left - frame.x) / frame.width;
    const y = (event.clientY - top - frame.y) / frame.height;
    return x < 0 || x > 1 || y < 0 || y > 1 ? null : { x, y };
  }

  private readonly _down = (event: PointerEvent): void => {
    const tool = this.drawings.tool.peek();
    const place = this._place(event);
    if (!this.drawing || tool === null || place === null || event.button !== 0) return;
    event.preventDefault();
    if (tool === "text") {
      this._write();
      this._writing = place;
      return;
    }
    this.setPointerCapture(event.pointerId);
    this.drawings.begin(this.share, tool, units(place));
  };

  private readonly _move = (event: PointerEvent): void => {
    if (this.hasPointerCapture(event.pointerId)) {
      for (const each of event.getCoalescedEvents?.() ?? [event]) {
        const place = this._place(each);
        if (place !== null) this.drawings.extend(units(place));
      }
      return;
    }
    const frame = this._frameNow();
    if (frame === null) return;
    const { left, top } = this.getBoundingClientRect();
    const hovered = strokeAt(frame, this.drawings.boards.of(this.share), [event.clientX - left, event.clientY - top]);
    if (hovered === this._hovered) return;
    this._hovered = hovered;
    this._paintSoon();
  };

  private readonly _up = (event: PointerEvent): void => {
    if (this.hasPointerCapture(event.pointerId) && event.type !== "pointerleave") this.drawings.end();
  };

  private readonly _key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === "Escape") this._writing = null;
    if (event.key === "Enter" && !event.isComposing) this._write();
  };

  private readonly _write = (): void => {
    const writing = this._writing;
    const text = this.renderRoot.querySelector("input")?.value.trim() ?? "";
    this._writing = null;
    if (writing !== null && text !== "") this.drawings.begin(this.share, "text", units(writing), text);
  };
}

const units = ({ x, y }: { x: number; y: number }): [number, number] => [Math.round(x * UNIT), Math.round(y * UNIT)];

declare global {
  interface HTMLElementTagNameMap {
    "share-drawing": ShareDrawing;
  }
}
