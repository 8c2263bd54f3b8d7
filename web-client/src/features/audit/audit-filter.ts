import { css, html } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { UiInput } from "../../components/ui-input.ts";
import type { UiSelect } from "../../components/ui-select.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { eventText } from "./entry-text.ts";
import { eventNames } from "./event-names.gen.ts";
import "../../components/ui-button.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";

/** What the log is asked for; what is not there is not asked. */
export interface AuditFilter {
  readonly actor?: string;
  readonly name?: string;
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Tells what is looked for in the log. */
export type AuditFilterEvent = CustomEvent<AuditFilter>;

/** The beginning of a day where the reader is, and of the one after it. */
const startOf = (day: string, later = 0): string => {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
};

/** Which entries of the log are looked for. Fires `audit-filter` when the user asks. */
@customElement("audit-filter")
export class AuditFilterForm extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      form {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr));
        align-items: start;
        gap: var(--space-3);
      }
      @media (max-width: 45rem) {
        form {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        ui-select {
          grid-column: 1 / -1;
        }
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        grid-column: 1 / -1;
        gap: var(--space-3);
      }
    `,
  ];

  @state() private _problem = "";
  @query("form") private readonly _form!: HTMLFormElement;

  override render() {
    const events = eventNames.map((value) => ({ value, label: eventText(value) }));
    return html`<form @submit=${this._onSubmit} @input=${() => (this._problem = "")}>
      <ui-select
        name="name"
        .label=${t("audit.filter.name")}
        .options=${[{ value: "", label: t("audit.any-event") }, ...events.toSorted(byLabel)]}
      ></ui-select>
      <ui-input
        name="actor"
        .label=${t("audit.filter.actor")}
        .placeholder=${t("audit.example.actor")}
        autocomplete="off"
      ></ui-input>
      <ui-input
        name="subject"
        .label=${t("audit.filter.subject")}
        .placeholder=${t("audit.example.subject")}
      ></ui-input>
      <ui-input name="from" type="date" .label=${t("audit.filter.from")}></ui-input>
      <ui-input name="to" type="date" .label=${t("audit.filter.to")} .error=${this._problem}></ui-input>
      <div class="line">
        <ui-button type="submit" variant="primary" icon="search">${t("audit.search")}</ui-button>
        <ui-button @click=${this._clear}>${t("audit.clear")}</ui-button>
        <slot></slot>
      </div>
    </form>`;
  }

  private _onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const given = new FormData(this._form);
    const of = (name: string): string => {
      const value = given.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    const [from, to] = [of("from"), of("to")];
    // Days compare as texts.
    if (from !== "" && to !== "" && to < from) {
      this._problem = t("error.TIME_SPAN_INVALID");
      return;
    }
    const filter = {
      ...filled("actor", of("actor")),
      ...filled("name", of("name")),
      ...filled("subject", of("subject")),
      ...filled("from", from === "" ? "" : startOf(from)),
      ...filled("to", to === "" ? "" : startOf(to, 1)),
    };
    this.dispatchEvent(new CustomEvent("audit-filter", { detail: filter }) satisfies AuditFilterEvent);
  }

  private _clear(): void {
    for (const field of this.renderRoot.querySelectorAll<UiInput | UiSelect>("ui-input, ui-select")) field.value = "";
    this._problem = "";
    this.dispatchEvent(new CustomEvent("audit-filter", { detail: {} }) satisfies AuditFilterEvent);
  }
}

const byLabel = (left: { label: string }, right: { label: string }): number => left.label.localeCompare(right.label);
const filled = (name: keyof AuditFilter, value: string): AuditFilter => (value === "" ? {} : { [name]: value });

declare global {
  interface HTMLElementTagNameMap {
    "audit-filter": AuditFilterForm;
  }
}
