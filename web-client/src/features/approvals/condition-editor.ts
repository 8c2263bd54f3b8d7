import type { ApprovalCondition, ApprovalField, ApprovalTest } from "@portico/contract/approvals-form.ts";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";

const operations = ["eq", "ne", "lt", "le", "gt", "ge"] as const;

/** Tests on the values of a request. Fires `change` with `condition` set. */
@customElement("condition-editor")
export class ConditionEditor extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
      }
      .test {
        display: grid;
        grid-template-columns: minmax(7rem, 2fr) minmax(5rem, 1fr) minmax(5rem, 1.5fr) auto;
        gap: var(--space-2);
        align-items: center;
      }
      @media (max-width: 45rem) {
        .test {
          grid-template-columns: 1fr 1fr;
        }
      }
    `,
  ];

  @property({ attribute: false }) condition: ApprovalCondition = { match: "all", tests: [] };
  @property({ attribute: false }) fields: readonly ApprovalField[] = [];

  private get _operands() {
    return [
      ...this.fields.flatMap((field) => {
        const label = localized(field.label);
        if (field.type === "range")
          return [{ value: `${field.id}.days`, label: t("approvals.design.days-of", { label }) }];
        if (field.type === "rows") {
          return field.columns
            .filter(({ type }) => type === "money" || type === "number")
            .map((column) => ({
              value: `${field.id}.${column.id}`,
              label: t("approvals.design.sum-of", { label: localized(column.label) }),
            }));
        }
        return field.type === "file" ? [] : [{ value: field.id, label }];
      }),
      { value: "initiator.department", label: t("approvals.design.initiator-department") },
      { value: "initiator.level", label: t("approvals.design.initiator-level") },
    ];
  }

  override render() {
    const { match, tests } = this.condition;
    return html`${
        tests.length < 2
          ? nothing
          : html`<ui-select
              labelHidden
              .label=${t("approvals.design.match")}
              .value=${match}
              .options=${(["all", "any"] as const).map((value) => ({ value, label: t(`approvals.design.match.${value}`) }))}
              @change=${(event: Event) => this._set({ match: valueOf(event) === "any" ? "any" : "all", tests })}
            ></ui-select>`
      }
      ${tests.map((test, index) => this._test(test, index))}
      <div>
        <ui-button
          size="small"
          variant="ghost"
          icon="plus"
          @click=${() =>
            this._set({ match, tests: [...tests, { of: this._operands[0]?.value ?? "", op: "gt", value: "" }] })}
          >${t("approvals.design.add-test")}</ui-button
        >
      </div>`;
  }

  private _test(test: ApprovalTest, index: number) {
    const { match, tests } = this.condition;
    const set = (change: Partial<ApprovalTest>): void =>
      this._set({ match, tests: tests.map((each, at) => (at === index ? { ...each, ...change } : each)) });
    const field = this.fields.find(({ id }) => id === test.of);
    return html`<div class="test">
      <ui-select
        labelHidden
        .label=${t("approvals.design.value-of")}
        .value=${test.of}
        .options=${this._operands}
        @change=${(event: Event) => set({ of: valueOf(event) })}
      ></ui-select>
      <ui-select
        labelHidden
        .label=${t("approvals.design.comparison")}
        .value=${test.op}
        .options=${operations.map((value) => ({ value, label: t(`approvals.design.op.${value}`) }))}
        @change=${(event: Event) => set({ op: operations.find((op) => op === valueOf(event)) ?? "eq" })}
      ></ui-select>
      ${
        field?.type === "choice"
          ? html`<ui-select
              labelHidden
              .label=${t("approvals.design.compared")}
              .value=${test.value}
              .placeholder=${t("approvals.choose")}
              .options=${field.options.map(({ id, label }) => ({ value: id, label: localized(label) }))}
              @change=${(event: Event) => set({ value: valueOf(event) })}
            ></ui-select>`
          : html`<ui-input
              labelHidden
              .label=${t("approvals.design.compared")}
              .value=${test.value}
              @change=${(event: Event) => set({ value: valueOf(event) })}
            ></ui-input>`
      }
      <ui-icon-button
        size="small"
        icon="close"
        .label=${t("approvals.design.remove-test")}
        @click=${() => this._set({ match, tests: tests.filter((_, at) => at !== index) })}
      ></ui-icon-button>
    </div>`;
  }

  private _set(condition: ApprovalCondition): void {
    this.condition = condition;
    this.dispatchEvent(new Event("condition-change", { bubbles: true, composed: true }));
  }
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLElement & { value: string }).value;

declare global {
  interface HTMLElementTagNameMap {
    "condition-editor": ConditionEditor;
  }
}
