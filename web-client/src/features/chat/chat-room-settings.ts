import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { NotifyLevel } from "../../matrix/model.ts";
import type { OpenRoom } from "../../matrix/session.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { leaveRoom } from "./leave-room.ts";
import { say } from "./say.ts";
import "../../components/ui-button.ts";
import "../../components/ui-input.ts";
import "../../components/ui-textarea.ts";

const levels = ["all", "mentions", "off"] as const satisfies readonly NotifyLevel[];

/** What the user is told of in a room, and its name, topic and picture where he may change them. */
@customElement("chat-room-settings")
export class ChatRoomSettings extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: var(--space-6);
        padding: var(--space-4);
        overflow: auto;
      }
      fieldset {
        display: grid;
        gap: var(--space-1);
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend,
      h3 {
        padding: 0;
        margin-block-end: var(--space-2);
        font-size: var(--text-s);
        font-weight: var(--weight-bold);
      }
      label {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-block-size: 2.25rem;
        cursor: pointer;
      }
      input[type="radio"] {
        accent-color: var(--color-accent);
      }
      form {
        display: grid;
        gap: var(--space-4);
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
    `,
  ];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property({ attribute: false }) room!: OpenRoom;
  @state() private _busy = false;

  override render() {
    const summary = this.chat.room(this.room.roomId);
    if (summary === undefined) return nothing;
    const { rename, setTopic, setPicture } = this.room.rights.value;
    return html`
      <fieldset>
        <legend>${t("chat.notify")}</legend>
        ${levels.map(
          (level) =>
            html`<label
              ><input
                type="radio"
                name="notify"
                .checked=${summary.notify === level}
                @change=${async () => say(await this.chat.matrix.actions.setNotify(summary.roomId, level))}
              />${t(`chat.notify.${level}`)}</label
            >`,
        )}
      </fieldset>
      ${
        (rename || setTopic) && summary.direct === null
          ? html`<form @submit=${this._save}>
              ${rename ? html`<ui-input name="name" required .label=${t("chat.room-name")} .value=${summary.name}></ui-input>` : nothing}
              ${setTopic ? html`<ui-textarea name="topic" rows="3" .label=${t("chat.room-topic")} .value=${summary.topic}></ui-textarea>` : nothing}
              <div class="buttons">
                <ui-button type="submit" variant="primary" .busy=${this._busy}>${t("chat.save-room")}</ui-button>
                ${
                  setPicture
                    ? html`<ui-button
                          icon="image"
                          @click=${() => this.renderRoot.querySelector<HTMLInputElement>("input[type=file]")?.click()}
                          >${t("chat.room-picture")}</ui-button
                        ><input type="file" accept="image/*" hidden @change=${this._onPicture} />`
                    : nothing
                }
              </div>
            </form>`
          : nothing
      }
      ${
        summary.purpose === null
          ? html`<div class="buttons">
              <ui-button variant="danger" icon="sign-out" @click=${async () => leaveRoom(this.chat, summary)}
                >${t("chat.leave")}</ui-button
              >
            </div>`
          : nothing
      }
    `;
  }

  private async _save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const summary = this.chat.room(this.room.roomId);
    if (summary === undefined || this._busy) return;
    const data = new FormData(event.target as HTMLFormElement);
    const [name, topic] = [data.get("name"), data.get("topic")];
    const { actions } = this.chat.matrix;
    this._busy = true;
    const renamed = typeof name === "string" && name.trim() !== "" && name.trim() !== summary.name;
    const first = renamed ? await actions.rename(summary.roomId, name.trim()) : null;
    const changed = typeof topic === "string" && topic.trim() !== summary.topic;
    const second = changed && first === null ? await actions.setTopic(summary.roomId, topic.trim()) : null;
    this._busy = false;
    say(first ?? second, t("chat.room-saved"));
  }

  private async _onPicture(event: Event): Promise<void> {
    const field = event.target as HTMLInputElement;
    const picture = field.files?.[0];
    field.value = "";
    if (picture !== undefined) {
      say(await this.chat.matrix.actions.setPicture(this.room.roomId, picture), t("chat.room-saved"));
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-room-settings": ChatRoomSettings;
  }
}
