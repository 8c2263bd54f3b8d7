import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import type { Column } from "../../components/ui-table.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PagedList } from "../../lib/paged-list.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-input.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-table.ts";

type Entry = ResponseOf<"GET /api/audit">["items"][number];
type Chain = ResponseOf<"GET /api/audit/chain">;

const fields = ["actor", "name", "subject"] as const;

/** Of what happened, the part that is not in a column already. */
const details = (payload: Entry["payload"]): string =>
  Object.entries(payload)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");

/** Who did what and when. Reading is recorded, so the list is asked for when somebody asks, and not by itself. */
@customElement("admin-audit")
export class AdminAudit extends PorticoElement {
  static override styles = [
    sharedStyles,
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
      form {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr));
        align-items: end;
        gap: var(--space-3);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3);
      }
      .more {
        display: grid;
        place-items: center;
        padding: var(--space-4);
      }
    `,
  ];

  @state() private _chain: Chain | null = null;
  @state() private _checking = false;
  @state() private _checkError: unknown = null;
  private readonly _entries = new PagedList<Entry>(this);
  private _filter: Readonly<Record<string, string>> = {};

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
      <form @submit=${this._onSubmit}>
        ${fields.map(
          (name) =>
            html`<ui-input
              .name=${name}
              .label=${t(`audit.filter.${name}`)}
              .placeholder=${t(`audit.example.${name}`)}
            ></ui-input>`,
        )}
        <div class="line">
          <ui-button type="submit" variant="primary" icon="search">${t("audit.search")}</ui-button>
          <ui-button icon="shield" .busy=${this._checking} @click=${this._check}>${t("audit.check")}</ui-button>
        </div>
      </form>
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
    const { items, state, error, hasMore } = this._entries;
    if (items.length === 0) {
      if (state === "loading") return html`<ui-skeleton rows="6"></ui-skeleton>`;
      if (state === "failed") {
        return html`<ui-empty icon="offline" tone="danger" .heading=${t("audit.failed")} .text=${errorText(error)}>
          <ui-button icon="refresh" @click=${this._start}>${t("components.retry")}</ui-button>
        </ui-empty>`;
      }
      return html`<ui-empty icon="search" .heading=${t("audit.none")} .text=${t("audit.none-text")}></ui-empty>`;
    }
    return html`
      <ui-table
        .label=${t("audit.title")}
        .columns=${this._columns}
        .rows=${items}
        .keyOf=${(entry: Entry) => String(entry.id)}
      ></ui-table>
      ${
        hasMore
          ? html`<div class="more">
              <ui-button .busy=${state === "loading"} @click=${() => this._entries.more()}
                >${t("audit.more")}</ui-button
              >
            </div>`
          : nothing
      }
    `;
  }

  private get _columns(): Column<Entry>[] {
    return [
      { id: "at", label: t("audit.column.at"), cell: ({ at }) => formatDate(at, "moment") },
      {
        id: "actor",
        label: t("audit.column.actor"),
        cell: ({ actor, actorName }) => (actorName === null ? actor : localized(actorName)),
      },
      { id: "name", label: t("audit.column.name"), cell: ({ name }) => name },
      { id: "subject", label: t("audit.column.subject"), cell: ({ subject }) => subject },
      { id: "details", label: t("audit.column.details"), cell: ({ payload }) => details(payload) },
    ];
  }

  private readonly _start = async (): Promise<void> =>
    this._entries.start(async (cursor, signal) =>
      api.call("GET /api/audit", { query: { ...this._filter, ...(cursor === null ? {} : { cursor }) } }, signal),
    );

  private _onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const inputs = [...this.renderRoot.querySelectorAll("ui-input")];
    this._filter = Object.fromEntries(
      inputs.map(({ name, value }) => [name, value.trim()] as const).filter(([, value]) => value !== ""),
    );
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
