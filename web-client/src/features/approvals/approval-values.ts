import { consume } from "@lit/context";
import { isRows } from "@portico/contract/approvals-values.ts";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { showToast } from "../../components/toasts.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { readStoredFile } from "../../matrix/stored-files.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { saveFile } from "../chat/save-file.ts";
import { nameOf } from "./names.ts";
import type { Field, Value, Values } from "./types.ts";
import { sumText, valueText } from "./value-text.ts";
import "../../components/ui-icon.ts";

/** What was filled in, field by field. */
@customElement("approval-values")
export class ApprovalValuesElement extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr);
        gap: var(--space-3) var(--space-6);
      }
      dt {
        max-inline-size: 12rem;
        color: var(--color-text-2);
      }
      dd {
        min-inline-size: 0;
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      .wide {
        grid-column: 1 / -1;
      }
      dd.wide {
        margin-block-start: calc(-1 * var(--space-2));
        overflow-x: auto;
        white-space: normal;
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
        font-size: var(--text-s);
      }
      th,
      td {
        padding: var(--space-2) var(--space-3);
        border-block-end: 1px solid var(--color-line);
        text-align: start;
        vertical-align: baseline;
      }
      th {
        color: var(--color-text-2);
        font-weight: var(--weight-medium);
        white-space: nowrap;
      }
      .number {
        text-align: end;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      tfoot td {
        border: 0;
        font-weight: var(--weight-bold);
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: var(--space-1);
        padding: 0;
        border: 0;
        background: none;
        color: var(--color-accent-text);
        cursor: pointer;
        text-align: start;
        --icon-size: 1rem;
      }
      button:hover {
        text-decoration: underline;
      }
      @media (max-width: 45rem) {
        dl {
          grid-template-columns: minmax(0, 1fr);
          gap: var(--space-1);
        }
        dd {
          margin-block-end: var(--space-3);
        }
        dd.wide {
          margin-block-start: 0;
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property({ attribute: false }) fields: readonly Field[] = [];
  @property({ attribute: false }) values: Values = {};

  override render() {
    const filled = this.fields.flatMap((field) => {
      const value = this.values[field.id];
      return value === undefined ? [] : [{ field, value }];
    });
    return html`<dl>
      ${filled.map(({ field, value }) => {
        const wide = field.type === "rows" ? "wide" : "";
        return html`<dt class=${wide}>${localized(field.label)}</dt>
          <dd class=${wide}>${this._value(field, value)}</dd>`;
      })}
    </dl>`;
  }

  private _value(field: Field, value: Value) {
    if (field.type === "rows") return this._rows(field, value);
    if (field.type === "file") return this._files(value);
    return valueText(field, value, this.values, nameOf);
  }

  private _rows(field: Extract<Field, { type: "rows" }>, value: Value) {
    if (!isRows(value)) return nothing;
    const sum = sumText(field, value, this.values);
    const numeric = (type: string): string => (type === "money" || type === "number" ? "number" : "");
    return html`<table>
      <thead>
        <tr>
          ${field.columns.map((column) => html`<th class=${numeric(column.type)} scope="col">${localized(column.label)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${value.map(
          (row) =>
            html`<tr>
              ${field.columns.map((column) => {
                const cell = row[column.id];
                return html`<td class=${numeric(column.type)}>
                  ${
                    cell === undefined
                      ? nothing
                      : column.type === "file"
                        ? this._files(cell)
                        : valueText(column, cell, this.values, nameOf)
                  }
                </td>`;
              })}
            </tr>`,
        )}
      </tbody>
      ${
        sum === ""
          ? nothing
          : html`<tfoot>
              <tr>
                <td class="number" colspan=${field.columns.length}>${t("approvals.sum", { sum })}</td>
              </tr>
            </tfoot>`
      }
    </table>`;
  }

  private _files(value: Value) {
    if (!Array.isArray(value)) return nothing;
    return value.map((file) =>
      "url" in file && typeof file.url === "string"
        ? html`<button type="button" @click=${async () => this._save(String(file.url), String(file.name))}>
            <ui-icon name="file"></ui-icon>${file.name}
          </button>`
        : nothing,
    );
  }

  private async _save(url: string, name: string): Promise<void> {
    try {
      saveFile(await readStoredFile(this.session.credentials, url), name);
    } catch {
      showToast(t("approvals.file-failed", { name }), "danger");
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "approval-values": ApprovalValuesElement;
  }
}
