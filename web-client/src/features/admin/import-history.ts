import { html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { Column } from "../../components/ui-table.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PagedList } from "../../lib/paged-list.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { sectionStyles } from "./section-styles.ts";
import type { PastImport } from "./types.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-table.ts";

/** What an import did or would do, without what it did not. */
const countsText = ({ create, update, leave, refuse }: PastImport["counts"]): string =>
  [
    create === 0 ? "" : t("admin.counted.create", { count: create }),
    update === 0 ? "" : t("admin.counted.update", { count: update }),
    leave === 0 ? "" : t("admin.counted.leave", { count: leave }),
    refuse === 0 ? "" : t("admin.counted.refuse", { count: refuse }),
  ]
    .filter((text) => text !== "")
    .join(t("admin.counted.and")) || t("admin.counted.nothing");

/** Earlier imports, newest first. */
@customElement("import-history")
export class ImportHistory extends PorticoElement {
  static override styles = [sharedStyles, sectionStyles];

  /** Changes when an import was applied. */
  @property({ type: Number }) applied = 0;

  private readonly _imports = new PagedList<PastImport>(this);
  protected readonly live = new LiveReload(this, ["imports"], () => this._imports.refresh());

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("applied")) void this._load();
  }

  override render() {
    const { items, state, error, hasMore } = this._imports;
    return html`<section>
      <h2>${t("admin.history")}</h2>
      ${
        state === "failed"
          ? html`<ui-banner tone="warning"
              >${errorText(error)}<ui-button slot="action" size="small" @click=${this._load}
                >${t("components.retry")}</ui-button
              ></ui-banner
            >`
          : nothing
      }
      ${state === "loading" && items.length === 0 ? html`<ui-skeleton rows="2"></ui-skeleton>` : nothing}
      ${state === "ready" && items.length === 0 ? html`<p class="quiet">${t("admin.no-history")}</p>` : nothing}
      ${
        items.length === 0
          ? nothing
          : html`<ui-table
              .label=${t("admin.history")}
              .columns=${this._columns}
              .rows=${items}
              .keyOf=${(past: PastImport) => past.id}
            ></ui-table>`
      }
      ${hasMore ? html`<ui-button @click=${() => this._imports.more()}>${t("admin.older")}</ui-button>` : nothing}
    </section>`;
  }

  private get _columns(): Column<PastImport>[] {
    return [
      {
        id: "at",
        label: t("admin.column.at"),
        cell: ({ id, at }) => html`<a href="/admin/import/${encodeURIComponent(id)}">${formatDate(at, "moment")}</a>`,
      },
      { id: "by", label: t("admin.column.by"), cell: ({ by, byName }) => (byName === null ? by : localized(byName)) },
      {
        id: "outcome",
        label: t("admin.column.outcome"),
        cell: ({ applied, dryRun }) =>
          applied
            ? html`<ui-badge tone="success">${t("admin.outcome.applied")}</ui-badge>`
            : html`<ui-badge tone=${dryRun ? "neutral" : "danger"}
                >${dryRun ? t("admin.outcome.dry-run") : t("admin.outcome.refused")}</ui-badge
              >`,
      },
      { id: "counts", label: t("admin.column.counts"), cell: ({ counts }) => countsText(counts) },
    ];
  }

  private readonly _load = async (): Promise<void> =>
    this._imports.start(async (cursor, signal) =>
      api.call("GET /api/directory/imports", { query: { limit: 10, ...(cursor === null ? {} : { cursor }) } }, signal),
    );
}

declare global {
  interface HTMLElementTagNameMap {
    "import-history": ImportHistory;
  }
}
