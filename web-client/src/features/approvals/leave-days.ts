import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import type { Column } from "../../components/ui-table.ts";
import { formatNumber } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { TypedText } from "../../lib/typed-text.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { LeaveDaysRow } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-table.ts";

/** People shown at a time; more by searching or with the button. */
const PAGE = 50;

const cellStyles = css`
  .who {
    display: flex;
    gap: var(--space-3);
    align-items: center;
    --avatar-size: 1.75rem;
  }
  .days {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-1) var(--space-3);
    align-items: center;
  }
  .days ui-input {
    inline-size: 7rem;
  }
  small {
    color: var(--color-text-2);
    font-size: var(--text-s);
    white-space: nowrap;
  }
  .over {
    color: var(--color-danger-text);
  }
`;

/** Days of leave of everybody in a year: how many somebody has, of which kind, and what is gone. */
@customElement("leave-days")
export class LeaveDays extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
      }
      .top {
        display: grid;
        grid-template-columns: minmax(10rem, 20rem) 8rem;
        gap: var(--space-3);
        align-items: end;
      }
      .quiet {
        color: var(--color-text-2);
      }
      .more {
        display: flex;
        justify-content: center;
      }
    `,
  ];

  @property() formId = "";
  @state() private _year = new Date().getFullYear();
  @state() private _shown = PAGE;
  private readonly _search = new TypedText(this);
  private readonly _rows = new Task(this, {
    task: async ([formId, year], { signal }) =>
      (await api.call("GET /api/approvals/leave", { query: { formId, year } }, signal)).items,
    args: () => [this.formId, this._year] as const,
  });
  protected readonly live = new LiveReload(this, ["approvals"], () => this._rows.run());

  override render() {
    const rows = this._rows.value;
    if (rows === undefined) {
      return this._rows.error === undefined
        ? html`<ui-skeleton avatars rows="8"></ui-skeleton>`
        : html`<ui-empty
            icon="offline"
            tone="danger"
            .heading=${t("approvals.failed")}
            .text=${errorText(this._rows.error)}
          >
            <ui-button icon="refresh" @click=${() => this._rows.run()}>${t("components.retry")}</ui-button>
          </ui-empty>`;
    }
    const now = new Date().getFullYear();
    const wanted = this._search.text.toLocaleLowerCase();
    const found = rows.filter(({ person }) =>
      `${person.name.en} ${person.name.zh}`.toLocaleLowerCase().includes(wanted),
    );
    return html`<p class="quiet">${t("approvals.days-text")}</p>
      <div class="top">
        <ui-input
          type="search"
          icon="search"
          labelHidden
          .label=${t("approvals.days-search")}
          .placeholder=${t("approvals.days-search")}
          @input=${this._search.onInput}
        ></ui-input>
        <ui-select
          labelHidden
          .label=${t("approvals.days-year")}
          .value=${String(this._year)}
          .options=${[now - 1, now, now + 1].map((year) => ({ value: String(year), label: String(year) }))}
          @change=${(event: Event) => (this._year = Number((event.currentTarget as HTMLElementTagNameMap["ui-select"]).value))}
        ></ui-select>
      </div>
      <ui-table
        .label=${t("approvals.part.days")}
        .columns=${this._columns(rows)}
        .rows=${found.slice(0, this._shown)}
        .keyOf=${({ person }: LeaveDaysRow) => person.id}
        .cellStyles=${cellStyles}
      ></ui-table>
      ${
        found.length <= this._shown
          ? nothing
          : html`<div class="more">
              <ui-button @click=${() => (this._shown += PAGE)}>${t("approvals.show-more")}</ui-button>
            </div>`
      }`;
  }

  private _columns(rows: readonly LeaveDaysRow[]): Column<LeaveDaysRow>[] {
    const kinds = (rows[0]?.balances ?? []).filter(({ type }) =>
      rows.some(({ balances }) => balances.some((each) => each.type === type && each.entitled !== null)),
    );
    const rest = (rows[0]?.balances ?? []).filter(({ type }) => kinds.every((each) => each.type !== type));
    return [
      {
        id: "who",
        label: t("approvals.days-who"),
        cell: ({ person }) =>
          html`<span class="who"
            ><ui-avatar .name=${localized(person.name)} .userId=${person.userId}></ui-avatar
            >${localized(person.name)}</span
          >`,
      },
      ...kinds.map(({ type, label }) => ({
        id: type,
        label: localized(label),
        cell: (row: LeaveDaysRow) => this._days(row, type),
      })),
      {
        id: "rest",
        label: t("approvals.days-other"),
        wideOnly: true,
        cell: ({ balances }) =>
          html`${balances
            .filter(({ type, taken }) => taken > 0 && rest.some((each) => each.type === type))
            .map(({ label, taken }) => `${localized(label)} ${formatNumber(taken)}`)
            .join(" · ")}`,
      },
    ];
  }

  private _days({ person, balances }: LeaveDaysRow, type: string) {
    const balance = balances.find((each) => each.type === type);
    if (balance === undefined) return nothing;
    const { entitled, taken, asked, label } = balance;
    const over = entitled !== null && taken + asked > entitled;
    return html`<span class="days">
      <ui-input
        type="number"
        min="0"
        max="366"
        labelHidden
        .label=${`${localized(person.name)}: ${localized(label)}`}
        .value=${entitled === null ? "" : String(entitled)}
        @change=${async (event: Event) => this._set(person.id, type, event.currentTarget as HTMLElementTagNameMap["ui-input"])}
      ></ui-input>
      <small class=${over ? "over" : ""}>${t("approvals.days-gone", { taken, asked })}</small>
    </span>`;
  }

  private async _set(personId: string, type: string, field: HTMLElementTagNameMap["ui-input"]): Promise<void> {
    const days = Number(field.value);
    field.error = "";
    if (field.value.trim() === "" || !(days >= 0 && days <= 366 && Number.isInteger(days * 2))) {
      field.error = t("approvals.days-wrong");
      return;
    }
    try {
      await api.call("PUT /api/approvals/leave", {
        body: { formId: this.formId, personId, year: this._year, type, days },
      });
      showToast(t("approvals.days-saved"));
    } catch (error) {
      showToast(errorText(error), "danger");
      return;
    }
    await this._rows.run();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "leave-days": LeaveDays;
  }
}
