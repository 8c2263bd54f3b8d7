import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Tone } from "../../components/ui-badge.ts";
import type { Column } from "../../components/ui-table.ts";
import type { Tab, TabSelectEvent } from "../../components/ui-tabs.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { sectionStyles } from "./section-styles.ts";
import type { ImportReport, ImportRow } from "./types.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-table.ts";
import "../../components/ui-tabs.ts";

type Action = ImportRow["action"];

const tones: Readonly<Record<Action, Tone>> = {
  refuse: "danger",
  create: "success",
  update: "info",
  leave: "warning",
  unchanged: "neutral",
};
const shownActions = ["refuse", "create", "update", "leave"] as const;
/** Rows drawn at a time. */
const step = 200;

const cellStyles = css`
  ul {
    display: grid;
    gap: var(--space-1);
  }
  .problem {
    color: var(--color-danger-text);
  }
  .from {
    color: var(--color-text-3);
    text-decoration: line-through;
  }
  .mono {
    font-family: var(--font-mono);
    font-size: var(--text-s);
  }
`;

/** What an import did or would do, row by row, problems first. */
@customElement("import-report")
export class ImportReportView extends PorticoElement {
  static override styles = [
    sharedStyles,
    sectionStyles,
    css`
      :host {
        gap: var(--space-2);
      }
      ui-tabs {
        border-block-end: 1px solid var(--color-line);
      }
    `,
  ];

  @property({ attribute: false }) report!: ImportReport;
  @state() private _filter: Action | "all" = "all";
  @state() private _shown = step;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("report")) return;
    this._filter = this.report.counts.refuse > 0 ? "refuse" : "all";
    this._shown = step;
  }

  override render() {
    const { counts, rows } = this.report;
    const matching = rows.filter(({ action }) => this._filter === "all" || action === this._filter);
    const actions = shownActions.filter((action) => counts[action] > 0);
    const all = shownActions.reduce((sum, action) => sum + counts[action], 0);
    const tabs: Tab[] = [
      { id: "all", label: t("admin.rows-all"), count: all },
      ...actions.map((action) => ({ id: action, label: t(`admin.action.${action}`), count: counts[action] })),
    ];
    return html`
      <h3>${t("admin.rows")}</h3>
      ${
        tabs.length < 2
          ? nothing
          : html`<ui-tabs
              .label=${t("admin.rows")}
              .tabs=${tabs}
              .value=${this._filter}
              @ui-select=${this._onFilter}
            ></ui-tabs>`
      }
      <p class="quiet">${t("admin.unchanged-count", { count: counts.unchanged })}</p>
      ${
        matching.length === 0
          ? nothing
          : html`<ui-table
              .label=${t("admin.rows")}
              .columns=${this._columns}
              .cellStyles=${cellStyles}
              .rows=${matching.slice(0, this._shown)}
              .keyOf=${({ file, line, id }: ImportRow) => `${file} ${line} ${id}`}
            ></ui-table>`
      }
      ${
        matching.length > this._shown
          ? html`<div class="line">
              <ui-button @click=${() => (this._shown += step)}
                >${t("admin.show-more", { count: matching.length - this._shown })}</ui-button
              >
            </div>`
          : nothing
      }
    `;
  }

  private get _columns(): Column<ImportRow>[] {
    return [
      {
        id: "id",
        label: t("admin.column.id"),
        cell: ({ id }) => html`<span class="mono">${id === "" ? "—" : id}</span>`,
      },
      {
        id: "where",
        label: t("admin.column.where"),
        cell: ({ file, line }) =>
          line === 0 ? t(`admin.file.${file}`) : t("admin.where", { file: t(`admin.file.${file}`), line }),
      },
      {
        id: "action",
        label: t("admin.column.action"),
        cell: ({ action }) => html`<ui-badge .tone=${tones[action]}>${t(`admin.action.${action}`)}</ui-badge>`,
      },
      { id: "details", label: t("admin.column.details"), cell: (row) => this._details(row) },
    ];
  }

  private _details({ problems, changes, action }: ImportRow) {
    const problemItems = problems.map(
      ({ code, field, value }) =>
        html`<li class="problem">${t(`admin.problem.${code}`, { field, value: value === "" ? "∅" : value })}</li>`,
    );
    const changeItems = action === "create" ? [] : changes.map((change) => this._change(change));
    const items = [...problemItems, ...changeItems];
    return items.length === 0
      ? nothing
      : html`<ul>
          ${items}
        </ul>`;
  }

  private _change({ field, from, to }: ImportRow["changes"][number]) {
    return html`<li>
      <span class="mono">${field}</span>: ${from === "" ? nothing : html`<span class="from">${from}</span> →`}
      ${to === "" ? "∅" : to}
    </li>`;
  }

  private _onFilter(event: TabSelectEvent): void {
    this._filter = shownActions.find((action) => action === event.detail.id) ?? "all";
    this._shown = step;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "import-report": ImportReportView;
  }
}
