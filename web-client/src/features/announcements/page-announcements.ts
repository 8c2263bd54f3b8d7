import { consume, provide } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { Tab } from "../../components/ui-tabs.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { currentUrl, navigate } from "../../lib/navigation.ts";
import { PagedList } from "../../lib/paged-list.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "../chat/chat-controller.ts";
import type { ChatController } from "../chat/chat-controller.ts";
import { chatOfSession } from "../chat/chat-of-session.ts";
import { announcementState, audienceText } from "./announcement-state.ts";
import { glance, isPicture } from "./announcement-text.ts";
import type { Announcement } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-select.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-tabs.ts";
import "../chat/chat-image.ts";
import "./announcement-article.ts";

const views = ["front", "archive", "mine"] as const;
type View = (typeof views)[number];
const sources = ["company", "department", "project"] as const;

/** The company's news: a front page, and one of them to read. */
@customElement("page-announcements")
export class PageAnnouncements extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3);
        align-items: center;
        padding-inline: var(--space-6);
        border-block-end: 1px solid var(--color-line);
      }
      .bar ui-tabs {
        flex: 1;
        min-inline-size: 14rem;
      }
      .front {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: var(--space-4);
        max-inline-size: 60rem;
        margin-inline: auto;
      }
      a.story {
        display: grid;
        align-content: start;
        gap: var(--space-3);
        overflow: hidden;
        padding: var(--space-5);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        background: var(--color-raised);
        color: inherit;
        text-decoration: none;
      }
      a.story:hover {
        border-color: var(--color-line-strong);
      }
      a.story:first-child {
        grid-column: 1 / -1;
      }
      .title {
        font-size: var(--text-l);
        font-weight: var(--weight-medium);
        line-height: var(--leading-tight);
        overflow-wrap: anywhere;
      }
      .unread .title {
        font-weight: var(--weight-bold);
      }
      a.story:first-child .title {
        font-size: var(--text-2xl, 1.5rem);
      }
      .words {
        display: -webkit-box;
        overflow: hidden;
        color: var(--color-text-2);
        line-height: 1.6;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        align-items: center;
        color: var(--color-text-2);
        font-size: var(--text-s);
        --avatar-size: 1.5rem;
        --icon-size: 1rem;
      }
      .line .grow {
        flex: 1;
      }
      .count {
        display: inline-flex;
        gap: var(--space-1);
        align-items: center;
      }
      chat-image {
        block-size: 14rem;
        inline-size: calc(100% + 2 * var(--space-5));
        margin: calc(-1 * var(--space-5)) calc(-1 * var(--space-5)) 0;
      }
      .more {
        grid-column: 1 / -1;
        display: flex;
        justify-content: center;
      }
      @media (max-width: 45rem) {
        .bar {
          padding-inline: var(--space-4);
        }
        .front {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @provide({ context: chatContext })
  @state()
  protected _chat!: ChatController;
  @property({ attribute: false }) announcementId: string | null = null;
  @state() private _ready = false;
  private _shown = "";
  private readonly _list = new PagedList<Announcement>(this);
  protected readonly live = new LiveReload(this, ["announcements"], () => this._list.refresh());

  override connectedCallback(): void {
    super.connectedCallback();
    void this._begin();
  }

  private get _view(): View {
    const wanted = currentUrl.value.searchParams.get("view");
    return views.find((view) => view === wanted) ?? "front";
  }

  private get _from(): (typeof sources)[number] | null {
    const wanted = currentUrl.value.searchParams.get("from");
    return sources.find((source) => source === wanted) ?? null;
  }

  protected override willUpdate(): void {
    const shown = `${this._view} ${this._from ?? ""}`;
    if (shown === this._shown) return;
    this._shown = shown;
    void this._load();
  }

  override render() {
    return this.announcementId === null ? this._front() : this._one(this.announcementId);
  }

  private _one(id: string) {
    return html`<header class="head">
        <ui-icon-button
          icon="arrow-left"
          .label=${t("announcements.to-all")}
          @click=${() => navigate(this._address(this._view, this._from))}
        ></ui-icon-button>
        <h1>${t("announcements.page")}</h1>
      </header>
      <div class="body"><announcement-article .announcementId=${id}></announcement-article></div>`;
  }

  private _front() {
    const tabs: Tab[] = views.map((id) => ({
      id,
      label: t(`announcements.view.${id}`),
      href: this._address(id, null),
    }));
    return html`<header class="head">
        <h1>${t("announcements.page")}</h1>
        <span class="grow"></span>
        <ui-button variant="primary" size="small" icon="plus" href="/work/announcements/new"
          >${t("announcements.write")}</ui-button
        >
      </header>
      <div class="bar">
        <ui-tabs .label=${t("announcements.page")} .tabs=${tabs} .value=${this._view}></ui-tabs>
        <ui-select
          labelHidden
          .label=${t("announcements.source")}
          .value=${this._from ?? ""}
          .options=${[
            { value: "", label: t("announcements.from.all") },
            ...sources.map((value) => ({ value, label: t(`announcements.from.${value}`) })),
          ]}
          @change=${(event: Event) => {
            const { value } = event.currentTarget as HTMLElementTagNameMap["ui-select"];
            navigate(this._address(this._view, sources.find((source) => source === value) ?? null));
          }}
        ></ui-select>
      </div>
      <div class="body">${this._stories()}</div>`;
  }

  private _address(view: View, from: string | null): string {
    const query = new URLSearchParams({ ...(view === "front" ? {} : { view }), ...(from === null ? {} : { from }) });
    return `/work/announcements${query.size === 0 ? "" : `?${query.toString()}`}`;
  }

  private _stories() {
    const { items, state: stands, error, hasMore } = this._list;
    if (items.length === 0 && stands === "loading") return html`<ui-skeleton rows="8"></ui-skeleton>`;
    if (items.length === 0 && stands === "failed") {
      return html`<ui-empty
        icon="offline"
        tone="danger"
        .heading=${t("announcements.failed")}
        .text=${errorText(error)}
      >
        <ui-button icon="refresh" @click=${this._load}>${t("components.retry")}</ui-button>
      </ui-empty>`;
    }
    if (items.length === 0) {
      return html`<ui-empty
        icon="megaphone"
        .heading=${t(`announcements.none.${this._view}`)}
        .text=${t(`announcements.none-text.${this._view}`)}
      ></ui-empty>`;
    }
    return html`<div class="front">
      ${repeat(
        items,
        ({ id }) => id,
        (one) => this._story(one),
      )}
      ${
        hasMore
          ? html`<div class="more">
              <ui-button .busy=${stands === "loading"} @click=${() => this._list.more()}
                >${t("announcements.more")}</ui-button
              >
            </div>`
          : nothing
      }
    </div>`;
  }

  private _story(one: Announcement) {
    const { id, title, text, author, audience, pinned, files, likes, comments, read, state: stands } = one;
    const picture = files.find(isPicture);
    const at = one.publishedAt ?? one.publishAt;
    return html`<a
      class="story ${read || stands !== "published" ? "" : "unread"}"
      href=${`/work/announcements/${encodeURIComponent(id)}${currentUrl.value.search}`}
    >
      ${
        picture === undefined || !this._ready
          ? nothing
          : html`<chat-image .url=${picture.url} .name=${picture.name}></chat-image>`
      }
      <span class="line">
        ${pinned ? html`<ui-icon name="pin"></ui-icon><span>${t("announcements.pinned")}</span>` : nothing}
        <span>${audienceText(audience)}</span>
        ${announcementState(one, author.userId === this.session.account.value.userId)}
      </span>
      <span class="title">${title}</span>
      <span class="words">${glance(text)}</span>
      <span class="line">
        <ui-avatar .name=${localized(author.name)} .userId=${author.userId}></ui-avatar>
        <span>${localized(author.name)}</span>
        ${at === null ? nothing : html`<time datetime=${at} title=${formatWhen(at, "exact")}>${formatWhen(at)}</time>`}
        <span class="grow"></span>
        ${likes === 0 ? nothing : html`<span class="count"><ui-icon name="like"></ui-icon>${likes}</span>`}
        ${comments === 0 ? nothing : html`<span class="count"><ui-icon name="chat"></ui-icon>${comments}</span>`}
      </span>
    </a>`;
  }

  private async _begin(): Promise<void> {
    this._chat = await chatOfSession(this.session);
    this._ready = true;
  }

  private readonly _load = async (): Promise<void> => {
    const [view, from] = [this._view, this._from];
    await this._list.start(async (cursor, signal) =>
      api.call(
        "GET /api/announcements",
        { query: { view, limit: 30, ...(from === null ? {} : { from }), ...(cursor === null ? {} : { cursor }) } },
        signal,
      ),
    );
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "page-announcements": PageAnnouncements;
  }
}
