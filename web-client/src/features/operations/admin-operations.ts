import { consume } from "@lit/context";
import { css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { pagedTable, pagedTableStyles } from "../../components/paged-table.ts";
import { showDialog } from "../../components/show-dialog.ts";
import type { Column } from "../../components/ui-table.ts";
import type { Tab, TabSelectEvent } from "../../components/ui-tabs.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { PagedList } from "../../lib/paged-list.ts";
import { Poll } from "../../lib/poll.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { eventText } from "../audit/entry-text.ts";
import { consumerText, itemState } from "./item-state.ts";
import type { Item, Summary } from "./types.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-table.ts";
import "../../components/ui-tabs.ts";

const directions = ["outbox", "inbox"] as const;
const states = ["waiting", "retrying", "parked", "done", "rejected"] as const;
/** Milliseconds between looks at the counts. */
const pause = 5_000;
const typingPause = 250;

const cellStyles = css`
  .what {
    border: 0;
    padding: 0;
    background: none;
    color: var(--color-accent-text);
    font: inherit;
    text-align: start;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .what:hover {
    text-decoration: underline;
  }
`;

/** Every event on its way, from the homeserver to us and from a change to those who follow it. */
@customElement("admin-operations")
export class AdminOperations extends PorticoElement {
  static override styles = [
    sharedStyles,
    pagedTableStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
      }
      h2 {
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
      }
      .lead {
        max-inline-size: 42rem;
        color: var(--color-text-2);
        text-wrap: pretty;
      }
      .filters {
        display: grid;
        grid-template-columns: minmax(0, 14rem) minmax(0, 1fr);
        gap: var(--space-3);
      }
      @media (max-width: 45rem) {
        .filters {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private _direction: (typeof directions)[number] = "outbox";
  @state() private _state = "";
  private _text = "";
  private _typing: ReturnType<typeof setTimeout> | undefined;
  private readonly _items = new PagedList<Item>(this);
  private readonly _summary = new Poll<Summary>(this, {
    load: async (signal) => api.call("GET /api/operations/summary", {}, signal),
    next: () => pause,
  });
  protected readonly live = new LiveReload(this, ["operations"], async () => this._refresh());

  override connectedCallback(): void {
    super.connectedCallback();
    void this._start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this._typing);
  }

  override render() {
    return html`
      <section>
        <h2>${t("operations.title")}</h2>
        <p class="lead">${t("operations.lead")}</p>
      </section>
      <ui-tabs
        .label=${t("operations.direction")}
        .tabs=${directions.map((id): Tab => ({ id, label: this._tabLabel(id) }))}
        .value=${this._direction}
        @ui-select=${this._onDirection}
      ></ui-tabs>
      <div class="filters">
        <ui-select
          .label=${t("operations.column.state")}
          .value=${this._state}
          .options=${this._stateOptions}
          @change=${this._onState}
        ></ui-select>
        <ui-input
          type="search"
          icon="search"
          .label=${t("operations.search")}
          .placeholder=${t("operations.search-hint")}
          @input=${this._onText}
        ></ui-input>
      </div>
      ${this._content()}
    `;
  }

  private _tabLabel(direction: (typeof directions)[number]): string {
    const counts = this._summary.value?.[direction];
    const open = counts === undefined ? 0 : counts.waiting + counts.retrying + counts.parked;
    return t(`operations.${direction}`, { count: open });
  }

  private get _stateOptions() {
    const counts: Record<string, number> = { ...this._summary.value?.[this._direction] };
    return [
      { value: "", label: t("operations.any-state") },
      ...states
        .filter((state) => state !== "rejected" || this._direction === "inbox")
        .map((state) => ({
          value: state,
          label:
            counts[state] === undefined
              ? t(`operations.state.${state}`)
              : `${t(`operations.state.${state}`)} (${counts[state]})`,
        })),
    ];
  }

  private _content() {
    return pagedTable({
      list: this._items,
      failed: t("operations.failed"),
      errorText,
      start: this._start,
      loading: html`<ui-skeleton rows="6"></ui-skeleton>`,
      empty: html`<ui-empty
        icon="success"
        .heading=${t("operations.none")}
        .text=${t("operations.none-text")}
      ></ui-empty>`,
      more: t("operations.more"),
      table: () =>
        html`<ui-table
          .label=${t("operations.title")}
          .columns=${this._columns}
          .rows=${this._items.items}
          .keyOf=${(item: Item) => item.id}
          .cellStyles=${cellStyles}
        ></ui-table>`,
    });
  }

  private get _columns(): Column<Item>[] {
    const columns: Column<Item>[] = [
      { id: "at", label: t("operations.column.at"), cell: ({ at }) => formatDate(at, "moment") },
      {
        id: "what",
        label: t("operations.column.what"),
        cell: (item) =>
          html`<button class="what" type="button" title=${item.what} @click=${() => this._look(item)}>
            ${eventText(item.what)}
          </button>`,
      },
      { id: "stream", label: t("operations.column.stream"), cell: ({ stream }) => stream },
      { id: "state", label: t("operations.column.state"), cell: ({ state }) => itemState(state) },
      { id: "problem", label: t("operations.column.problem"), cell: ({ problem }) => problem ?? "", wideOnly: true },
    ];
    if (this._direction === "outbox") {
      columns.splice(2, 0, {
        id: "consumer",
        label: t("operations.column.consumer"),
        cell: ({ consumer }) => consumerText(consumer),
      });
    }
    return columns;
  }

  private async _look(item: Item): Promise<void> {
    const { DialogItem } = await import("./dialog-item.ts");
    const mayReplay = this.session.can("operations.replay");
    const replayed = await showDialog(Object.assign(new DialogItem(), { itemId: item.id, mayReplay }));
    if (replayed === true) await this._refresh();
  }

  private readonly _start = async (): Promise<void> => {
    const state = states.find((each) => each === this._state);
    const text = this._text.trim();
    await this._items.start(async (cursor, signal) =>
      api.call(
        "GET /api/operations/items",
        {
          query: {
            direction: this._direction,
            ...(state === undefined ? {} : { state }),
            ...(text === "" ? {} : { text }),
            ...(cursor === null ? {} : { cursor }),
          },
        },
        signal,
      ),
    );
  };

  private async _refresh(): Promise<void> {
    await Promise.all([this._items.refresh(), this._summary.look()]);
  }

  private _onDirection(event: TabSelectEvent): void {
    this._direction = directions.find((each) => each === event.detail.id) ?? "outbox";
    if (this._direction === "outbox" && this._state === "rejected") this._state = "";
    void this._start();
  }

  private _onState(event: Event): void {
    this._state = (event.target as HTMLElement & { value: string }).value;
    void this._start();
  }

  private _onText(event: Event): void {
    this._text = (event.target as HTMLElement & { value: string }).value;
    clearTimeout(this._typing);
    this._typing = setTimeout(() => void this._start(), typingPause);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "admin-operations": AdminOperations;
  }
}
