import type { ApprovalColumn, ApprovalField } from "@portico/contract/approvals-form.ts";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { emptyField, freshId, newField } from "./design-edit.ts";
import "../../components/ui-button.ts";
import "../../components/ui-checkbox.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-textarea.ts";
import "./condition-editor.ts";

const types = ["text", "number", "money", "date", "range", "choice", "person", "department", "file", "rows"] as const;

/** Fields of a form, or columns of its detail rows, one after the other. Fires `fields-change` with `fields` set. */
@customElement("field-editor")
export class FieldEditor extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-3);
      }
      .field {
        display: grid;
        gap: var(--space-3);
        padding: var(--space-4);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        background: var(--color-surface);
      }
      .line {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) minmax(8rem, 0.7fr) auto;
        gap: var(--space-3);
        align-items: end;
      }
      .buttons,
      .checks {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1) var(--space-5);
        align-items: center;
      }
      .buttons {
        gap: 0;
      }
      h4 {
        margin: 0 0 var(--space-2);
        color: var(--color-text-2);
        font-size: var(--text-s);
        font-weight: var(--weight-medium);
      }
      .inner {
        padding-inline-start: var(--space-4);
        border-inline-start: 2px solid var(--color-line);
      }
      @media (max-width: 64rem) {
        .line {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) fields: readonly ApprovalField[] = [];
  /** The whole form's fields, for conditions. */
  @property({ attribute: false }) all: readonly ApprovalField[] = [];
  /** Columns cannot hold ranges or rows. */
  @property({ type: Boolean }) columns = false;

  override render() {
    return html`${this.fields.map((field, index) => this._field(field, index))}
      <div>
        <ui-button
          size="small"
          icon="plus"
          @click=${() => this._set([...this.fields, emptyField(this.fields.map(({ id }) => id))])}
          >${this.columns ? t("approvals.design.add-column") : t("approvals.design.add-field")}</ui-button
        >
      </div>`;
  }

  private _field(field: ApprovalField, index: number) {
    const put = (next: ApprovalField): void => this._set(this.fields.map((each, at) => (at === index ? next : each)));
    const move = (by: number): void => {
      const next = [...this.fields];
      next.splice(index + by, 0, ...next.splice(index, 1));
      this._set(next);
    };
    const offered = types.filter((type) => !this.columns || (type !== "range" && type !== "rows"));
    return html`<div class="field">
      <div class="line">
        <ui-input
          .label=${t("approvals.design.label-en")}
          .value=${field.label.en}
          @change=${(event: Event) => put({ ...field, label: { ...field.label, en: valueOf(event) } })}
        ></ui-input>
        <ui-input
          .label=${t("approvals.design.label-zh")}
          .value=${field.label.zh}
          @change=${(event: Event) => put({ ...field, label: { ...field.label, zh: valueOf(event) } })}
        ></ui-input>
        <ui-select
          .label=${t("approvals.design.type")}
          .value=${field.type}
          .options=${offered.map((value) => ({ value, label: t(`approvals.type.${value}`) }))}
          @change=${(event: Event) => put(newField(types.find((type) => type === valueOf(event)) ?? "text", field))}
        ></ui-select>
        <div class="buttons">
          <ui-icon-button
            size="small"
            icon="chevron-up"
            ?disabled=${index === 0}
            .label=${t("approvals.design.up")}
            @click=${() => move(-1)}
          ></ui-icon-button>
          <ui-icon-button
            size="small"
            icon="chevron-down"
            ?disabled=${index === this.fields.length - 1}
            .label=${t("approvals.design.down")}
            @click=${() => move(1)}
          ></ui-icon-button>
          <ui-icon-button
            size="small"
            icon="trash"
            .label=${t("approvals.design.remove")}
            @click=${() => this._set(this.fields.filter((_, at) => at !== index))}
          ></ui-icon-button>
        </div>
      </div>
      ${this._more(field, put)}
      <div class="checks">
        <ui-checkbox
          .label=${t("approvals.design.required")}
          .checked=${field.required}
          @change=${(event: Event) => put({ ...field, required: checkedOf(event) })}
        ></ui-checkbox>
        ${
          this.columns
            ? nothing
            : html`<ui-checkbox
                .label=${t("approvals.design.conditional")}
                .checked=${field.when !== null}
                @change=${(event: Event) => put({ ...field, when: checkedOf(event) ? { match: "all", tests: [] } : null })}
              ></ui-checkbox>`
        }
      </div>
      ${
        field.when === null || this.columns
          ? nothing
          : html`<condition-editor
              .condition=${field.when}
              .fields=${this.all.filter(({ id }) => id !== field.id)}
              @condition-change=${(event: Event) => {
                event.stopPropagation();
                put({ ...field, when: (event.currentTarget as HTMLElementTagNameMap["condition-editor"]).condition });
              }}
            ></condition-editor>`
      }
    </div>`;
  }

  private _more(field: ApprovalField, put: (next: ApprovalField) => void) {
    switch (field.type) {
      case "choice":
        return html`<ui-textarea
          .label=${t("approvals.design.options")}
          .hint=${t("approvals.design.options-hint")}
          .value=${field.options.map(({ label }) => (label.zh === "" ? label.en : `${label.en} | ${label.zh}`)).join("\n")}
          @change=${(event: Event) => put({ ...field, options: optionsOf(valueOf(event), field.options) })}
        ></ui-textarea>`;
      case "money":
        return html`<ui-input
          .label=${t("approvals.design.currency")}
          .hint=${t("approvals.design.currency-hint")}
          .value=${field.currency}
          @change=${(event: Event) => put({ ...field, currency: valueOf(event).trim() })}
        ></ui-input>`;
      case "text":
        return html`<ui-checkbox
          .label=${t("approvals.design.lines")}
          .checked=${field.lines === "many"}
          @change=${(event: Event) => put({ ...field, lines: checkedOf(event) ? "many" : "one" })}
        ></ui-checkbox>`;
      case "range":
        return html`<div class="checks">
          <ui-checkbox
            .label=${t("approvals.design.half-days")}
            .checked=${field.halfDays}
            @change=${(event: Event) => put({ ...field, halfDays: checkedOf(event) })}
          ></ui-checkbox>
          <ui-checkbox
            .label=${t("approvals.design.working-days")}
            .checked=${field.count === "working"}
            @change=${(event: Event) => put({ ...field, count: checkedOf(event) ? "working" : "calendar" })}
          ></ui-checkbox>
        </div>`;
      case "rows":
        return html`<div class="inner">
          <h4>${t("approvals.design.columns")}</h4>
          <field-editor
            columns
            .fields=${field.columns}
            .all=${this.all}
            @fields-change=${(event: Event) => {
              event.stopPropagation();
              put({ ...field, columns: (event.currentTarget as FieldEditor).fields as ApprovalColumn[] });
            }}
          ></field-editor>
        </div>`;
      default:
        return nothing;
    }
  }

  private _set(fields: readonly ApprovalField[]): void {
    this.fields = fields;
    this.dispatchEvent(new Event("fields-change", { bubbles: true, composed: true }));
  }
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLElement & { value: string }).value;
const checkedOf = (event: Event): boolean => (event.currentTarget as HTMLElement & { checked: boolean }).checked;

type Options = Extract<ApprovalField, { type: "choice" }>["options"];

/** Options from lines like "Annual | 年假"; one whose English text stays keeps its id. */
function optionsOf(text: string, before: Options): Options {
  const options: Options = [];
  for (const line of text.split("\n").filter((each) => each.trim() !== "")) {
    const [en = "", zh = ""] = line.split("|").map((part) => part.trim());
    const known = before.find(({ label }) => label.en === en)?.id;
    const taken = [...before, ...options].map(({ id }) => id);
    const plain = en
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replace(/^[^a-z]+|-+$/g, "")
      .slice(0, 30);
    const id = known ?? (plain === "" || taken.includes(plain) ? freshId("option", taken) : plain);
    options.push({ id, label: { en, zh } });
  }
  return options;
}

declare global {
  interface HTMLElementTagNameMap {
    "field-editor": FieldEditor;
  }
}
