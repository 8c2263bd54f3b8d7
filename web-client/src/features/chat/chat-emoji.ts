import { css, html } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import "../../components/ui-icon-button.ts";

const gap = 4;
const edge = 8;

/** A button that opens the emoji, whose code comes when it is pressed. Esc closes. Fires `chat-emoji`. */
@customElement("chat-emoji")
export class ChatEmoji extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: inline-flex;
      }
      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: var(--space-2);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
        background: var(--color-raised);
        box-shadow: var(--shadow-3);
      }
    `,
  ];

  @property() label = "";
  @property() size: "small" | "medium" = "medium";
  @state() private _open = false;
  @query("[popover]") private readonly _popover!: HTMLElement;

  override render() {
    return html`<ui-icon-button
        icon="smile"
        .size=${this.size}
        .label=${this.label}
        .expanded=${this._open}
        @click=${this.open}
      ></ui-icon-button>
      <div popover @toggle=${this._onToggle}>
        ${this._open ? html`<emoji-grid @emoji-chosen=${this._onChosen}></emoji-grid>` : ""}
      </div>`;
  }

  /** Shows the emoji beside the button and moves the focus into them. */
  async open(): Promise<void> {
    await import("./emoji-grid.ts");
    this._open = true;
    await this.updateComplete;
    const grid = this.renderRoot.querySelector("emoji-grid");
    await grid?.updateComplete;
    this._popover.showPopover();
    const anchor = this.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this._popover;
    const above = anchor.top - gap - height;
    const top = above >= edge ? above : anchor.bottom + gap;
    const left = Math.max(edge, Math.min(anchor.left, innerWidth - edge - width));
    this._popover.style.top = `${Math.max(edge, Math.min(top, innerHeight - edge - height))}px`;
    this._popover.style.left = `${left}px`;
    grid?.focus();
  }

  private _onToggle(event: ToggleEvent): void {
    this._open = event.newState === "open";
    // `toggle` does not bubble; whoever holds this button keeps it in view while the emoji are open.
    this.dispatchEvent(new ToggleEvent("toggle", { newState: event.newState, oldState: event.oldState }));
  }

  private _onChosen(event: CustomEvent<{ emoji: string }>): void {
    this._popover.hidePopover();
    this.dispatchEvent(new CustomEvent("chat-emoji", { detail: event.detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-emoji": ChatEmoji;
  }
}
