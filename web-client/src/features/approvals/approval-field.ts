import { consume } from "@lit/context";
import type { ApprovalColumn, ApprovalField } from "@portico/contract/approvals-form.ts";
import { currencyOf, isRange, isRows, visibleFields } from "@portico/contract/approvals-values.ts";
import type {
  FileValue,
  InitiatorFacts,
  PlainValue,
  RangeValue,
  RowValue,
} from "@portico/contract/approvals-values.ts";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { showToast } from "../../components/toasts.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { storeFile } from "../../matrix/stored-files.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { PickedPerson } from "../directory/person-picker.ts";
import { allDepartments, nameOf, rememberName } from "./names.ts";
import type { Value, Values } from "./types.ts";
import { rangeText, sumText } from "./value-text.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-textarea.ts";
import "../directory/person-picker.ts";

/** A value was entered; `value` is null when it was cleared. */
export type FieldChange = CustomEvent<{ readonly value: Value | null }>;

const nobody: InitiatorFacts = { departments: [], level: 0, role: "" };

/** One field of a form with the control that fits its kind. Fires `field-change`. */
@customElement("approval-field")
export class ApprovalFieldElement extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      fieldset {
        min-inline-size: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend,
      .label {
        margin-block-end: var(--space-1);
        padding: 0;
        color: var(--color-text-2);
        font-size: var(--text-s);
        font-weight: var(--weight-medium);
      }
      .range {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: var(--space-3);
      }
      .range.halves {
        grid-template-columns: minmax(0, 1fr) 8rem minmax(0, 1fr) 8rem;
      }
      .half {
        align-self: end;
      }
      .sum,
      .hint {
        margin-block-start: var(--space-1);
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .error {
        margin-block-start: var(--space-1);
        color: var(--color-danger-text);
        font-size: var(--text-s);
      }
      .rows {
        display: grid;
        gap: var(--space-3);
      }
      .row {
        position: relative;
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr));
        gap: var(--space-3);
        align-items: start;
        padding: var(--space-3) var(--space-10) var(--space-3) var(--space-3);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
        background: var(--color-sunken);
      }
      .row > ui-icon-button {
        position: absolute;
        inset-block-start: var(--space-2);
        inset-inline-end: var(--space-2);
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-2);
        margin-block-start: var(--space-3);
      }
      .foot strong {
        font-variant-numeric: tabular-nums;
      }
      .files {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        align-items: center;
      }
      .file {
        display: inline-flex;
        align-items: center;
        gap: var(--space-1);
        padding-inline-start: var(--space-2);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
        font-size: var(--text-s);
      }
      @media (max-width: 45rem) {
        .range.halves {
          grid-template-columns: minmax(0, 1fr) 7rem;
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property({ attribute: false }) field!: ApprovalField | ApprovalColumn;
  @property({ attribute: false }) value: Value | undefined;
  /** All values, for currencies and conditions. */
  @property({ attribute: false }) values: Values = {};
  @property({ attribute: false }) initiator: InitiatorFacts = nobody;
  /** What is wrong, by path below the field; "" is the field itself. */
  @property({ attribute: false }) problems: Readonly<Record<string, string>> = {};
  @state() private _departments: Awaited<ReturnType<typeof allDepartments>> = [];
  @state() private _busy = false;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("field") || this.field.type !== "department" || this._departments.length > 0) return;
    void this._readDepartments();
  }

  private get _label(): string {
    const label = localized(this.field.label);
    return this.field.required ? label : t("approvals.optional", { label });
  }

  override render() {
    const { field } = this;
    const label = this._label;
    const hint = field.hint === null ? "" : localized(field.hint);
    const error = this.problems[""] ?? "";
    const text = typeof this.value === "string" ? this.value : "";
    switch (field.type) {
      case "range":
        return this._range(label, hint, error);
      case "rows":
        return this._rows(field, label, error);
      case "file":
        return this._files(label, hint, error);
      case "person":
        return html`<person-picker
          .label=${label}
          .hint=${hint}
          .error=${error}
          .people=${text === "" ? [] : [{ id: text, userId: "", name: { en: nameOf(text), zh: "" }, title: { en: "", zh: "" } }]}
          @change=${this._onPerson}
        ></person-picker>`;
      case "choice":
      case "department":
        return html`<ui-select
          .label=${label}
          .hint=${hint}
          .error=${error}
          .value=${text}
          .placeholder=${t("approvals.choose")}
          .options=${(field.type === "choice"
            ? field.options.map(({ id, label: name }) => ({ id, name }))
            : this._departments
          ).map(({ id, name }) => ({ value: id, label: localized(name) }))}
          @change=${this._onText}
        ></ui-select>`;
      case "text":
        return field.lines === "many"
          ? html`<ui-textarea
              .label=${label}
              .hint=${hint}
              .error=${error}
              .value=${text}
              @input=${this._onText}
            ></ui-textarea>`
          : html`<ui-input
              .label=${label}
              .hint=${hint}
              .error=${error}
              .value=${text}
              maxLength="200"
              @input=${this._onText}
            ></ui-input>`;
      case "date":
        return html`<ui-input
          type="date"
          .label=${label}
          .hint=${hint}
          .error=${error}
          .value=${text}
          @input=${this._onText}
        ></ui-input>`;
      default: {
        const unit =
          field.type === "money" ? currencyOf(field, this.values) : field.unit === null ? "" : localized(field.unit);
        return html`<ui-input
          .label=${/^[A-Z]{3}$/.test(unit) || field.type === "number" ? `${label}${unit === "" ? "" : ` (${unit})`}` : label}
          .hint=${hint}
          .error=${error}
          .value=${text}
          maxLength="22"
          autocomplete="off"
          @input=${this._onText}
        ></ui-input>`;
      }
    }
  }

  private _range(label: string, hint: string, error: string) {
    const { field, value } = this;
    if (field.type !== "range") return nothing;
    const range: RangeValue =
      value !== undefined && isRange(value) ? value : { from: "", fromHalf: "am", to: "", toHalf: "pm" };
    const halves = [
      { value: "am", label: t("approvals.morning") },
      { value: "pm", label: t("approvals.afternoon") },
    ];
    const set = (change: Partial<RangeValue>): void => {
      const next = { ...range, ...change };
      // The last day follows the first, so that one day is one choice.
      this._fire({
        ...next,
        to: next.to === "" || (change.from !== undefined && next.to < next.from) ? next.from : next.to,
      });
    };
    const half = (which: "fromHalf" | "toHalf", name: string) =>
      field.halfDays
        ? html`<ui-select
            .label=${name}
            labelHidden
            class="half"
            .value=${range[which]}
            .options=${halves}
            @change=${(event: Event) => set({ [which]: textOf(event) === "am" ? "am" : "pm" })}
          ></ui-select>`
        : nothing;
    return html`<fieldset>
      <legend>${label}</legend>
      <div class="range ${field.halfDays ? "halves" : ""}">
        <ui-input
          type="date"
          .label=${t("approvals.from")}
          .value=${range.from}
          @input=${(event: Event) => set({ from: textOf(event) })}
        ></ui-input>
        ${half("fromHalf", t("approvals.from-half"))}
        <ui-input
          type="date"
          .label=${t("approvals.to")}
          .min=${range.from}
          .value=${range.to}
          @input=${(event: Event) => set({ to: textOf(event) })}
        ></ui-input>
        ${half("toHalf", t("approvals.to-half"))}
      </div>
      ${range.from === "" || range.to === "" ? nothing : html`<p class="sum" role="status">${rangeText(range, field.count)}</p>`}
      ${hint === "" ? nothing : html`<p class="hint">${hint}</p>`}
      ${error === "" ? nothing : html`<p class="error" role="alert">${error}</p>`}
    </fieldset>`;
  }

  private _rows(field: Extract<ApprovalField, { type: "rows" }>, label: string, error: string) {
    const rows: readonly RowValue[] = this.value !== undefined && isRows(this.value) ? this.value : [];
    const set = (next: readonly RowValue[]): void => this._fire(next.length === 0 ? null : next);
    const sum = rows.length === 0 ? "" : sumText(field, rows, this.values);
    return html`<fieldset>
      <legend>${label}</legend>
      <div class="rows">
        ${rows.map(
          (row, index) =>
            html`<div class="row" role="group" aria-label=${t("approvals.row", { number: index + 1 })}>
              ${visibleFields(field.columns, { ...this.values, ...row }, this.initiator).map(
                (column) =>
                  html`<approval-field
                    .field=${column}
                    .value=${row[column.id]}
                    .values=${{ ...this.values, ...row }}
                    .problems=${{ "": this.problems[`${index}.${column.id}`] ?? "" }}
                    @field-change=${(event: FieldChange) => {
                      event.stopPropagation();
                      set(
                        rows.map((each, at) => (at === index ? withCell(each, column.id, event.detail.value) : each)),
                      );
                    }}
                  ></approval-field>`,
              )}
              <ui-icon-button
                size="small"
                icon="trash"
                .label=${t("approvals.remove-row", { number: index + 1 })}
                @click=${() => set(rows.filter((_, at) => at !== index))}
              ></ui-icon-button>
            </div>`,
        )}
      </div>
      <div class="foot">
        <ui-button size="small" icon="plus" @click=${() => set([...rows, {}])}>${t("approvals.add-row")}</ui-button>
        ${sum === "" ? nothing : html`<strong role="status">${t("approvals.sum", { sum })}</strong>`}
      </div>
      ${error === "" ? nothing : html`<p class="error" role="alert">${error}</p>`}
    </fieldset>`;
  }

  private _files(label: string, hint: string, error: string) {
    const files = Array.isArray(this.value) ? (this.value as readonly FileValue[]) : [];
    return html`<div class="label">${label}</div>
      <div class="files">
        ${files.map(
          (file, index) =>
            html`<span class="file"
              >${file.name}<ui-icon-button
                size="small"
                icon="close"
                .label=${t("approvals.remove-file", { name: file.name })}
                @click=${() => this._fire(files.length === 1 ? null : files.filter((_, at) => at !== index))}
              ></ui-icon-button
            ></span>`,
        )}
        <input hidden type="file" multiple aria-label=${label} @change=${this._onFiles} />
        <ui-button
          size="small"
          icon="paperclip"
          .busy=${this._busy}
          @click=${() => this.renderRoot.querySelector("input")?.click()}
          >${t("approvals.add-file")}</ui-button
        >
      </div>
      ${hint === "" ? nothing : html`<p class="hint">${hint}</p>`}
      ${error === "" ? nothing : html`<p class="error" role="alert">${error}</p>`}`;
  }

  private _fire(value: Value | null): void {
    this.dispatchEvent(new CustomEvent("field-change", { detail: { value }, bubbles: true, composed: true }));
  }

  private _onText(event: Event): void {
    const text = textOf(event);
    const plain = this.field.type === "money" || this.field.type === "number" ? text.trim().replaceAll(",", "") : text;
    this._fire(plain === "" ? null : plain);
  }

  private _onPerson(event: Event): void {
    event.stopPropagation();
    const [person] = (event.target as HTMLElement & { people: readonly PickedPerson[] }).people;
    if (person !== undefined) rememberName(person.id, person.name);
    this._fire(person?.id ?? null);
  }

  private async _onFiles(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const chosen = [...(input.files ?? [])];
    input.value = "";
    this._busy = true;
    try {
      const added = await Promise.all(
        chosen.map(async (file): Promise<FileValue> => ({
          name: file.name,
          url: await storeFile(this.session.credentials, file),
          size: file.size,
          type: file.type,
        })),
      );
      this._fire([...(Array.isArray(this.value) ? (this.value as readonly FileValue[]) : []), ...added]);
    } catch {
      showToast(t("approvals.upload-failed"), "danger");
    } finally {
      this._busy = false;
    }
  }

  private async _readDepartments(): Promise<void> {
    try {
      this._departments = await allDepartments();
    } catch {
      showToast(t("approvals.departments-failed"), "danger");
    }
  }
}

const textOf = (event: Event): string => (event.currentTarget as HTMLElement & { value: string }).value;

const withCell = (row: RowValue, id: string, value: Value | null): RowValue => {
  const { [id]: _old, ...rest } = row;
  return value === null ? rest : { ...rest, [id]: value as PlainValue };
};

declare global {
  interface HTMLElementTagNameMap {
    "approval-field": ApprovalFieldElement;
  }
}
