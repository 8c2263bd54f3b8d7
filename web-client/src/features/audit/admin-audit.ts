import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { pagedTable, pagedTableStyles } from "../../components/paged-table.ts";
import type { Column } from "../../components/ui-table.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { PagedList } from "../../lib/paged-list.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { AuditFilter, AuditFilterEvent } from "./audit-filter.ts";
import { actorText, detailsText, eventText, subjectText } from "./entry-text.ts";
import type { Entry } from "./entry-text.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-table.ts";
import "./audit-filter.ts";

type Chain = ResponseOf<"GET /api/audit/chain">;

const cellStyles = css`
  time {
    white-space: nowrap;
  }
  strong {
    white-space: nowrap;
    font-weight: var(--weight-medium);
  }
  .who {
    display: inline-block;
    min-inline-size: 6rem;
  }
  .details {
    color: var(--color-text-2);
    font-size: var(--text-s);
  }
`;

/** Who did what and when. Reading is recorded, so the list is asked for when somebody asks, and not by itself. */
@customElement("admin-audit")
export class AdminAudit extends PorticoElement {
  static override styles = [
    sharedStyles,
    pagedTableStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
      }
      h2 {
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
      }
      .lead {
        max-inline-size: 42rem;
        color: var(--color-text-2);
        text-wrap: pretty;
      }
    `,
  ];

  @state() private _chain: Chain | null = null;
  @state() private _checking = false;
  @state() private _checkError: unknown = null;
  private readonly _entries = new PagedList<Entry>(this);
  private _filter: AuditFilter = {};

  override connectedCallback(): void {
    super.connectedCallback();
    void this._start();
  }

  override render() {
    return html`
      <section>
        <h2>${t("audit.title")}</h2>
        <p class="lead">${t("audit.lead")}</p>
      </section>
      <audit-filter @audit-filter=${this._onFilter}>
        <ui-button icon="shield" .busy=${this._checking} @click=${this._check}>${t("audit.check")}</ui-button>
      </audit-filter>
      ${this._verdict()} ${this._content()}
    `;
  }

  private _verdict() {
    if (this._checkError !== null) return html`<ui-banner tone="danger">${errorText(this._checkError)}</ui-banner>`;
    if (this._chain === null) return nothing;
    const { intact, entries, brokenAt } = this._chain;
    return intact
      ? html`<ui-banner tone="success">${t("audit.intact", { count: entries })}</ui-banner>`
      : html`<ui-banner tone="danger">${t("audit.broken", { id: brokenAt ?? 0 })}</ui-banner>`;
  }

  private _content() {
    return pagedTable({
      list: this._entries,
      failed: t("audit.failed"),
      errorText,
      start: this._start,
      loading: html`<ui-skeleton rows="6"></ui-skeleton>`,
      empty: html`<ui-empty icon="search" .heading=${t("audit.none")} .text=${t("audit.none-text")}></ui-empty>`,
      more: t("audit.more"),
      table: () =>
        html`<ui-table
          .label=${t("audit.title")}
          .columns=${this._columns}
          .rows=${this._entries.items}
          .keyOf=${(entry: Entry) => String(entry.id)}
          .cellStyles=${cellStyles}
        ></ui-table>`,
    });
  }

  private get _columns(): Column<Entry>[] {
    return [
      {
        id: "at",
        label: t("audit.column.at"),
        cell: ({ at }) => html`<time datetime=${at}>${formatDate(at, "moment")}</time>`,
      },
      {
        id: "name",
        label: t("audit.column.name"),
        cell: ({ name }) => html`<strong title=${name}>${eventText(name)}</strong>`,
      },
      {
        id: "actor",
        label: t("audit.column.actor"),
        cell: (entry) => html`<span class="who" title=${entry.actor}>${actorText(entry)}</span>`,
      },
      {
        id: "subject",
        label: t("audit.column.subject"),
        cell: (entry) => html`<span title=${entry.subject}>${subjectText(entry)}</span>`,
      },
      {
        id: "details",
        label: t("audit.column.details"),
        cell: (entry) => {
          const text = detailsText(entry);
          return text === "" ? nothing : html`<span class="details">${text}</span>`;
        },
      },
    ];
  }

  private readonly _start = async (): Promise<void> =>
    this._entries.start(async (cursor, signal) =>
      api.call("GET /api/audit", { query: { ...this._filter, ...(cursor === null ? {} : { cursor }) } }, signal),
    );

  private _onFilter({ detail }: AuditFilterEvent): void {
    this._filter = detail;
    void this._start();
  }

  private async _check(): Promise<void> {
    this._checking = true;
    this._checkError = null;
    try {
      this._chain = await api.call("GET /api/audit/chain", {});
    } catch (error) {
      this._checkError = error;
    } finally {
      this._checking = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "admin-audit": AdminAudit;
  }
}
