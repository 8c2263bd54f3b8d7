import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { bucketOf } from "../lib/hash.ts";
import { initials } from "../lib/initials.ts";
import { PorticoElement } from "../lib/portico-element.ts";

/** Hues that stay apart at avatar size and do not say "error" or "outside". */
const hues = [184, 212, 244, 276, 312, 96, 142, 46];

/**
 * A person or a company: picture, else initials on a colour that always is the
 * same for the same `id`. Decoration: the name stands beside it.
 */
@customElement("ui-avatar")
export class UiAvatar extends PorticoElement {
  static override styles = css`
    :host {
      position: relative;
      display: inline-block;
      flex: none;
      inline-size: var(--avatar-size, 2rem);
      block-size: var(--avatar-size, 2rem);
    }
    .face {
      display: grid;
      place-items: center;
      inline-size: 100%;
      block-size: 100%;
      border-radius: var(--radius-full);
      background: light-dark(hsl(var(--hue) 34% 88%), hsl(var(--hue) 22% 25%));
      color: light-dark(hsl(var(--hue) 52% 24%), hsl(var(--hue) 42% 84%));
      font-size: calc(var(--avatar-size, 2rem) * 0.36);
      font-weight: var(--weight-bold);
      line-height: 1;
      letter-spacing: 0.01em;
      overflow: hidden;
      user-select: none;
    }
    /* Drawn, not written: initials are no text to be read out or copied. */
    .face::before {
      content: attr(data-initials);
    }
    .square {
      border-radius: calc(var(--avatar-size, 2rem) * 0.26);
    }
    img {
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
    }
    .outside {
      position: absolute;
      inset-block-end: -0.0625rem;
      inset-inline-end: -0.0625rem;
      inline-size: 0.6875rem;
      block-size: 0.6875rem;
      border: 2px solid var(--avatar-ring, var(--color-surface));
      border-radius: var(--radius-full);
      background: var(--color-outside-text);
    }
  `;

  @property() name = "";
  /** What the colour depends on; the name when empty. */
  @property() userId = "";
  /** Address of a picture on this origin. */
  @property() src = "";
  /** Rooms, departments and companies are square, people are round. */
  @property({ type: Boolean }) square = false;
  /** Marks somebody from outside the company. */
  @property({ type: Boolean }) outside = false;

  override render() {
    const hue = hues[bucketOf(this.userId || this.name, hues.length)] ?? 184;
    return html`<span
        class="face ${this.square ? "square" : ""}"
        .style=${`--hue:${hue}`}
        aria-hidden="true"
        data-initials=${this.src === "" ? initials(this.name) : ""}
        >${this.src === "" ? nothing : html`<img src=${this.src} alt="" loading="lazy" />`}</span
      >${this.outside ? html`<span class="outside"></span>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-avatar": UiAvatar;
  }
}
