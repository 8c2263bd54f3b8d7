import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { TabSelectEvent } from "../../components/ui-tabs.ts";
import { t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { OpenRoom } from "../../matrix/session.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { panels } from "./room-path.ts";
import type { Panel } from "./room-path.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-tabs.ts";
import "./chat-found.ts";
import "./chat-members.ts";
import "./chat-room-settings.ts";
import "./chat-thread.ts";

/** What belongs to a room, beside its conversation: members, files, pinned messages, threads, settings. Fires `chat-close`. */
@customElement("chat-panel")
export class ChatPanel extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 0;
        background: var(--color-surface);
      }
      header {
        display: flex;
        flex: none;
        align-items: center;
        gap: var(--space-2);
        min-block-size: var(--head);
        padding-inline: var(--space-4) var(--space-2);
        border-block-end: 1px solid var(--color-line);
      }
      ui-tabs {
        flex: 1;
        --tab-height: var(--head);
      }
      h2 {
        flex: 1;
        font-size: var(--text-m);
        font-weight: var(--weight-bold);
      }
      chat-members,
      chat-found,
      chat-thread,
      chat-room-settings {
        flex: 1;
        min-block-size: 0;
      }
    `,
  ];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property({ attribute: false }) room!: OpenRoom;
  @property() panel: Panel = "members";
  /** The message whose thread is open. */
  @property({ attribute: false }) thread: string | null = null;
  @property({ type: Boolean }) canWrite = false;

  override render() {
    const inThread = this.panel === "threads" && this.thread !== null;
    // A guest has the room that he was invited to, and nothing to set in it.
    const offered = this.canWrite ? panels : panels.filter((panel) => panel !== "settings");
    return html`
      <header>
        ${
          inThread
            ? html`<ui-icon-button
                  icon="arrow-left"
                  .label=${t("chat.to-threads")}
                  @click=${() => this._show("threads")}
                ></ui-icon-button>
                <h2>${t("chat.thread")}</h2>`
            : html`<ui-tabs
                .label=${t("chat.panel")}
                .tabs=${offered.map((id) => ({ id, label: t(`chat.panel.${id}`) }))}
                .value=${this.panel}
                @ui-select=${(event: TabSelectEvent) => this._show(event.detail.id)}
              ></ui-tabs>`
        }
        <ui-icon-button
          icon="close"
          .label=${t("chat.close-panel")}
          @click=${() => this.dispatchEvent(new CustomEvent("chat-close"))}
        ></ui-icon-button>
      </header>
      ${this._content()}
    `;
  }

  private _content() {
    const { room, panel, thread } = this;
    if (panel === "members") return html`<chat-members .room=${room} .canWrite=${this.canWrite}></chat-members>`;
    if (panel === "settings") return html`<chat-room-settings .room=${room}></chat-room-settings>`;
    if (panel === "threads" && thread !== null) {
      return html`<chat-thread .roomId=${room.roomId} .thread=${thread}></chat-thread>`;
    }
    return panel === "files" || panel === "pinned" || panel === "threads"
      ? html`<chat-found .room=${room} .what=${panel}></chat-found>`
      : nothing;
  }

  private _show(id: string): void {
    const panel = panels.find((each) => each === id);
    if (panel !== undefined) navigate(`${location.pathname}?panel=${panel}`, { replace: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-panel": ChatPanel;
  }
}
