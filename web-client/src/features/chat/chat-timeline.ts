import { consume } from "@lit/context";
import { computed } from "@preact/signals-core";
import type { ReadonlySignal } from "@preact/signals-core";
import { html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { showToast } from "../../components/toasts.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { OpenRoom } from "../../matrix/session.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { timelineStyles } from "./chat-timeline-styles.ts";
import { childrenReady } from "./children-ready.ts";
import { dayLabel } from "./dates.ts";
import { groupTimeline } from "./grouping.ts";
import type { TimelineRow } from "./grouping.ts";
import { RowWindow } from "./row-window.ts";
import { moveFocus } from "./move-focus.ts";
import { ScrollAnchor } from "./scroll-anchor.ts";
import { contentText, problemText } from "./texts.ts";
import "../../components/ui-button.ts";
import "../../components/ui-skeleton.ts";
import "./chat-message.ts";
import "./chat-system.ts";

/** Pixels from an end at which more rows are put there. */
const NEAR = 800;
/** Pixels from the end within which the reader counts as being at the end. */
const AT_END = 48;
/** Pages into the past that a jump to a quoted message may load. */
const JUMP_PAGES = 20;

/**
 * The conversation of a room. Holds a window of rows, keeps what the reader
 * sees in its place while rows come and go around it, follows the end when he
 * is there, and marks as read what he has seen there.
 */
@customElement("chat-timeline")
export class ChatTimeline extends PorticoElement {
  static override styles = [sharedStyles, timelineStyles];

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property({ attribute: false }) room!: OpenRoom;
  /** The reader is a guest. */
  @property({ type: Boolean }) plain = false;
  @state() private _atEnd = true;
  @state() private _highlighted = "";
  @state() private _focused = "";
  @query(".scroller") private readonly _scroller!: HTMLElement;
  private _rows: ReadonlySignal<readonly TimelineRow[]> | null = null;
  private _drawn: readonly TimelineRow[] = [];
  private _window = new RowWindow();
  private readonly _anchor = new ScrollAnchor();
  private _placed = false;
  /** Where the scroller stood when it was last looked at: only a reader moves it up. */
  private _top = 0;
  private _settling = false;
  private _unsettled = false;
  private readonly _resized = new ResizeObserver(() => this._atEnd && this._placed && this._toBottom());

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this._onReturn);
    window.addEventListener("focus", this._onReturn);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this._onReturn);
    window.removeEventListener("focus", this._onReturn);
    this._resized.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("room")) return;
    const { room } = this;
    this._rows = computed(() => groupTimeline(room.items.value, room.readUpTo.value));
    this._window = new RowWindow();
    this._placed = false;
    this._atEnd = true;
    this._focused = "";
  }

  override render() {
    const rows = this._rows?.value ?? [];
    // Rows that have not settled stand nowhere yet: what was noted before them still counts.
    if (!this._settling && this.hasUpdated) this._anchor.note(this._placed ? this._scroller : null);
    if (rows !== this._drawn) {
      this._drawn = rows;
      this._window.take(
        rows.map((row) => row.key),
        this._atEnd && this._placed,
      );
    }
    const { from, to } = this._window;
    const visible = rows.slice(from, to);
    // The newest own message says that it was delivered, the newest that somebody read says by whom.
    const lastOwn = rows.findLast((row) => row.kind === "message" && row.item.own)?.key;
    const lastRead = rows.findLast((row) => row.kind === "message" && row.item.own && row.item.readers.length > 0)?.key;
    const pinned = new Set(this.room.pinned.value);
    const focusable = visible.some((row) => row.key === this._focused)
      ? this._focused
      : visible.findLast((row) => row.kind === "message")?.key;
    return html`
      <div class="scroller" @scroll=${this._onScroll}>
        <div
          class="rows"
          role="log"
          aria-label=${t("chat.messages")}
          aria-busy=${this.room.loadingOlder.value}
          @keydown=${(event: KeyboardEvent) => moveFocus(event, this.renderRoot)}
          @focusin=${this._onFocus}
        >
          ${this._before()}
          ${repeat(
            visible,
            (row) => row.key,
            (row) =>
              this._row(row, {
                showReaders: row.key === lastOwn || row.key === lastRead,
                focusable: row.key === focusable,
                pinned,
              }),
          )}
        </div>
      </div>
      ${this._newest()}
    `;
  }

  private _before() {
    if (!this.room.ready.value) return html`<ui-skeleton avatars rows="7"></ui-skeleton>`;
    if (this.room.hasOlder.value)
      return html`<div class="older">${this.room.loadingOlder.value ? t("chat.loading-older") : ""}</div>`;
    return this._window.atStart ? html`<p class="beginning">${t("chat.beginning")}</p>` : nothing;
  }

  private _row(
    row: TimelineRow,
    { showReaders, focusable, pinned }: { showReaders: boolean; focusable: boolean; pinned: ReadonlySet<string> },
  ) {
    if (row.kind === "day") return html`<div class="day" data-key=${row.key}><h2>${dayLabel(row.at)}</h2></div>`;
    if (row.kind === "unread") {
      return html`<div class="unread" data-key=${row.key}><span>${t("chat.unread-line")}</span></div>`;
    }
    if (row.kind === "system") return html`<chat-system data-key=${row.key} .items=${row.items}></chat-system>`;
    const { item } = row;
    const label = `${this.chat.see(item.sender).name}, ${formatDate(item.at, "time")}: ${contentText(item.content)}`;
    return html`<chat-message
      role="article"
      aria-label=${label}
      tabindex=${focusable ? 0 : -1}
      data-key=${row.key}
      data-event-id=${item.eventId ?? nothing}
      .item=${item}
      .rights=${this.room.rights.value}
      .startsGroup=${row.startsGroup}
      .showReaders=${showReaders}
      .inThread=${this.room.thread !== null}
      .pinned=${item.eventId !== null && pinned.has(item.eventId)}
      .plain=${this.plain}
      .highlighted=${this._highlighted === row.key}
    ></chat-message>`;
  }

  private _newest() {
    if (this._atEnd && this._window.atEnd) return nothing;
    const unread = this.chat.room(this.room.roomId)?.unread.count ?? 0;
    return html`<div class="newest">
      <ui-button size="small" icon="arrow-down" @click=${this.toNewest}
        >${unread === 0 ? t("chat.newest") : t("chat.newest-unread", { count: unread })}</ui-button
      >
    </div>`;
  }

  protected override firstUpdated(): void {
    this._resized.observe(this._scroller);
    const rows = this.renderRoot.querySelector(".rows");
    if (rows !== null) this._resized.observe(rows);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    void this._settle();
  }

  /** Puts the reader back to where he was, once new rows have their height and before anything is painted. */
  private async _settle(): Promise<void> {
    this._unsettled = true;
    if (this._settling) return;
    this._settling = true;
    while (this._unsettled) {
      this._unsettled = false;
      await childrenReady(this.renderRoot);
    }
    this._settling = false;
    if (!this._placed) this._place();
    else if (this._atEnd && this._window.atEnd) this._toBottom();
    else this._anchor.restore();
    // Few rows fill no screen and so never scroll; whether more are wanted is seen here as well.
    if (this._placed) this._look();
  }

  /** Goes to the newest message. */
  toNewest(): void {
    this._window.toEnd();
    this._atEnd = true;
    this.requestUpdate();
  }

  /** Shows a message wherever it is in the past, loading pages on the way. */
  async jumpTo(eventId: string): Promise<void> {
    for (let page = 0; page <= JUMP_PAGES; page += 1) {
      const row = this._rows?.peek().find((each) => each.kind === "message" && each.item.eventId === eventId);
      if (row !== undefined) return this._highlight(row.key);
      if (!this.room.hasOlder.peek()) break;
      const problem = await this.room.loadOlder();
      if (problem !== null) return showToast(problemText(problem), "danger");
    }
    showToast(t("chat.quote-not-found"), "info");
  }

  /** Moves the focus to the last message. */
  focusLast(): void {
    this.renderRoot.querySelector<HTMLElement>("chat-message[tabindex='0']")?.focus();
  }

  private async _highlight(key: string): Promise<void> {
    this._atEnd = false;
    this._window.show(key);
    this._highlighted = "";
    this.requestUpdate();
    await this.updateComplete;
    this._highlighted = key;
    this._focused = key;
    const element = this._element(key);
    element?.scrollIntoView({ block: "center" });
    element?.focus({ preventScroll: true });
  }

  private _element(key: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  }

  /** First place in a room: the unread line where there is one, else the end. */
  private _place(): void {
    if (this._drawn.length === 0) return;
    this._placed = true;
    const unread = this._element("unread");
    if (unread === null) return this._toBottom();
    this._scroller.scrollTop += unread.getBoundingClientRect().top - this._scroller.getBoundingClientRect().top - 96;
  }

  private _toBottom(): void {
    this._scroller.scrollTop = this._scroller.scrollHeight;
    this._top = this._scroller.scrollTop;
  }

  private readonly _onScroll = (): void => this._look();

  /** Sees where the reader is, and brings rows to where he is going. */
  private _look(): void {
    const { scrollTop, scrollHeight, clientHeight } = this._scroller;
    const below = scrollHeight - clientHeight - scrollTop;
    // A picture that grew after the last step has put the end further down: the reader did not leave it.
    if (this._atEnd && this._placed && this._window.atEnd && below >= AT_END && scrollTop >= this._top) {
      this._toBottom();
      return this._read();
    }
    this._top = scrollTop;
    this._atEnd = this._window.atEnd && below < AT_END;
    if (scrollTop < NEAR) {
      if (this._window.back()) this.requestUpdate();
      else if (this.room.hasOlder.peek() && !this.room.loadingOlder.peek()) void this._loadOlder();
    } else if (below < NEAR && this._window.forward()) {
      this.requestUpdate();
    }
    this._read();
  }

  private async _loadOlder(): Promise<void> {
    const problem = await this.room.loadOlder();
    if (problem !== null && problem.kind !== "offline") showToast(problemText(problem), "danger");
  }

  private readonly _onReturn = (): void => this._read();

  /** What stands at the end of a room that somebody looks at has been read. Only messages carry the mark. */
  private _read(): void {
    if (!this._atEnd || !this._placed || document.visibilityState !== "visible" || !document.hasFocus()) return;
    const last = this._drawn.findLast((row) => row.kind === "message" && row.item.eventId !== null);
    const eventId = last?.kind === "message" ? last.item.eventId : null;
    // The message that began a thread stands in the conversation, and is read there.
    if (eventId !== null && eventId !== this.room.thread)
      void this.chat.matrix.markRead(this.room.roomId, eventId, this.room.thread);
  }

  private readonly _onFocus = (event: FocusEvent): void => {
    const row = event.target instanceof HTMLElement ? event.target.dataset["key"] : undefined;
    if (row !== undefined) this._focused = row;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-timeline": ChatTimeline;
  }
}
