import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { importFiles, importTemplate } from "./import-files.ts";
import type { ChosenFiles } from "./import-files.ts";
import type { ImportFile } from "./types.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-icon.ts";

/** Names a file that shall not be imported after all. */
export type RemoveFileEvent = CustomEvent<{ file: ImportFile }>;

/** A place for each file of an import: what was chosen for it, or its empty form. Fires `import-remove`. */
@customElement("import-slots")
export class ImportSlots extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr));
        gap: var(--space-3);
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-block-size: 3.25rem;
        padding: var(--space-2) var(--space-2) var(--space-2) var(--space-3);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
      }
      li > ui-icon {
        color: var(--color-text-3);
      }
      .chosen > ui-icon {
        color: var(--color-success-text);
      }
      div {
        flex: 1;
        min-inline-size: 0;
      }
      strong,
      span {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      strong {
        font-weight: var(--weight-medium);
      }
      span {
        color: var(--color-text-3);
        font-size: var(--text-xs);
      }
    `,
  ];

  @property({ attribute: false }) chosen: ChosenFiles = new Map();

  override render() {
    return html`<ul>
      ${importFiles.map((file) => this._slot(file))}
    </ul>`;
  }

  private _slot(file: ImportFile) {
    const chosen = this.chosen.get(file);
    const label = t(`admin.file.${file}`);
    return html`<li class=${chosen === undefined ? "" : "chosen"}>
      <ui-icon .name=${chosen === undefined ? "file" : "success"}></ui-icon>
      <div>
        <strong>${label}</strong>
        <span>${chosen?.name ?? t("admin.unchanged-file")}</span>
      </div>
      ${
        chosen === undefined
          ? html`<ui-icon-button
              size="small"
              icon="download"
              .label=${t("admin.template", { file: label })}
              @click=${() => downloadTemplate(file)}
            ></ui-icon-button>`
          : html`<ui-icon-button
              size="small"
              icon="close"
              .label=${t("admin.remove-file", { file: label })}
              @click=${() => this._remove(file)}
            ></ui-icon-button>`
      }
    </li>`;
  }

  private _remove(file: ImportFile): void {
    this.dispatchEvent(new CustomEvent("import-remove", { detail: { file } }) satisfies RemoveFileEvent);
  }
}

const downloadTemplate = (file: ImportFile): void => {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(importTemplate(file));
  anchor.download = `${file}.csv`;
  anchor.click();
  URL.revokeObjectURL(anchor.href);
};

declare global {
  interface HTMLElementTagNameMap {
    "import-slots": ImportSlots;
  }
}
