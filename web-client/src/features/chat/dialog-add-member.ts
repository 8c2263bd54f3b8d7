import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { DialogBase } from "../../components/dialog-base.ts";
import { showToast } from "../../components/toasts.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { TypedText } from "../../lib/typed-text.ts";
import type { MemberRecord } from "./member-records.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-input.ts";

type Person = ResponseOf<"GET /api/directory/people">["items"][number];

/** How many people are offered; whoever is not among them is found by more letters. */
const offered = 8;

/** Finds colleagues and makes one a member of a room. Its result is the member. */
@customElement("dialog-add-member")
export class DialogAddMember extends DialogBase<MemberRecord> {
  static override styles = [
    DialogBase.styles,
    css`
      ul {
        min-block-size: 16rem;
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-block-size: 3rem;
      }
      .who {
        display: grid;
        flex: 1;
        min-inline-size: 0;
        line-height: var(--leading-tight);
        overflow-wrap: anywhere;
      }
      small {
        color: var(--color-text-3);
        font-size: var(--text-s);
      }
    `,
  ];

  @property() roomId = "";
  @property() roomName = "";
  /** Who is in the room already. */
  @property({ attribute: false }) present: ReadonlySet<string> = new Set();
  /** User id of who is being added. */
  @state() private _busy = "";
  @state() private _problem = "";
  private readonly _search = new TypedText(this);
  private readonly _found = new Task(this, {
    task: async ([search], { signal }) =>
      search === ""
        ? null
        : (await api.call("GET /api/directory/people", { query: { search, limit: offered } }, signal)).items,
    args: () => [this._search.text] as const,
  });

  override render() {
    return html`<ui-dialog
      .heading=${t("chat.add-member-to", { room: this.roomName })}
      .closable=${this._busy === ""}
      @ui-close=${this.done}
    >
      <div class="stack">
        <p class="quiet">${t("chat.add-member-lead")}</p>
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        <ui-input
          type="search"
          icon="search"
          labelHidden
          .label=${t("chat.add-member-search")}
          .placeholder=${t("chat.add-member-search")}
          @input=${this._search.onInput}
        ></ui-input>
        <div aria-live="polite">
          ${this._found.render({
            error: (error) => html`<ui-banner tone="danger">${errorText(error)}</ui-banner>`,
            complete: (people) => this._people(people),
          })}
        </div>
      </div>
      <ui-button slot="footer" ?disabled=${this._busy !== ""} @click=${this.close}>${t("components.cancel")}</ui-button>
    </ui-dialog>`;
  }

  private _people(people: readonly Person[] | null) {
    const active = people?.filter((person) => person.state === "active") ?? [];
    return html`<ul>
      ${people !== null && active.length === 0 ? html`<li class="quiet">${t("chat.none-found")}</li>` : nothing}
      ${active.map(
        (person) =>
          html`<li>
            <ui-avatar .name=${localized(person.name)} .userId=${person.userId}></ui-avatar>
            <span class="who">
              <span>${localized(person.name)}</span>
              <small>${localized(person.title)}</small>
            </span>
            ${this._offer(person)}
          </li>`,
      )}
    </ul>`;
  }

  private _offer(person: Person) {
    if (this.present.has(person.userId)) return html`<small>${t("chat.is-member")}</small>`;
    return html`<ui-button
      size="small"
      .busy=${this._busy === person.userId}
      ?disabled=${this._busy !== ""}
      @click=${async () => this._add(person)}
      >${t("chat.add-member-action")}</ui-button
    >`;
  }

  private async _add({ userId, name }: Person): Promise<void> {
    this._busy = userId;
    this._problem = "";
    const params = { roomId: this.roomId, userId };
    const [added] = await Promise.allSettled([api.call("PUT /api/rooms/{roomId}/members/{userId}", { params })]);
    this._busy = "";
    if (added.status === "rejected") {
      this._problem = errorText(added.reason);
      return;
    }
    showToast(t("chat.member-added", { name: localized(name) }));
    this.close(added.value);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-add-member": DialogAddMember;
  }
}
