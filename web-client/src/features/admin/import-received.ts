import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Column } from "../../components/ui-table.ts";
import { formatNumber } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { ImportReport } from "./types.ts";
import "../../components/ui-table.ts";

type Received = ImportReport["files"][number];

const cellStyles = css`
  .mono {
    font-family: var(--font-mono);
    font-size: var(--text-xs);
  }
`;

/** The files of an import as they came: how they were written and by what they are known again. */
@customElement("import-received")
export class ImportReceived extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
      }
    `,
  ];

  @property({ attribute: false }) files: readonly Received[] = [];

  private readonly _columns: Column<Received>[] = [
    { id: "file", label: t("admin.column.file"), cell: ({ file }) => t(`admin.file.${file}`) },
    { id: "name", label: t("admin.column.name"), cell: ({ name }) => name },
    {
      id: "encoding",
      label: t("admin.column.encoding"),
      cell: ({ encoding }) => (encoding === null ? t("admin.unreadable") : encoding.toUpperCase()),
    },
    { id: "rows", label: t("admin.column.counts"), cell: ({ rows }) => (rows === null ? "–" : formatNumber(rows)) },
    { id: "bytes", label: t("admin.column.bytes"), cell: ({ bytes }) => formatNumber(bytes), wideOnly: true },
    {
      id: "sha256",
      label: "SHA-256",
      cell: ({ sha256 }) => html`<span class="mono">${sha256}</span>`,
      wideOnly: true,
    },
  ];

  override render() {
    return html`<ui-table
      .label=${t("admin.files")}
      .columns=${this._columns}
      .cellStyles=${cellStyles}
      .rows=${this.files}
      .keyOf=${({ file }: Received) => file}
    ></ui-table>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "import-received": ImportReceived;
  }
}
