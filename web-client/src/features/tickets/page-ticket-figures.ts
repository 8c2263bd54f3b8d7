import { css, html } from "lit";
import { customElement, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { Column } from "../../components/ui-table.ts";
import { formatNumber } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { currentUrl, navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { Figures } from "./types.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-table.ts";

const groupings = ["queue", "person", "company", "day"] as const;
type By = (typeof groupings)[number];
type Row = Figures["rows"][number];
const dayMs = 86_400_000;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

const cellStyles = css`
  .bar {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    color: inherit;
    text-decoration: none;
  }
  .bar i {
    block-size: 0.75rem;
    min-inline-size: 2px;
    border-radius: var(--radius-s);
    background: var(--color-accent);
  }
`;

/** How fast and how well requests were answered; each bar opens its tickets, and the CSV says what the screen says. */
@customElement("page-ticket-figures")
export class PageTicketFigures extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    css`
      .choose {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--space-3);
        margin-block-end: var(--space-4);
      }
      .quiet {
        margin-block-start: var(--space-3);
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
    `,
  ];

  @state() private _figures: Figures | null = null;
  @state() private _error: unknown = null;
  private _asked = "";
  protected readonly live = new LiveReload(this, ["tickets"], () => this._load());

  override render() {
    const { by, from, to } = this._query;
    if (this._asked !== `${by} ${from} ${to}`) {
      this._asked = `${by} ${from} ${to}`;
      void this._load();
    }
    return html`
      <header class="head">
        <h1>${t("tickets.figures")}</h1>
        <span class="grow"></span>
        <ui-button size="small" icon="download" ?disabled=${this._figures === null} @click=${this._download}
          >${t("tickets.csv")}</ui-button
        >
      </header>
      <div class="body">
        <div class="measure">
          <div class="choose">
            <ui-select
              .label=${t("tickets.figures.by")}
              .value=${by}
              .options=${groupings.map((value) => ({ value, label: t(`tickets.by.${value}`) }))}
              @change=${(event: Event) => this._set("by", event)}
            ></ui-select>
            <ui-input
              type="date"
              .label=${t("tickets.figures.from")}
              .value=${from}
              @change=${(event: Event) => this._set("from", event)}
            ></ui-input>
            <ui-input
              type="date"
              .label=${t("tickets.figures.to")}
              .value=${to}
              @change=${(event: Event) => this._set("to", event)}
            ></ui-input>
          </div>
          ${this._table()}
          <p class="quiet">${t("tickets.figures.text")}</p>
        </div>
      </div>
    `;
  }

  private get _query(): { by: By; from: string; to: string } {
    const search = currentUrl.value.searchParams;
    const now = Date.now();
    return {
      by: groupings.find((each) => each === search.get("by")) ?? "queue",
      from: search.get("from") ?? dayOf(now - 30 * dayMs),
      to: search.get("to") ?? dayOf(now),
    };
  }

  private _table() {
    const figures = this._figures;
    if (figures === null) {
      if (this._error === null) return html`<ui-skeleton rows="6"></ui-skeleton>`;
      return html`<ui-empty
        icon="offline"
        tone="danger"
        .heading=${t("tickets.failed")}
        .text=${errorText(this._error)}
      ></ui-empty>`;
    }
    if (figures.rows.length === 0) {
      return html`<ui-empty icon="pulse" .heading=${t("tickets.none")} .text=${t("tickets.none-text")}></ui-empty>`;
    }
    return html`<ui-table
      .label=${t("tickets.figures")}
      .columns=${this._columns(figures)}
      .cellStyles=${cellStyles}
      .rows=${[...figures.rows, figures.total]}
      .keyOf=${(row: Row) => row.key}
    ></ui-table>`;
  }

  private _columns({ rows, total }: Figures): Column<Row>[] {
    const most = Math.max(1, ...rows.map(({ received }) => received));
    return [
      { id: "name", label: t(`tickets.by.${this._query.by}`), cell: (row) => this._name(row, total) },
      { id: "received", label: t("tickets.col.received"), cell: (row) => this._bar(row, total, most) },
      ...this._measures.map(({ id, label, of }) => ({ id, label, cell: of })),
    ];
  }

  private get _measures(): { id: string; label: string; of: (row: Row) => string }[] {
    const minutes = (value: number | null): string =>
      value === null ? "–" : t("tickets.minutes", { minutes: formatNumber(value) });
    const share = (value: number | null): string => (value === null ? "–" : `${Math.round(value * 100)} %`);
    return [
      { id: "solved", label: t("tickets.col.solved"), of: ({ solved }) => String(solved) },
      { id: "backlog", label: t("tickets.col.backlog"), of: ({ backlog }) => String(backlog) },
      {
        id: "first",
        label: t("tickets.col.first"),
        of: ({ firstMedian, firstMean }) =>
          firstMedian === null ? "–" : `${minutes(firstMedian)} (${minutes(firstMean)})`,
      },
      { id: "solution", label: t("tickets.col.solution"), of: ({ solutionMedian }) => minutes(solutionMedian) },
      { id: "kept", label: t("tickets.col.kept"), of: ({ kept }) => share(kept) },
      {
        id: "satisfied",
        label: t("tickets.col.satisfied"),
        of: ({ satisfied, rated }) => `${share(satisfied)} (${rated})`,
      },
    ];
  }

  private _name(row: Row, total: Row): string {
    if (row === total) return t("tickets.total");
    return row.key === "" ? t("tickets.without") : localized(row.name);
  }

  private _bar(row: Row, total: Row, most: number) {
    if (row === total) return String(row.received);
    return html`<a class="bar" href=${this._ticketsOf(row)}
      ><i .style=${`inline-size:${(row.received / most) * 6}rem`}></i>${row.received}</a
    >`;
  }

  private _ticketsOf({ key }: Row): string {
    const { by, from, to } = this._query;
    const search = new URLSearchParams({ view: "all", from, to });
    if (by === "day") {
      search.set("from", key);
      search.set("to", key);
    } else if (key !== "") search.set({ person: "owner", queue: "queue", company: "company" }[by], key);
    return `/customers/tickets?${search.toString()}`;
  }

  private _set(name: string, event: Event): void {
    const url = new URL(currentUrl.value);
    url.searchParams.set(name, (event.target as HTMLInputElement).value);
    navigate(url.href, { replace: true });
  }

  /** The lines of the screen. What a spreadsheet would take for a formula is written as text. */
  private _download(): void {
    const figures = this._figures;
    if (figures === null) return;
    const quoted = (text: string): string =>
      `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
    const measures = this._measures;
    const lines = [
      [t(`tickets.by.${this._query.by}`), t("tickets.col.received"), ...measures.map(({ label }) => label)],
      ...[...figures.rows, figures.total].map((row) => [
        this._name(row, figures.total),
        String(row.received),
        ...measures.map(({ of }) => of(row)),
      ]),
    ];
    const csv = `\uFEFF${lines.map((line) => line.map(quoted).join(",")).join("\r\n")}\r\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv], { type: "text/csv;charset=utf-8" }));
    link.download = "tickets.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  }

  private readonly _load = async (): Promise<void> => {
    const query = this._query;
    try {
      const figures = await api.call("GET /api/tickets/figures", { query });
      if (this._asked !== `${query.by} ${query.from} ${query.to}`) return;
      this._figures = figures;
      this._error = null;
    } catch (error) {
      this._error = error;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "page-ticket-figures": PageTicketFigures;
  }
}
