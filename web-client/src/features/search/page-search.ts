import { consume, provide } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { moveAmong } from "../../lib/move-among.ts";
import { currentUrl, navigate } from "../../lib/navigation.ts";
import { PagedList } from "../../lib/paged-list.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "../chat/chat-controller.ts";
import type { ChatController } from "../chat/chat-controller.ts";
import { chatOfSession } from "../chat/chat-of-session.ts";
import { roomPath } from "../chat/room-path.ts";
import { highlight } from "./highlight.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-checkbox.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-skeleton.ts";

type Found = ResponseOf<"GET /api/search/messages">["items"][number];

const PAUSE_MS = 250;
const filters = ["q", "room", "sender", "from", "until", "files"] as const;
type Filter = (typeof filters)[number];

/** What people said, wherever the reader is: words, room, person, days, files; each hit leads to its place. */
@customElement("page-search")
export class PageSearch extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    css`
      .narrow {
        display: grid;
        gap: var(--space-4);
        max-inline-size: 52rem;
        margin-inline: auto;
      }
      .filters {
        display: grid;
        grid-template-columns: minmax(0, 2fr) repeat(2, minmax(0, 1fr)) auto;
        gap: var(--space-3);
        align-items: end;
      }
      .only {
        display: flex;
        gap: var(--space-2);
        align-items: center;
        justify-self: start;
        padding-inline-start: var(--space-3);
        border-radius: var(--radius-m);
        background: var(--color-accent-soft);
        color: var(--color-accent-text);
      }
      a.hit {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-1) var(--space-3);
        padding: var(--space-3);
        border-block-end: 1px solid var(--color-line);
        color: inherit;
        text-decoration: none;
        --avatar-size: 2.25rem;
      }
      a.hit:hover,
      a.hit:focus-visible {
        background: var(--color-hover);
      }
      ui-avatar {
        grid-row: span 2;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--space-2);
        align-items: baseline;
      }
      .line .grow {
        flex: 1;
      }
      small,
      time,
      .quiet {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .words {
        overflow-wrap: anywhere;
      }
      .file {
        display: inline-flex;
        gap: var(--space-1);
        align-items: center;
        --icon-size: 1rem;
      }
      mark {
        border-radius: 2px;
        background: var(--color-warning-soft);
        color: inherit;
      }
      .more {
        display: flex;
        justify-content: center;
      }
      @media (max-width: 45rem) {
        .filters {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        .filters > :first-child {
          grid-column: 1 / -1;
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
  @state() private _ready = false;
  @state() private _unread = 0;
  private _shown: string | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _list = new PagedList<Found>(this);

  override connectedCallback(): void {
    super.connectedCallback();
    void this._begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this._timer);
  }

  private _value(filter: Filter): string {
    return currentUrl.value.searchParams.get(filter) ?? "";
  }

  private get _words(): string[] {
    return this._value("q").normalize("NFKC").toLocaleLowerCase("en").split(/\s+/).filter(Boolean);
  }

  protected override willUpdate(): void {
    const shown = currentUrl.value.search;
    if (shown === this._shown) return;
    this._shown = shown;
    void this._load();
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>("ui-input")?.focus();
  }

  override render() {
    return html`<header class="head">
        <ui-icon-button icon="arrow-left" .label=${t("search.back")} @click=${this._back}></ui-icon-button>
        <h1>${t("search.page")}</h1>
      </header>
      <div class="body" @keydown=${this._onKey}>
        <div class="narrow">
          <ui-input
            type="search"
            icon="search"
            labelHidden
            maxLength="200"
            .label=${t("search.words")}
            .placeholder=${t("search.words")}
            .value=${this._value("q")}
            @input=${this._onWords}
          ></ui-input>
          ${this._filters()} ${this._hits()}
        </div>
      </div>`;
  }

  private _filters() {
    const sender = this._value("sender");
    return html`<div class="filters">
        <ui-select
          .label=${t("search.room")}
          .value=${this._value("room")}
          .options=${[{ value: "", label: t("search.everywhere") }, ...this._rooms()]}
          @change=${(event: Event) => this._set("room", valueOf(event))}
        ></ui-select>
        <ui-input
          type="date"
          .label=${t("search.from")}
          .value=${this._value("from")}
          @change=${(event: Event) => this._set("from", valueOf(event))}
        ></ui-input>
        <ui-input
          type="date"
          .label=${t("search.until")}
          .value=${this._value("until")}
          @change=${(event: Event) => this._set("until", valueOf(event))}
        ></ui-input>
        <ui-checkbox
          .label=${t("search.files")}
          .checked=${this._value("files") === "true"}
          @change=${(event: Event) =>
            this._set("files", (event.currentTarget as HTMLElementTagNameMap["ui-checkbox"]).checked ? "true" : "")}
        ></ui-checkbox>
      </div>
      ${
        sender === ""
          ? nothing
          : html`<span class="only"
              >${t("search.only", { name: this._nameOf(sender) })}<ui-icon-button
                size="small"
                icon="close"
                .label=${t("search.everybody")}
                @click=${() => this._set("sender", "")}
              ></ui-icon-button
            ></span>`
      }`;
  }

  private _rooms() {
    if (!this._ready) return [];
    return this._chat.matrix.rooms.value
      .filter(({ kind, membership }) => kind === "room" && membership === "join")
      .map((room) => ({ value: room.roomId, label: this._chat.nameOf(room) }))
      .toSorted((a, b) => a.label.localeCompare(b.label));
  }

  private _nameOf(userId: string): string {
    const hit = this._list.items.find(({ sender }) => sender.userId === userId);
    return hit?.sender.name === null || hit === undefined
      ? userId.slice(1, userId.indexOf(":"))
      : localized(hit.sender.name);
  }

  private _hits() {
    const { items, state: stands, error, hasMore } = this._list;
    const asked = currentUrl.value.search !== "";
    if (items.length === 0 && stands === "loading" && asked) return html`<ui-skeleton avatars rows="6"></ui-skeleton>`;
    if (items.length === 0 && stands === "failed") {
      return html`<ui-empty icon="offline" tone="danger" .heading=${t("search.failed")} .text=${errorText(error)}>
        <ui-button icon="refresh" @click=${this._load}>${t("components.retry")}</ui-button>
      </ui-empty>`;
    }
    const reading =
      this._unread === 0
        ? nothing
        : html`<ui-banner tone="info">${t("search.reading", { count: this._unread })}</ui-banner>`;
    if (items.length === 0) {
      return html`${reading}<ui-empty
          icon="search"
          .heading=${asked ? t("search.none") : t("search.begin")}
          .text=${asked ? t("search.none-text") : t("search.begin-text")}
        ></ui-empty>`;
    }
    const words = this._words;
    return html`${reading}
      <div role="list" aria-label=${t("search.hits")}>
        ${repeat(
          items,
          ({ eventId }) => eventId,
          (hit) => html`<div role="listitem">${this._hit(hit, words)}</div>`,
        )}
      </div>
      ${
        hasMore
          ? html`<div class="more">
              <ui-button .busy=${stands === "loading"} @click=${() => this._list.more()}>${t("search.more")}</ui-button>
            </div>`
          : nothing
      }`;
  }

  private _hit({ eventId, roomId, sender, at, text, file }: Found, words: readonly string[]) {
    const name = sender.name === null ? localpart(sender.userId) : localized(sender.name);
    const room = this._ready ? this._chat.room(roomId) : undefined;
    return html`<a class="hit" href=${roomPath(roomId, { at: eventId })}>
      <ui-avatar .name=${name} .userId=${sender.userId}></ui-avatar>
      <span class="line">
        <strong>${name}</strong>
        <small>${room === undefined ? nothing : this._chat.nameOf(room)}</small>
        <span class="grow"></span>
        <time datetime=${at} title=${formatWhen(at, "exact")}>${formatWhen(at)}</time>
      </span>
      <span class="words">
        ${
          file === null
            ? nothing
            : html`<span class="file"><ui-icon name="file"></ui-icon><bdi>${highlight(file, words)}</bdi></span>`
        }
        ${highlight(text, words)}
      </span>
    </a>`;
  }

  private _set(filter: Filter, value: string): void {
    const query = new URLSearchParams(currentUrl.value.searchParams);
    if (value === "") query.delete(filter);
    else query.set(filter, value);
    navigate(`/search${query.size === 0 ? "" : `?${query.toString()}`}`, { replace: true });
  }

  private _onWords(event: Event): void {
    const words = valueOf(event).trim();
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._set("q", words), PAUSE_MS);
  }

  private _onKey(event: KeyboardEvent): void {
    moveAmong(event, [...this.renderRoot.querySelectorAll<HTMLElement>("a.hit")]);
  }

  private readonly _back = (): void => {
    const room = this._value("room");
    navigate(room === "" ? "/" : roomPath(room));
  };

  private async _begin(): Promise<void> {
    this._chat = await chatOfSession(this.session);
    this._ready = true;
  }

  private readonly _load = async (): Promise<void> => {
    const asked = Object.fromEntries(
      filters.map((filter) => [filter, this._value(filter)]).filter(([, value]) => value !== ""),
    );
    await this._list.start(async (cursor, signal) => {
      const answer = await api.call(
        "GET /api/search/messages",
        {
          query: {
            ...asked,
            zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
            limit: 30,
            ...(cursor === null ? {} : { cursor }),
          },
        },
        signal,
      );
      this._unread = answer.unread;
      return { ...answer, total: answer.items.length };
    });
  };
}

const localpart = (userId: string): string => userId.slice(1, userId.indexOf(":"));
const valueOf = (event: Event): string => (event.currentTarget as HTMLElement & { value: string }).value;

declare global {
  interface HTMLElementTagNameMap {
    "page-search": PageSearch;
  }
}
