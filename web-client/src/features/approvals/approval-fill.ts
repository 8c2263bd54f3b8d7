import type { InitiatorFacts } from "@portico/contract/approvals-values.ts";
import { visibleFields } from "@portico/contract/approvals-values.ts";
import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { FieldChange } from "./approval-field.ts";
import type { Field, Values } from "./types.ts";
import "./approval-field.ts";

const nobody: InitiatorFacts = { departments: [], level: 0, role: "" };

/** A form to fill in. Fires `change` after each entry with `values` set. */
@customElement("approval-fill")
export class ApprovalFill extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-5);
      }
    `,
  ];

  @property({ attribute: false }) fields: readonly Field[] = [];
  @property({ attribute: false }) values: Values = {};
  /** From the service, by path like `items.0.amount`. */
  @property({ attribute: false }) problems: Readonly<Record<string, string>> = {};

  override render() {
    return visibleFields(this.fields, this.values, nobody).map(
      (field) =>
        html`<approval-field
          .field=${field}
          .value=${this.values[field.id]}
          .values=${this.values}
          .problems=${problemsOf(field.id, this.problems)}
          @field-change=${(event: FieldChange) => this._set(field.id, event)}
        ></approval-field>`,
    );
  }

  private _set(id: string, event: FieldChange): void {
    const { [id]: _old, ...rest } = this.values;
    const { value } = event.detail;
    this.values = value === null ? rest : { ...rest, [id]: value };
    this.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
  }
}

const words = {
  "is missing": () => t("approvals.problem.missing"),
  "is not valid": () => t("approvals.problem.invalid"),
  "ends before it begins": () => t("approvals.problem.order"),
  "holds no day that counts": () => t("approvals.problem.no-days"),
} as const;

/** The problems of one field, by the path below it, in words. */
const problemsOf = (id: string, problems: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(problems)
      .filter(([path]) => path === id || path.startsWith(`${id}.`))
      .map(([path, message]) => [
        path.slice(id.length + 1),
        message in words ? words[message as keyof typeof words]() : t("approvals.problem.invalid"),
      ]),
  );

declare global {
  interface HTMLElementTagNameMap {
    "approval-fill": ApprovalFill;
  }
}
