import { adoptStyles, css, html, nothing } from "lit";
import type { CSSResult, PropertyValues, TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";

/** One column: its name and what a row shows there. */
export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  readonly cell: (row: Row) => TemplateResult | string | typeof nothing;
  /** Buttons of the row: the head is spoken only, and the cell stands at the end. */
  readonly actions?: boolean;
  /** Left out on narrow screens. */
  readonly wideOnly?: boolean;
}

/**
 * A plain table. On narrow screens each row becomes a card with the column
 * names beside the values. The roles are written out, because changing
 * `display` takes a native table's roles away.
 */
@customElement("ui-table")
export class UiTable extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        /* What is only spoken stands here, and does not make the page scroll beside its scroller. */
        position: relative;
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
        font-size: var(--text-m);
      }
      th {
        padding: var(--space-2) var(--space-3);
        border-block-end: 1px solid var(--color-line-strong);
        color: var(--color-text-3);
        font-size: var(--text-s);
        font-weight: var(--weight-medium);
        text-align: start;
        white-space: nowrap;
      }
      td {
        padding: var(--space-2) var(--space-3);
        border-block-end: 1px solid var(--color-line);
        vertical-align: middle;
        overflow-wrap: anywhere;
      }
      tbody tr:hover {
        background: var(--color-hover);
      }
      .actions {
        inline-size: 1%;
        text-align: end;
        white-space: nowrap;
      }
      @media (max-width: 45rem) {
        table,
        tbody,
        tr,
        td {
          display: block;
        }
        thead {
          position: absolute;
          inline-size: 1px;
          block-size: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        tr {
          position: relative;
          padding-block: var(--space-3);
          border-block-end: 1px solid var(--color-line);
        }
        td {
          display: flex;
          gap: var(--space-3);
          padding: var(--space-1) 0;
          border: 0;
        }
        td[data-label]::before {
          flex: 0 0 6rem;
          content: attr(data-label);
          color: var(--color-text-3);
          font-size: var(--text-s);
        }
        td:first-child {
          padding-inline-end: var(--space-12);
        }
        td:first-child::before {
          content: none;
        }
        .actions {
          position: absolute;
          inset: var(--space-2) 0 auto auto;
          inline-size: auto;
        }
        .wide-only,
        td:has(> div:empty) {
          display: none;
        }
      }
    `,
  ];

  @property() label = "";
  @property({ attribute: false }) columns: readonly Column<never>[] = [];
  @property({ attribute: false }) rows: readonly unknown[] = [];
  @property({ attribute: false }) keyOf: (row: never) => string = String;

  /** For what the cells hold: they are drawn in this element's root, where the owner's styles do not reach. */
  @property({ attribute: false }) cellStyles: CSSResult | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("cellStyles") || this.cellStyles === null || !(this.renderRoot instanceof ShadowRoot)) return;
    adoptStyles(this.renderRoot, [...UiTable.elementStyles, this.cellStyles]);
  }

  override render() {
    return html`<table role="table" aria-label=${this.label}>
      <thead role="rowgroup">
        <tr role="row">
          ${this.columns.map(
            ({ label, actions, wideOnly }) =>
              html`<th
                role="columnheader"
                scope="col"
                class="${actions === true ? "actions" : ""} ${wideOnly === true ? "wide-only" : ""}"
              >
                ${actions === true ? html`<span class="visually-hidden">${label}</span>` : label}
              </th>`,
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${repeat(
          this.rows,
          (row) => this.keyOf(row as never),
          (row) =>
            html`<tr role="row">
              ${this.columns.map(
                ({ label, cell, actions, wideOnly }) =>
                  html`<td
                    role="cell"
                    data-label=${actions === true ? nothing : label}
                    class="${actions === true ? "actions" : ""} ${wideOnly === true ? "wide-only" : ""}"
                  >
                    <div>${cell(row as never)}</div>
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-table": UiTable;
  }
}
