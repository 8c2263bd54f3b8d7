import { consume } from "@lit/context";
import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { confirmed } from "../../components/dialog-confirm.ts";
import { showDialog } from "../../components/show-dialog.ts";
import { showToast } from "../../components/toasts.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import type { Member } from "../../matrix/model.ts";
import type { OpenRoom } from "../../matrix/session.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { membersStyles } from "./chat-members-styles.ts";
import { DialogAddMember } from "./dialog-add-member.ts";
import { MemberRecords } from "./member-records.ts";
import { messageWish } from "./message-events.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-icon-button.ts";

/**
 * Who is in the room and why, who is from outside, and who can read along; who
 * leads the room adds colleagues and takes them out.
 */
@customElement("chat-members")
export class ChatMembers extends PorticoElement {
  static override styles = [sharedStyles, membersStyles];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property({ attribute: false }) room!: OpenRoom;
  /** Direct conversations can be opened from here; guests have none. */
  @property({ type: Boolean }) canWrite = false;

  private readonly _records = new MemberRecords(this);
  /** Room and number of members that the records were last asked for. */
  private _asked = "";
  protected readonly live = new LiveReload(this, ["rooms"], () => {
    if (this._isManaged) void this._records.load(this.room.roomId);
  });

  protected override updated(): void {
    const { roomId } = this.room;
    if (!this._isManaged) return;
    const asked = `${roomId} ${this.room.members.value.length}`;
    if (asked === this._asked) return;
    this._asked = asked;
    void this._records.load(roomId);
  }

  private get _isManaged(): boolean {
    return (this.chat.room(this.room.roomId)?.purpose ?? null) !== null;
  }

  private _because({ userId }: Member): string {
    const texts = (this._records.of(userId)?.reasons ?? []).map(({ source, name }) => {
      const kind = t(`chat.because.${source}`);
      return name === null ? kind : `${kind} ${localized(name)}`;
    });
    return texts.length === 0 ? "" : t("chat.because", { reasons: texts.join(", ") });
  }

  override render() {
    const members = this.room.members.value;
    const summary = this.chat.room(this.room.roomId);
    const companies = summary === undefined ? [] : this.chat.outsidersIn(summary);
    const keepers = members.filter((member) => this._isManaged && member.powerLevel >= 100);
    const inside = members.filter(
      (member) => member.company === null && member.membership === "join" && !keepers.includes(member),
    );
    const outside = members.filter((member) => member.company !== null && member.membership === "join");
    const invited = members.filter((member) => member.membership === "invite");
    return html`
      <header>
        <p>${t("chat.members-count", { count: inside.length + outside.length })}</p>
        ${
          this._records.canAdd
            ? html`<ui-icon-button
                icon="user-plus"
                .label=${t("chat.add-member")}
                @click=${this._add}
              ></ui-icon-button>`
            : nothing
        }
      </header>
      <div class="scroll">
        <p class="readers">
          ${companies.length === 0 ? t("chat.readers-inside") : t("chat.readers-outside", { companies: companies.join(", ") })}
          ${t("chat.readers-kept")}
        </p>
        ${this._group(t("chat.members-outside", { count: outside.length }), outside)}
        ${this._group(t("chat.members-inside", { count: inside.length }), inside)}
        ${this._group(t("chat.members-invited", { count: invited.length }), invited)}
        ${
          keepers.length === 0
            ? nothing
            : html`<p class="kept"><img src="/favicon.svg" width="20" height="20" alt="" />${t("chat.kept-by")}</p>`
        }
      </div>
    `;
  }

  private _group(title: string, members: readonly Member[]) {
    if (members.length === 0) return nothing;
    return html`<h3>${title}</h3>
      <ul>
        ${members.map((member) => html`<li>${this._person(member)}${this._removal(member)}</li>`)}
      </ul>`;
  }

  private _person(member: Member) {
    const own = member.userId === this.chat.matrix.userId;
    const role =
      member.powerLevel >= 100 ? t("chat.role-manages") : member.powerLevel >= 50 ? t("chat.role-leads") : "";
    const { name, company } = this.chat.see(member);
    const leaving = this._records.isLeaving(member.userId);
    const because = leaving ? t("chat.member-leaving") : this._because(member);
    const problem = this._records.problemOf(member.userId);
    const content = html`<ui-avatar .name=${name} .userId=${member.userId} ?outside=${company !== null}></ui-avatar>
      <span class="who">
        <span>${name}${own ? ` (${t("chat.you")})` : ""}</span>
        ${role === "" ? nothing : html`<small>${role}</small>`}
        ${because === "" ? nothing : html`<small>${because}</small>`}
        ${problem === "" ? nothing : html`<small class="problem" role="alert">${problem}</small>`}
        ${own || company === null ? nothing : html`<ui-badge tone="outside" icon="building">${company}</ui-badge>`}
      </span>`;
    if (own || !this.canWrite) return html`<div class="person">${content}</div>`;
    return html`<button
      class="person"
      type="button"
      @click=${(event: MouseEvent) => this._showPerson(event, member.userId)}
    >
      ${content}
    </button>`;
  }

  private _showPerson(event: MouseEvent, userId: string): void {
    const at = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.dispatchEvent(messageWish({ wish: "person", userId, at }));
  }

  private _removal(member: Member) {
    const { userId } = member;
    if (this._records.of(userId)?.removable !== true || this._records.isLeaving(userId)) return nothing;
    const { name } = this.chat.see(member);
    return html`<ui-icon-button
      size="small"
      icon="user-off"
      .label=${t("chat.remove-member", { name })}
      @click=${async () => this._remove(userId, name)}
    ></ui-icon-button>`;
  }

  private async _add(): Promise<void> {
    const { roomId, members } = this.room;
    const summary = this.chat.room(roomId);
    if (summary === undefined) return;
    const present = new Set(members.value.filter(isHere).map((member) => member.userId));
    const roomName = this.chat.nameOf(summary);
    const added = await showDialog(Object.assign(new DialogAddMember(), { roomId, roomName, present }));
    if (added !== null && roomId === this.room.roomId) this._records.put(added);
  }

  private async _remove(userId: string, name: string): Promise<void> {
    const agreed = await confirmed({
      heading: t("chat.remove-member-question", { name }),
      text: t("chat.remove-member-explained"),
      action: t("chat.remove-member-action"),
      danger: true,
    });
    if (agreed && (await this._records.remove(userId))) showToast(t("chat.member-removed", { name }));
  }
}

const isHere = ({ membership }: Member): boolean => membership === "join" || membership === "invite";

declare global {
  interface HTMLElementTagNameMap {
    "chat-members": ChatMembers;
  }
}
