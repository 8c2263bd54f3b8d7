import { css, html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { errorText } from "../../api/error-text.ts";
import { DialogBase } from "../../components/dialog-base.ts";
import { showDialog } from "../../components/show-dialog.ts";
import { t } from "../../i18n/i18n.ts";
import { formText } from "../../lib/form-text.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-file-drop.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-textarea.ts";
import "../directory/person-picker.ts";

/** One thing to fill in. */
interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind?: "text" | "email" | "date" | "number" | "long" | "choice" | "file" | "person";
  readonly value?: string;
  readonly hint?: string;
  readonly most?: number;
  readonly optional?: boolean;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

/** What was filled in. */
interface Filled {
  readonly text: (name: string) => string;
  readonly file: File | null;
  /** User id of the person chosen. */
  readonly userId: string;
}

interface Form {
  readonly heading: string;
  readonly action: string;
  /** What to know before. */
  readonly intro?: TemplateResult;
  readonly fields: readonly Field[];
  /** What goes wrong is said in the dialog, which stays open. */
  readonly send: (filled: Filled) => Promise<unknown>;
}

/** A dialog with some fields and one action. Gives true when it is done. */
@customElement("dialog-fields")
export class DialogFields extends DialogBase<true> {
  static override styles = [
    DialogBase.styles,
    css`
      .file {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .label {
        margin-block-end: var(--space-1);
        font-weight: var(--weight-medium);
      }
      .wrong {
        color: var(--color-danger-text);
      }
    `,
  ];

  @property({ attribute: false }) form!: Form;
  @state() private _busy = false;
  @state() private _problem = "";
  @state() private _wrong: ReadonlySet<string> = new Set();
  @state() private _file: File | null = null;
  @query("person-picker") private readonly _picker!: HTMLElementTagNameMap["person-picker"] | null;

  override render() {
    const { heading, action, intro, fields } = this.form;
    return html`<ui-dialog .heading=${heading} .closable=${!this._busy} @ui-close=${this.done}>
      <form class="stack" novalidate @submit=${this._send}>
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        ${intro ?? nothing} ${fields.map((field) => this._field(field))}
      </form>
      <ui-button slot="footer" @click=${this.close}>${t("components.cancel")}</ui-button>
      <ui-button
        slot="footer"
        variant="primary"
        .busy=${this._busy}
        @click=${() => this.renderRoot.querySelector("form")?.requestSubmit()}
        >${action}</ui-button
      >
    </ui-dialog>`;
  }

  private _field({ name, label, kind = "text", value = "", hint = "", most = 120, optional = false, options = [] }: Field) {
    const error = this._wrong.has(name) ? t("partners.missing") : "";
    switch (kind) {
      case "long":
        return html`<ui-textarea
          name=${name}
          rows="5"
          ?required=${!optional}
          .maxLength=${most}
          .label=${label}
          .hint=${hint}
          .error=${error}
          .value=${value}
        ></ui-textarea>`;
      case "choice":
        return html`<ui-select name=${name} .label=${label} .hint=${hint} .value=${value} .options=${options}></ui-select>`;
      case "person":
        return html`<person-picker .label=${label} .hint=${error || hint}></person-picker>`;
      case "file":
        return html`<div>
          <p class="label">${label}</p>
          <ui-file-drop .hint=${hint} @ui-files=${this._onFiles}></ui-file-drop>
          <p class="file ${error === "" ? "" : "wrong"}" role="status">${this._file?.name ?? error}</p>
        </div>`;
      default:
        return html`<ui-input
          name=${name}
          .type=${kind}
          ?required=${!optional}
          .maxLength=${kind === "text" || kind === "email" ? most : -1}
          .label=${label}
          .hint=${hint}
          .error=${error}
          .value=${value}
        ></ui-input>`;
    }
  }

  private _onFiles(event: CustomEvent<{ files: readonly File[] }>): void {
    this._file = event.detail.files[0] ?? null;
  }

  private async _send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this._busy) return;
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => formText(data, name);
    const userId = this._picker?.people[0]?.userId ?? "";
    const given = ({ name, kind }: Field): boolean =>
      kind === "file" ? this._file !== null : kind === "person" ? userId !== "" : text(name) !== "";
    this._wrong = new Set(
      this.form.fields.filter((field) => field.optional !== true && !given(field)).map(({ name }) => name),
    );
    if (this._wrong.size > 0) return;
    this._busy = true;
    this._problem = "";
    try {
      await this.form.send({ text, file: this._file, userId });
      this.close(true);
    } catch (error) {
      this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
  }
}

/** Shows the form; true when it was sent. */
export const fillIn = async (form: Form): Promise<boolean> =>
  (await showDialog(Object.assign(new DialogFields(), { form }))) === true;

declare global {
  interface HTMLElementTagNameMap {
    "dialog-fields": DialogFields;
  }
}
