import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import type { ResponseOf } from "../../api/types.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { Member } from "../../matrix/model.ts";
import type { OpenRoom } from "../../matrix/session.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-icon-button.ts";

type Reason = ResponseOf<"GET /api/rooms/{roomId}/members">["items"][number]["reasons"][number];

/** Who is in the room and why, who is from outside, and who can read along. Fires `chat-close`. */
@customElement("chat-members")
export class ChatMembers extends PorticoElement {
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
        min-block-size: var(--head);
        padding-inline: var(--space-4) var(--space-2);
        border-block-end: 1px solid var(--color-line);
      }
      h2 {
        flex: 1;
        font-size: var(--text-m);
        font-weight: var(--weight-bold);
      }
      .scroll {
        flex: 1;
        min-block-size: 0;
        padding: var(--space-3) var(--space-2) var(--space-4);
        overflow: auto;
      }
      h3 {
        padding: var(--space-2) var(--space-2) var(--space-1);
        color: var(--color-text-3);
        font-size: var(--text-xs);
        font-weight: var(--weight-medium);
      }
      .person {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        inline-size: 100%;
        min-block-size: 2.75rem;
        padding: var(--space-1) var(--space-2);
        border: 0;
        border-radius: var(--radius-m);
        background: none;
        text-align: start;
      }
      button.person {
        cursor: pointer;
      }
      button.person:hover {
        background: var(--color-hover);
      }
      .who {
        display: grid;
        flex: 1;
        justify-items: start;
        min-inline-size: 0;
        line-height: var(--leading-tight);
      }
      .who small {
        color: var(--color-text-3);
        font-size: var(--text-xs);
      }
      .readers {
        margin: var(--space-2);
        padding: var(--space-3);
        border-radius: var(--radius-m);
        background: var(--color-sunken);
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
    `,
  ];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property({ attribute: false }) room!: OpenRoom;
  /** Direct conversations can be opened from here; guests have none. */
  @property({ type: Boolean }) canWrite = false;

  @state() private _reasons: ReadonlyMap<string, readonly Reason[]> = new Map();

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("room")) void this._loadReasons(this.room.roomId);
  }

  /** Why each is here; chat works without, where the company does not keep the room or cannot be asked. */
  private async _loadReasons(roomId: string): Promise<void> {
    this._reasons = new Map();
    if ((this.chat.room(roomId)?.purpose ?? null) === null) return;
    const call = api.call("GET /api/rooms/{roomId}/members", { params: { roomId }, query: { limit: 500 } });
    const [answer] = await Promise.allSettled([call]);
    if (answer.status === "rejected" || this.room.roomId !== roomId) return;
    this._reasons = new Map(answer.value.items.map((member) => [member.userId, member.reasons]));
  }

  private _because(member: Member): string {
    const texts = (this._reasons.get(member.userId) ?? []).map(({ source, name }) => {
      const kind = t(`chat.because.${source}`);
      return name === null ? kind : `${kind} ${localized(name)}`;
    });
    return texts.length === 0 ? "" : t("chat.because", { reasons: texts.join(", ") });
  }

  override render() {
    const members = this.room.members.value;
    const summary = this.chat.room(this.room.roomId);
    const companies = summary === undefined ? [] : this.chat.outsidersIn(summary);
    const inside = members.filter((member) => member.company === null && member.membership === "join");
    const outside = members.filter((member) => member.company !== null && member.membership === "join");
    const invited = members.filter((member) => member.membership === "invite");
    return html`
      <header>
        <h2>${t("chat.members")}</h2>
        <ui-icon-button
          icon="close"
          .label=${t("chat.close-members")}
          @click=${() => this.dispatchEvent(new CustomEvent("chat-close"))}
        ></ui-icon-button>
      </header>
      <div class="scroll">
        <p class="readers">
          ${companies.length === 0 ? t("chat.readers-inside") : t("chat.readers-outside", { companies: companies.join(", ") })}
          ${t("chat.readers-kept")}
        </p>
        ${this._group(t("chat.members-outside", { count: outside.length }), outside)}
        ${this._group(t("chat.members-inside", { count: inside.length }), inside)}
        ${this._group(t("chat.members-invited", { count: invited.length }), invited)}
      </div>
    `;
  }

  private _group(title: string, members: readonly Member[]) {
    if (members.length === 0) return nothing;
    return html`<h3>${title}</h3>
      <ul>
        ${members.map((member) => html`<li>${this._person(member)}</li>`)}
      </ul>`;
  }

  private _person(member: Member) {
    const own = member.userId === this.chat.matrix.userId;
    const role =
      member.powerLevel >= 100 ? t("chat.role-manages") : member.powerLevel >= 50 ? t("chat.role-leads") : "";
    const { name, company } = this.chat.see(member);
    const because = this._because(member);
    const content = html`<ui-avatar .name=${name} .userId=${member.userId} ?outside=${company !== null}></ui-avatar>
      <span class="who">
        <span>${name}${own ? ` (${t("chat.you")})` : ""}</span>
        ${role === "" ? nothing : html`<small>${role}</small>`}
        ${because === "" ? nothing : html`<small>${because}</small>`}
        ${own || company === null ? nothing : html`<ui-badge tone="outside" icon="building">${company}</ui-badge>`}
      </span>`;
    if (own || !this.canWrite) return html`<div class="person">${content}</div>`;
    return html`<button
      class="person"
      type="button"
      title=${t("chat.write-to", { name: member.name })}
      @click=${() => navigate(`/dm/${encodeURIComponent(member.userId)}`)}
    >
      ${content}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-members": ChatMembers;
  }
}
