import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { SystemItem } from "../../matrix/model.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { shortMoment } from "./dates.ts";
import { systemText } from "./texts.ts";

/** What happened in the room: one line, or a fold of several. */
@customElement("chat-system")
export class ChatSystem extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        padding: var(--space-1) var(--space-4);
        color: var(--color-text-3);
        font-size: var(--text-s);
        text-align: center;
      }
      button {
        padding: 0 var(--space-2);
        border: 0;
        border-radius: var(--radius-s);
        background: none;
        color: inherit;
        cursor: pointer;
      }
      button:hover {
        background: var(--color-hover);
      }
      time {
        font-size: var(--text-xs);
      }
    `,
  ];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property({ attribute: false }) items: readonly SystemItem[] = [];
  @state() private _open = false;

  override render() {
    const [only] = this.items;
    if (only !== undefined && this.items.length === 1) return this._line(only);
    return html`<button type="button" aria-expanded=${this._open} @click=${() => (this._open = !this._open)}>
        ${t("chat.system-folded", { count: this.items.length })}
      </button>
      ${this._open ? this.items.map((item) => this._line(item)) : nothing}`;
  }

  private _line(item: SystemItem) {
    return html`<p>
      ${systemText(item, (person) => this.chat.see(person).name)} <time>${shortMoment(item.at)}</time>
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-system": ChatSystem;
  }
}
