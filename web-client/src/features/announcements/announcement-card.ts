import { consume } from "@lit/context";
import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { announcementState } from "./announcement-state.ts";
import { glance } from "./announcement-text.ts";
import { confirmRead } from "./confirm-read.ts";
import type { Announcement } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-button.ts";
import "../../components/ui-skeleton.ts";

/** An announcement in a conversation or in the Inbox. */
@customElement("announcement-card")
export class AnnouncementCard extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      .card {
        display: grid;
        gap: var(--space-3);
        max-inline-size: 32rem;
        padding: var(--space-4);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        background: var(--color-raised);
        color: var(--color-text);
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        align-items: center;
        color: var(--color-text-2);
        font-size: var(--text-s);
        --avatar-size: 1.5rem;
      }
      a.title {
        color: inherit;
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
        line-height: var(--leading-tight);
        overflow-wrap: anywhere;
        text-decoration: none;
      }
      a.title:hover {
        text-decoration: underline;
      }
      .words {
        display: -webkit-box;
        overflow: hidden;
        color: var(--color-text-2);
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 4;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      .quiet {
        color: var(--color-text-2);
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property() announcementId = "";
  private readonly _one = new Task(this, {
    task: async ([announcementId], { signal }) =>
      (await api.call("GET /api/announcements/{announcementId}", { params: { announcementId } }, signal)).announcement,
    args: () => [this.announcementId] as const,
  });
  protected readonly live = new LiveReload(this, ["announcements"], () => this._one.run());

  override render() {
    const shown = this._one.value;
    if (shown !== undefined && shown.state !== "recalled") return this._card(shown);
    return this._one.render({
      pending: () => html`<div class="card"><ui-skeleton rows="3"></ui-skeleton></div>`,
      error: (error) => {
        const gone = error instanceof ApiError && error.status === 404;
        return html`<div class="card">
          <p class="quiet">${gone ? t("announcements.not-for-you") : errorText(error)}</p>
        </div>`;
      },
      complete: () => html`<div class="card"><p class="quiet">${t("announcements.was-recalled")}</p></div>`,
    });
  }

  private _card(one: Announcement) {
    const href = `/work/announcements/${encodeURIComponent(one.id)}`;
    const { author, publishedAt, mustConfirm, confirmed } = one;
    return html`<article class="card">
      <div class="top">
        <ui-avatar .name=${localized(author.name)} .userId=${author.userId}></ui-avatar>
        <span>${localized(author.name)}</span>
        ${publishedAt === null ? nothing : html`<time datetime=${publishedAt}>${formatWhen(publishedAt)}</time>`}
        ${announcementState(one, this._own(one))}
      </div>
      <a class="title" href=${href}>${one.title}</a>
      <p class="words">${glance(one.text)}</p>
      <div class="actions">
        ${
          mustConfirm && !confirmed && !this._own(one)
            ? html`<ui-button size="small" variant="primary" icon="check" @click=${() => this._confirm(one)}
                >${t("announcements.confirm")}</ui-button
              >`
            : nothing
        }
        <ui-button size="small" variant="ghost" href=${href}>${t("announcements.open")}</ui-button>
      </div>
    </article>`;
  }

  private _own({ author }: Announcement): boolean {
    return author.userId === this.session.account.value.userId;
  }

  private async _confirm(one: Announcement): Promise<void> {
    await confirmRead(one);
    await this._one.run();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "announcement-card": AnnouncementCard;
  }
}
