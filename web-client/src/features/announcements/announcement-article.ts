import { consume } from "@lit/context";
import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { confirmed } from "../../components/dialog-confirm.ts";
import { showToast } from "../../components/toasts.ts";
import type { MenuItem, MenuSelectEvent } from "../../components/ui-menu.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { readStoredFile } from "../../matrix/stored-files.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "../chat/chat-controller.ts";
import type { ChatController } from "../chat/chat-controller.ts";
import { saveFile } from "../chat/save-file.ts";
import { say } from "../chat/say.ts";
import { announcementState, audienceText } from "./announcement-state.ts";
import { announcementText, isPicture } from "./announcement-text.ts";
import { confirmRead } from "./confirm-read.ts";
import type { Announcement, Edition, StoredFile, WholeAnnouncement } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-menu.ts";
import "../../components/ui-skeleton.ts";
import "../chat/chat-image.ts";
import "./announcement-comments.ts";
import "./announcement-readers.ts";

/** The emoji that a like is in Matrix. */
const LIKE = "👍";

/** One announcement to read: its words and pictures, confirming, likes, comments, and what its author follows. */
@customElement("announcement-article")
export class AnnouncementArticle extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
      }
      article {
        display: grid;
        gap: var(--space-5);
        max-inline-size: 44rem;
        margin-inline: auto;
      }
      h2 {
        font-size: 1.75rem;
        font-weight: var(--weight-bold);
        line-height: var(--leading-tight);
        overflow-wrap: anywhere;
      }
      h3 {
        margin-block-end: var(--space-3);
        font-size: var(--text-m);
        font-weight: var(--weight-bold);
      }
      .by {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2) var(--space-3);
        align-items: center;
        color: var(--color-text-2);
        font-size: var(--text-s);
        --avatar-size: 2.25rem;
      }
      .by .who {
        display: grid;
        flex: 1;
        min-inline-size: 12rem;
      }
      .by strong {
        color: var(--color-text);
        font-size: var(--text-m);
        font-weight: var(--weight-medium);
      }
      .text {
        display: flow-root;
        font-size: 1.0625rem;
        line-height: 1.7;
        overflow-wrap: anywhere;
      }
      .text .plain {
        white-space: pre-wrap;
      }
      .text > * + * {
        margin-block-start: var(--space-4);
      }
      .text :is(h1, h2, h3, h4) {
        margin-block-start: var(--space-6);
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
      }
      .text :is(ul, ol) {
        padding-inline-start: var(--space-6);
      }
      .text ul {
        list-style: disc;
      }
      .text ol {
        list-style: decimal;
      }
      .text blockquote {
        margin-inline: 0;
        padding-inline-start: var(--space-4);
        border-inline-start: 3px solid var(--color-line-strong);
        color: var(--color-text-2);
      }
      .text table {
        border-collapse: collapse;
      }
      .text :is(td, th) {
        padding: var(--space-2) var(--space-3);
        border: 1px solid var(--color-line);
        text-align: start;
      }
      .text hr {
        border: 0;
        border-block-start: 1px solid var(--color-line-strong);
      }
      .text a {
        color: var(--color-accent-text);
      }
      chat-image {
        inline-size: 100%;
        max-block-size: 28rem;
        border-radius: var(--radius-m);
      }
      .files {
        display: grid;
        gap: var(--space-2);
      }
      .files button {
        display: flex;
        gap: var(--space-2);
        align-items: center;
        padding: var(--space-2) var(--space-3);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
        background: var(--color-raised);
        color: inherit;
        cursor: pointer;
        text-align: start;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        align-items: center;
        padding-block: var(--space-4);
        border-block: 1px solid var(--color-line);
      }
      .acts .grow {
        flex: 1;
      }
      .quiet {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      details {
        padding-block-start: var(--space-4);
        border-block-start: 1px solid var(--color-line);
      }
      summary {
        cursor: pointer;
        font-weight: var(--weight-medium);
      }
      details > * + * {
        margin-block-start: var(--space-3);
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @consume({ context: chatContext, subscribe: true })
  @property({ attribute: false })
  chat: ChatController | undefined;
  @property() announcementId = "";
  @state() private _busy = false;
  private _readMarked = "";

  private readonly _whole = new Task(this, {
    task: async ([announcementId], { signal }) => {
      const whole = await api.call("GET /api/announcements/{announcementId}", { params: { announcementId } }, signal);
      await this._markRead(whole.announcement);
      return whole;
    },
    args: () => [this.announcementId] as const,
  });
  protected readonly live = new LiveReload(this, ["announcements"], () => this._whole.run());

  override render() {
    const shown = this._whole.value?.announcement.id === this.announcementId ? this._whole.value : null;
    return this._whole.render({
      pending: () => (shown === null ? html`<ui-skeleton rows="10"></ui-skeleton>` : this._article(shown)),
      error: (error) => {
        const gone = error instanceof ApiError && error.status === 404;
        return html`<ui-empty
          icon=${gone ? "lock" : "offline"}
          .heading=${gone ? t("announcements.gone") : t("announcements.failed")}
          .text=${gone ? t("announcements.not-for-you") : errorText(error)}
        >
          <ui-button href="/work/announcements">${t("announcements.to-all")}</ui-button>
        </ui-empty>`;
      },
      complete: (whole) => this._article(whole),
    });
  }

  private _article({ announcement: one, editions }: WholeAnnouncement) {
    const handles = one.abilities.includes("announcement.handle");
    const follows = handles && (one.state === "published" || one.state === "recalled");
    return html`<article>
      ${one.state === "recalled" ? html`<ui-banner tone="warning">${t("announcements.recalled-banner")}</ui-banner>` : nothing}
      <h2>${one.title}</h2>
      ${this._by(one)}
      <div class="text">${announcementText(one.text)}</div>
      ${this._files(one.files)} ${this._acts(one, handles)}
      ${
        one.state === "published"
          ? html`<section>
              <h3>${t("announcements.comments")}</h3>
              ${this._comments(one)}
            </section>`
          : nothing
      }
      ${
        follows && one.state === "published"
          ? html`<section>
              <h3>${t("announcements.who-read")}</h3>
              <announcement-readers .announcement=${one}></announcement-readers>
            </section>`
          : nothing
      }
      ${editions.map((edition) => this._edition(edition))}
    </article>`;
  }

  private _by(one: Announcement) {
    const { author, publishedAt, correctedAt, audience } = one;
    return html`<div class="by">
      <ui-avatar .name=${localized(author.name)} .userId=${author.userId}></ui-avatar>
      <span class="who">
        <strong>${localized(author.name)}</strong>
        <span
          >${
            publishedAt === null
              ? nothing
              : html`<time datetime=${publishedAt} title=${formatWhen(publishedAt, "exact")}
                    >${formatWhen(publishedAt)}</time
                  >
                  · `
          }${t("announcements.for", { audience: audienceText(audience) })}${
            correctedAt === null ? "" : ` · ${t("announcements.corrected-at", { when: formatWhen(correctedAt) })}`
          }</span
        >
      </span>
      ${announcementState(one, this._own(one))}
    </div>`;
  }

  private _own({ author }: Announcement): boolean {
    return author.userId === this.session.account.value.userId;
  }

  private _files(files: readonly StoredFile[]) {
    if (files.length === 0) return nothing;
    const others = files.filter((file) => !isPicture(file));
    return html`<div class="files">
      ${
        this.chat === undefined
          ? nothing
          : files.filter(isPicture).map(({ url, name }) => html`<chat-image .url=${url} .name=${name}></chat-image>`)
      }
      ${others.map(
        ({ name, url }) =>
          html`<button type="button" @click=${async () => this._save(url, name)}>
            <ui-icon name="file"></ui-icon><bdi>${name}</bdi>
          </button>`,
      )}
    </div>`;
  }

  private _acts(one: Announcement, handles: boolean) {
    const published = one.state === "published";
    const own = this._own(one);
    const items: MenuItem[] = [
      ...(published ? [{ id: "share", label: t("announcements.share"), icon: "chat" as const }] : []),
      ...(handles && one.state !== "recalled"
        ? [
            {
              id: "edit",
              label: published ? t("announcements.correct") : t("announcements.edit"),
              icon: "edit" as const,
            },
          ]
        : []),
      ...(handles && one.state === "scheduled"
        ? [{ id: "unschedule", label: t("announcements.unschedule"), icon: "undo" as const }]
        : []),
      ...(handles && published
        ? [{ id: "recall", label: t("announcements.recall"), icon: "undo" as const, danger: true, section: "" }]
        : []),
      ...(handles && (one.state === "draft" || one.state === "scheduled")
        ? [{ id: "delete", label: t("announcements.delete"), icon: "trash" as const, danger: true, section: "" }]
        : []),
    ];
    return html`<div class="acts">
      ${
        published && one.mustConfirm && !own
          ? one.confirmed
            ? html`<span class="quiet">${t("announcements.you-confirmed")}</span>`
            : html`<ui-button variant="primary" icon="check" .busy=${this._busy} @click=${() => this._confirm(one)}
                >${t("announcements.confirm")}</ui-button
              >`
          : nothing
      }
      ${
        published
          ? html`<ui-button
              icon="like"
              .variant=${one.liked === null ? "secondary" : "primary"}
              ?disabled=${one.eventId === null || this.chat === undefined || this._busy}
              aria-pressed=${one.liked === null ? "false" : "true"}
              @click=${() => this._like(one)}
              >${t("announcements.likes", { count: one.likes })}</ui-button
            >`
          : nothing
      }
      ${
        handles && !published && one.state !== "recalled"
          ? html`<ui-button variant="primary" icon="send" .busy=${this._busy} @click=${() => this._publish(one)}
              >${t("announcements.publish")}</ui-button
            >`
          : nothing
      }
      <span class="grow"></span>
      ${published && one.mustConfirm ? html`<span class="quiet">${t("announcements.seen-note")}</span>` : nothing}
      ${
        items.length === 0
          ? nothing
          : html`<ui-menu
              .label=${t("announcements.more-actions")}
              .items=${items}
              @ui-select=${async (event: MenuSelectEvent) => this._onMenu(event.detail.id, one)}
            >
              <ui-button icon="more" aria-haspopup="menu">${t("announcements.more-actions")}</ui-button>
            </ui-menu>`
      }
    </div>`;
  }

  private _comments(one: Announcement) {
    if (this.chat === undefined || one.roomId === null || one.eventId === null) {
      return html`<p class="quiet">${t("announcements.comments-later")}</p>`;
    }
    return html`<announcement-comments
      .roomId=${one.roomId}
      .eventId=${one.eventId}
      .open=${one.commentsOpen}
    ></announcement-comments>`;
  }

  private _edition({ edition, title, text, at, author }: Edition) {
    return html`<details>
      <summary>${t("announcements.edition", { edition, when: formatWhen(at), name: localized(author) })}</summary>
      <p><strong>${title}</strong></p>
      <div class="text">${announcementText(text)}</div>
    </details>`;
  }

  /** Opening it is reading it: who wrote it sees that. */
  private async _markRead({ id, state: stands, read, edition }: Announcement): Promise<void> {
    const key = `${id} ${edition}`;
    if (stands !== "published" || read || this._readMarked === key) return;
    this._readMarked = key;
    await api.call("POST /api/announcements/{announcementId}/read", { params: { announcementId: id } });
  }

  private async _confirm(one: Announcement): Promise<void> {
    this._busy = true;
    await confirmRead(one);
    await this._whole.run();
    this._busy = false;
  }

  private async _like({ roomId, eventId, liked }: Announcement): Promise<void> {
    if (this.chat === undefined || roomId === null || eventId === null) return;
    this._busy = true;
    const { matrix } = this.chat;
    say(await (liked === null ? matrix.react(roomId, eventId, LIKE) : matrix.redact(roomId, liked)));
    this._busy = false;
  }

  private async _onMenu(id: string, one: Announcement): Promise<void> {
    if (id === "edit") navigate(`/work/announcements/${encodeURIComponent(one.id)}/edit`);
    else if (id === "share") await this._share(one);
    else if (id === "recall") await this._recall(one);
    else if (id === "unschedule") await this._publish(one, null);
    else await this._delete(one);
  }

  private async _share({ id, title }: Announcement): Promise<void> {
    const { shareObject } = await import("../chat/share-object.ts");
    await shareObject({ kind: "announcement", id, words: title, path: `/work/announcements/${id}` });
  }

  private async _publish({ id, version }: Announcement, at?: null): Promise<void> {
    await this._do(async () => {
      await api.call("POST /api/announcements/{announcementId}/publish", {
        params: { announcementId: id },
        body: { expectedVersion: version, ...(at === undefined ? {} : { at }) },
      });
      showToast(at === undefined ? t("announcements.published-done") : t("announcements.unscheduled-done"));
    });
  }

  private async _recall({ id, version, title }: Announcement): Promise<void> {
    const agreed = await confirmed({
      heading: t("announcements.recall-heading", { title }),
      text: t("announcements.recall-text"),
      action: t("announcements.recall"),
      danger: true,
    });
    if (!agreed) return;
    await this._do(async () => {
      await api.call("POST /api/announcements/{announcementId}/recall", {
        params: { announcementId: id },
        body: { expectedVersion: version },
      });
      showToast(t("announcements.recalled-done"));
    });
  }

  private async _delete({ id, title }: Announcement): Promise<void> {
    const agreed = await confirmed({
      heading: t("announcements.delete-heading", { title }),
      text: t("announcements.delete-text"),
      action: t("announcements.delete"),
      danger: true,
    });
    if (!agreed) return;
    try {
      await api.call("DELETE /api/announcements/{announcementId}", { params: { announcementId: id } });
      navigate("/work/announcements?view=mine");
    } catch (error) {
      showToast(errorText(error), "danger");
    }
  }

  private async _do(work: () => Promise<void>): Promise<void> {
    if (this._busy) return;
    this._busy = true;
    try {
      await work();
    } catch (error) {
      showToast(errorText(error), "danger");
    } finally {
      this._busy = false;
    }
    await this._whole.run();
  }

  private async _save(url: string, name: string): Promise<void> {
    try {
      saveFile(await readStoredFile(this.session.credentials, url), name);
    } catch {
      showToast(t("announcements.file-failed", { name }), "danger");
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "announcement-article": AnnouncementArticle;
  }
}
