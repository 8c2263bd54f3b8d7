import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { formatDate } from "../../i18n/format.ts";
import { loadTexts, localized, t } from "../../i18n/i18n.ts";
import { minute } from "../../lib/clock.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { Person } from "../../matrix/model.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { ChatController } from "./chat-controller.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-skeleton.ts";

const gap = 6;
const edge = 8;

/** Who somebody is, beside his name, without leaving the room. Esc or a press elsewhere closes it. */
@customElement("person-card")
export class PersonCard extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        position: fixed;
        inset: auto;
        inline-size: min(20rem, calc(100vw - 1rem));
        margin: 0;
        padding: var(--space-4);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        background: var(--color-raised);
        color: var(--color-text);
        box-shadow: var(--shadow-3);
      }
      .who {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
        gap: var(--space-3);
        --avatar-size: 3rem;
      }
      h2 {
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
        line-height: var(--leading-tight);
        overflow-wrap: anywhere;
      }
      .title {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-1) var(--space-4);
        margin-block: var(--space-4) 0;
        font-size: var(--text-s);
      }
      dt {
        color: var(--color-text-3);
      }
      dd {
        overflow-wrap: anywhere;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        margin-block-start: var(--space-4);
      }
    `,
  ];

  @property({ attribute: false }) chat!: ChatController;
  @property({ attribute: false }) person!: Person;
  private readonly _profile = new Task(this, {
    task: async ([userId], { signal }) => {
      if (this.person.company !== null) return null;
      const [{ items }, organisation] = await Promise.all([
        api.call("GET /api/directory/people", { query: { userId, limit: 1 } }, signal),
        api.call("GET /api/directory/organisation", {}, signal),
      ]);
      const [found] = items;
      if (found === undefined) return null;
      const params = { personId: found.id };
      const profile = await api.call("GET /api/directory/people/{personId}", { params }, signal);
      return { ...profile, organisation };
    },
    args: () => [this.person.userId] as const,
  });

  override render() {
    const { name, company } = this.chat.see(this.person);
    const profile = this._profile.value ?? null;
    const person = profile?.person;
    const shown = person === undefined ? name : localized(person.name) || name;
    const own = this.person.userId === this.chat.matrix.userId;
    return html`
      <div class="who">
        <ui-avatar .name=${shown} .userId=${this.person.userId} ?outside=${company !== null}></ui-avatar>
        <div>
          <h2>${shown}</h2>
          ${person === undefined ? nothing : html`<p class="title">${localized(person.title)}</p>`}
          ${company === null ? nothing : html`<ui-badge tone="outside" icon="building">${company}</ui-badge>`}
          ${person?.state === "left" ? html`<ui-badge tone="warning">${t("directory.left")}</ui-badge>` : nothing}
        </div>
      </div>
      ${this._profile.render({
        pending: () => html`<ui-skeleton rows="2"></ui-skeleton>`,
        error: () => nothing,
        complete: (found) => (found === null ? nothing : this._facts(found)),
      })}
      <div class="ways">
        ${
          own || company !== null || person?.state === "left" || person?.provisioned === false
            ? nothing
            : html`<ui-button
                variant="primary"
                icon="chat"
                href="/dm/${encodeURIComponent(this.person.userId)}"
                @click=${() => this.hidePopover()}
                >${t("directory.message")}</ui-button
              >`
        }
        ${
          person === undefined
            ? nothing
            : html`<ui-button
                icon="user"
                href="/people/${encodeURIComponent(person.id)}"
                @click=${() => this.hidePopover()}
                >${t("chat.open-profile")}</ui-button
              >`
        }
      </div>
    `;
  }

  private _facts({ person, manager, organisation }: NonNullable<(typeof this._profile)["value"]>) {
    const department = organisation.departments.find(({ id }) => id === person.departmentId);
    const rank = organisation.ranks.find(({ id }) => id === person.rankId);
    const facts: (readonly [string, string | undefined])[] = [
      [t("directory.department"), department && localized(department.name)],
      [t("directory.rank"), rank && localized(rank.name)],
      [t("directory.manager"), manager === null ? undefined : localized(manager.name)],
      [t("chat.local-time"), formatDate(minute.value, "time")],
    ];
    return html`<dl>
      ${facts.map(([term, fact]) =>
        fact === undefined
          ? nothing
          : html`<dt>${term}</dt>
              <dd>${fact}</dd>`,
      )}
    </dl>`;
  }

  protected override firstUpdated(): void {
    this._place();
  }

  protected override updated(): void {
    this._place();
  }

  /** Beside what it belongs to, and inside the window whatever it comes to hold. */
  at = new DOMRect();
  private _place(): void {
    const { offsetWidth: width, offsetHeight: height } = this;
    const below = this.at.bottom + gap;
    const top = below + height + edge <= innerHeight ? below : this.at.top - gap - height;
    this.style.top = `${Math.max(edge, Math.min(top, innerHeight - edge - height))}px`;
    this.style.left = `${Math.max(edge, Math.min(this.at.left, innerWidth - edge - width))}px`;
  }
}

/** Shows who somebody is, beside a place in the window. */
export const showPersonCard = async (
  chat: ChatController,
  roomId: string,
  userId: string,
  at: DOMRect,
): Promise<void> => {
  await loadTexts("directory");
  const room = chat.matrix.openRoom(roomId);
  const member = room.members.peek().find((each) => each.userId === userId);
  room.close();
  const person: Person = member ?? {
    userId,
    name: userId.slice(1).split(":")[0] ?? userId,
    avatar: null,
    company: null,
  };
  const card = Object.assign(new PersonCard(), { chat, person, at });
  card.popover = "auto";
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", chat.see(person).name);
  const home = document.querySelector("portico-app")?.shadowRoot?.querySelector("[data-dialogs]") ?? document.body;
  home.append(card);
  card.addEventListener("toggle", (event) => {
    if (event.newState === "closed") card.remove();
  });
  card.showPopover();
  await card.updateComplete;
  card.renderRoot.querySelector<HTMLElement>("ui-button")?.focus();
};

declare global {
  interface HTMLElementTagNameMap {
    "person-card": PersonCard;
  }
}
