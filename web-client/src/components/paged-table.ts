import { css, html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { t } from "../i18n/i18n.ts";
import type { PagedList } from "../lib/paged-list.ts";
import "./ui-banner.ts";
import "./ui-button.ts";
import "./ui-empty.ts";

interface PagedTable<Row> {
  readonly list: PagedList<Row>;
  /** Heading where not even the first page could be loaded. */
  readonly failed: string;
  /** What went wrong, for the reader. */
  readonly errorText: (error: unknown) => string;
  /** Loads the first page once more. */
  readonly start: () => unknown;
  readonly loading: TemplateResult;
  /** In place of the table where there is nothing to list. */
  readonly empty: TemplateResult;
  /** Drawn where there are rows. */
  readonly table: () => TemplateResult;
  /** Label of the button for the next page. */
  readonly more: string;
}

/** For the element that draws a paged table. */
export const pagedTableStyles = css`
  .more {
    display: grid;
    justify-items: center;
    padding: var(--space-4);
  }
`;

/** A list that loads page by page: on its way, failed, empty, or a table with the way to its next page. */
export function pagedTable<Row>({ list, failed, errorText, start, loading, empty, table, more }: PagedTable<Row>) {
  const { items, state, error, hasMore } = list;
  if (items.length === 0) {
    if (state === "loading") return loading;
    if (state === "ready") return empty;
    return html`<ui-empty icon="offline" tone="danger" .heading=${failed} .text=${errorText(error)}>
      <ui-button icon="refresh" @click=${start}>${t("components.retry")}</ui-button>
    </ui-empty>`;
  }
  const next = async () => list.more();
  return html`
    ${table()}
    ${
      hasMore
        ? html`<div class="more">
            ${
              state === "failed"
                ? html`<ui-banner tone="danger"
                    >${errorText(error)}<ui-button slot="action" size="small" @click=${next}
                      >${t("components.retry")}</ui-button
                    ></ui-banner
                  >`
                : html`<ui-button .busy=${state === "loading"} @click=${next}>${more}</ui-button>`
            }
          </div>`
        : nothing
    }
  `;
}
