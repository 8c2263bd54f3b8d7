import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { t } from "../i18n/i18n.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import "./ui-icon.ts";

/** Files that were dropped or chosen. */
export type FilesEvent = CustomEvent<{ files: readonly File[] }>;

/** A place to drop files on, or to choose them by pressing it. Fires `ui-files`; reading them is the owner's part. */
@customElement("ui-file-drop")
export class UiFileDrop extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
      }
      .zone {
        display: flex;
        flex-direction: column;
        align-items: center;
        gap: var(--space-1);
        inline-size: 100%;
        padding: var(--space-8) var(--space-6);
        border: 1.5px dashed var(--color-line-strong);
        border-radius: var(--radius-l);
        background: var(--color-sunken);
        color: var(--color-text);
        text-align: center;
        cursor: pointer;
        transition:
          background-color var(--motion-fast) var(--ease),
          border-color var(--motion-fast) var(--ease);
      }
      .zone:hover,
      .over {
        border-color: var(--color-accent);
        background: var(--color-accent-soft);
      }
      .zone:disabled {
        opacity: 0.6;
        cursor: not-allowed;
      }
      ui-icon {
        margin-block-end: var(--space-1);
        color: var(--color-accent-text);
        --icon-size: 1.75rem;
      }
      .choose {
        color: var(--color-accent-text);
        font-weight: var(--weight-medium);
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }
      .hint {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
    `,
  ];

  /** What may be chosen, as in `<input accept>`. */
  @property() accept = "";
  @property() hint = "";
  @property({ type: Boolean }) multiple = false;
  @property({ type: Boolean }) disabled = false;
  @state() private _over = false;
  @query("input") private readonly _input!: HTMLInputElement;

  override render() {
    return html`
      <input
        type="file"
        hidden
        accept=${this.accept || nothing}
        ?multiple=${this.multiple}
        @change=${() => this._give(this._input.files)}
      />
      <button
        type="button"
        class="zone ${this._over ? "over" : ""}"
        ?disabled=${this.disabled}
        @click=${() => this._input.click()}
        @dragover=${this._onDragOver}
        @dragleave=${() => (this._over = false)}
        @drop=${this._onDrop}
      >
        <ui-icon name="upload"></ui-icon>
        <span>${t("components.drop-files")} <span class="choose">${t("components.choose-files")}</span></span>
        ${this.hint === "" ? nothing : html`<span class="hint">${this.hint}</span>`}
      </button>
    `;
  }

  private _onDragOver(event: DragEvent): void {
    event.preventDefault();
    this._over = true;
  }

  private _onDrop(event: DragEvent): void {
    event.preventDefault();
    this._over = false;
    this._give(event.dataTransfer?.files ?? null);
  }

  private _give(list: FileList | null): void {
    const files = [...(list ?? [])];
    // The same file may be chosen again after it was corrected.
    this._input.value = "";
    if (files.length > 0) this.dispatchEvent(new CustomEvent("ui-files", { detail: { files } }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-file-drop": UiFileDrop;
  }
}
