import { html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { DialogBase } from "../../components/dialog-base.ts";
import { t } from "../../i18n/i18n.ts";
import type { MatrixSession } from "../../matrix/session.ts";
import type { PersonPicker } from "../directory/person-picker.ts";
import { problemText } from "./texts.ts";
import { roomPath } from "./room-path.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-input.ts";
import "../directory/person-picker.ts";

/** Begins a conversation with one colleague, or a group with a name. Its result is the address. */
@customElement("dialog-new-conversation")
export class DialogNewConversation extends DialogBase<string> {
  /** A group; else a message to one person. */
  @property({ type: Boolean }) group = false;
  @property({ attribute: false }) matrix!: MatrixSession;
  @state() private _busy = false;
  @state() private _problem = "";
  @state() private _nameProblem = "";
  @state() private _peopleProblem = "";
  @state() private _picture: File | null = null;
  @query("person-picker") private readonly _people!: PersonPicker;
  @query("ui-input[name=name]") private readonly _name!: HTMLElementTagNameMap["ui-input"] | null;

  override render() {
    const { group } = this;
    return html`<ui-dialog
      .heading=${group ? t("chat.new-group") : t("chat.new-message")}
      .closable=${!this._busy}
      @ui-close=${this.done}
    >
      <form class="stack" id="form" @submit=${this._create}>
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        ${
          group
            ? html`<ui-input
                name="name"
                required
                .label=${t("chat.group-name")}
                .error=${this._nameProblem}
              ></ui-input>`
            : nothing
        }
        <person-picker
          ?multiple=${group}
          .label=${group ? t("chat.group-people") : t("chat.message-to")}
          .error=${this._peopleProblem}
          @change=${this._onPeople}
        ></person-picker>
        ${
          group
            ? html`<div>
                <input type="file" accept="image/*" hidden @change=${this._onPicture} />
                <ui-button
                  icon="image"
                  @click=${() => this.renderRoot.querySelector<HTMLInputElement>("input[type=file]")?.click()}
                  >${this._picture === null ? t("chat.group-picture") : this._picture.name}</ui-button
                >
              </div>`
            : nothing
        }
      </form>
      <ui-button slot="footer" ?disabled=${this._busy} @click=${this.close}>${t("components.cancel")}</ui-button>
      ${
        group
          ? html`<ui-button slot="footer" variant="primary" .busy=${this._busy} @click=${this._create}
              >${t("chat.group-create")}</ui-button
            >`
          : nothing
      }
    </ui-dialog>`;
  }

  /** One person is all that a message needs. */
  private _onPeople(): void {
    this._peopleProblem = "";
    const [person] = this._people.people;
    if (!this.group && person !== undefined) this.close(`/dm/${encodeURIComponent(person.userId)}`);
  }

  private _onPicture(event: Event): void {
    this._picture = (event.target as HTMLInputElement).files?.[0] ?? null;
  }

  private async _create(event: Event): Promise<void> {
    event.preventDefault();
    if (this._busy || !this.group) return;
    const name = this._name?.value.trim() ?? "";
    const people = this._people.people.map(({ userId }) => userId).filter((userId) => userId !== this.matrix.userId);
    this._nameProblem = name === "" ? t("chat.group-name-missing") : "";
    this._peopleProblem = people.length === 0 ? t("chat.group-people-missing") : "";
    if (name === "" || people.length === 0) return;
    this._busy = true;
    const made = await this.matrix.actions.createGroup({ name, people, picture: this._picture });
    this._busy = false;
    if ("problem" in made) this._problem = problemText(made.problem);
    else this.close(roomPath(made.roomId));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-new-conversation": DialogNewConversation;
  }
}
