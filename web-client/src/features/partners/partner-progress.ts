import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { formatDate, formatNumber, formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { fillIn } from "./dialog-fields.ts";
import { PartnerPart } from "./partner-part.ts";
import { partnerStyles } from "./partner-styles.ts";
import { deviationBadges } from "./partner-words.ts";
import type { Order } from "./types.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-skeleton.ts";

const stages = ["placed", "confirmed", "production", "shipped", "delivered"] as const;
const allStages = [...stages, "cancelled"] as const;

/** Orders and deliveries on a board by stage; the chosen one with its course in time. */
@customElement("partner-progress")
export class PartnerProgress extends PartnerPart {
  static override styles = [
    sharedStyles,
    partnerStyles,
    css`
      .board {
        display: grid;
        grid-template-columns: repeat(5, minmax(10rem, 1fr));
        gap: var(--space-3);
        margin-block-start: var(--space-4);
        overflow-x: auto;
      }
      .column {
        display: grid;
        align-content: start;
        gap: var(--space-2);
        padding: var(--space-2);
        border-radius: var(--radius-m);
        background: var(--color-sunken);
      }
      .column h3 {
        display: flex;
        justify-content: space-between;
        padding: var(--space-1);
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .card {
        display: grid;
        gap: var(--space-1);
        padding: var(--space-3);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
        background: var(--color-surface);
        color: inherit;
        text-decoration: none;
        overflow-wrap: anywhere;
      }
      .card:hover,
      .card[aria-current] {
        border-color: var(--color-accent);
      }
      .badges {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1);
      }
      .order {
        margin-block: var(--space-4);
        padding: var(--space-4);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3) var(--space-6);
        margin-block: var(--space-3);
      }
      dt {
        color: var(--color-text-3);
        font-size: var(--text-s);
      }
      ol {
        padding: 0;
        margin-block-start: var(--space-4);
        list-style: none;
      }
      li {
        position: relative;
        padding: 0 0 var(--space-4) var(--space-5);
        border-inline-start: 2px solid var(--color-line);
      }
      li::before {
        position: absolute;
        inset: 0.3rem auto auto -0.4rem;
        inline-size: 0.7rem;
        block-size: 0.7rem;
        border-radius: var(--radius-full);
        background: var(--color-accent);
        content: "";
      }
      li:last-child {
        padding-block-end: 0;
      }
      @media (max-width: 45rem) {
        .board {
          grid-template-columns: minmax(0, 1fr);
          overflow: visible;
        }
        .column.none {
          display: none;
        }
      }
    `,
  ];

  @property() base = "";
  @property({ attribute: false }) orderId: string | null = null;
  @state() private _orders: readonly Order[] | null = null;
  @state() private _problem = "";
  protected readonly live = new LiveReload(this, ["partners"], () => this._load());

  protected override firstUpdated(): void {
    void this._load();
  }

  override render() {
    const chosen = this._orders?.find(({ id }) => id === this.orderId);
    return html`
      <div class="line">
        <h2 class="grow">${t("partners.tab.progress")}</h2>
        ${
          this.inForce && this.may("partner.work")
            ? html`<ui-button size="small" variant="primary" icon="plus" @click=${this._enter}>${t("partners.order.new")}</ui-button>`
            : nothing
        }
      </div>
      ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
      ${chosen === undefined ? nothing : this._order(chosen)} ${this._board()}
    `;
  }

  private _board() {
    const orders = this._orders;
    if (orders === null) return this._problem === "" ? html`<ui-skeleton rows="5"></ui-skeleton>` : nothing;
    if (orders.length === 0) {
      return html`<ui-empty level="3" icon="pulse" .heading=${t("partners.order.none")} .text=${t("partners.order.none-text")}></ui-empty>`;
    }
    const cancelled = orders.filter(({ stage }) => stage === "cancelled");
    return html`<div class="board">
        ${stages.map((stage) => {
          const here = orders.filter((order) => order.stage === stage);
          return html`<section class="column ${here.length === 0 ? "none" : ""}" aria-label=${t(`partners.stage.${stage}`)}>
            <h3><span>${t(`partners.stage.${stage}`)}</span><span>${here.length}</span></h3>
            ${here.map((order) => this._card(order))}
          </section>`;
        })}
      </div>
      ${
        cancelled.length === 0
          ? nothing
          : html`<section>
              <h3>${t("partners.stage.cancelled")}</h3>
              ${cancelled.map((order) => this._card(order))}
            </section>`
      }`;
  }

  private _card(order: Order) {
    const { id, number, title, expectedOn, expectedQuantity, unit } = order;
    return html`<a class="card" href="${this.base}/${id}" aria-current=${id === this.orderId ? "true" : nothing}>
      <span class="quiet">${number}</span>
      <strong>${title}</strong>
      <span class="quiet">${formatDate(expectedOn, "day")} · ${formatNumber(expectedQuantity)} ${unit}</span>
      <span class="badges">${deviationBadges(order)}</span>
    </a>`;
  }

  private _order(order: Order) {
    const { number, title, kind, dueOn, expectedOn, quantity, expectedQuantity, unit, abilities } = order;
    const fact = (label: string, value: string) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
    return html`<article class="order" aria-label=${title}>
      <div class="line">
        <h3 class="grow">${number} · ${title}</h3>
        ${
          abilities.includes("partner.work")
            ? html`<ui-button size="small" icon="edit" @click=${() => this._write(order)}>${t("partners.order.write")}</ui-button>`
            : nothing
        }
        <ui-icon-button icon="close" .label=${t("partners.order.close")} href=${this.base}></ui-icon-button>
      </div>
      <dl>
        ${fact(t("partners.order.kind"), t(`partners.order.${kind}`))}
        ${fact(t("partners.order.stage"), t(`partners.stage.${order.stage}`))}
        ${fact(t("partners.order.agreed"), `${formatDate(dueOn, "short-date")} · ${formatNumber(quantity)} ${unit}`)}
        ${fact(t("partners.order.expected"), `${formatDate(expectedOn, "short-date")} · ${formatNumber(expectedQuantity)} ${unit}`)}
      </dl>
      <span class="badges">${deviationBadges(order)}</span>
      <ol aria-label=${t("partners.order.course")}>
        ${order.entries.map(
          ({ by, system, at, stage, expectedOn: on, expectedQuantity: count, note }) =>
            html`<li>
              <strong>${t(`partners.stage.${stage}`)}</strong> · ${formatDate(on, "day")} · ${formatNumber(count)} ${unit}
              <p class="quiet">
                ${localized(by.name)}${system === null ? nothing : html` · ${t("partners.order.by-system")}`} ·
                ${by.side === "ours" ? t("partners.our-side") : localized(this.whole.partner.name)} · ${formatWhen(at)}
              </p>
              ${note === "" ? nothing : html`<p>${note}</p>`}
            </li>`,
        )}
      </ol>
    </article>`;
  }

  private readonly _enter = async (): Promise<void> => {
    const sent = await fillIn({
      heading: t("partners.order.new"),
      action: t("partners.order.enter"),
      fields: [
        {
          name: "kind",
          label: t("partners.order.kind"),
          kind: "choice",
          value: "order",
          options: (["order", "delivery"] as const).map((value) => ({ value, label: t(`partners.order.${value}`) })),
        },
        { name: "number", label: t("partners.order.number"), most: 64 },
        { name: "title", label: t("partners.order.title"), most: 160 },
        { name: "quantity", label: t("partners.order.quantity"), kind: "number" },
        { name: "unit", label: t("partners.order.unit"), most: 20 },
        { name: "dueOn", label: t("partners.order.due"), kind: "date" },
      ],
      send: async ({ text }) =>
        api.call("POST /api/partners/{partnerId}/orders", {
          params: this.params,
          body: {
            kind: text("kind") === "delivery" ? "delivery" : "order",
            number: text("number"),
            title: text("title"),
            quantity: Number(text("quantity")),
            unit: text("unit"),
            dueOn: text("dueOn"),
          },
        }),
    });
    if (sent) await this._load();
  };

  private async _write(order: Order): Promise<void> {
    const sent = await fillIn({
      heading: `${order.number} · ${order.title}`,
      action: t("partners.order.write"),
      fields: [
        {
          name: "stage",
          label: t("partners.order.stage"),
          kind: "choice",
          value: order.stage,
          options: allStages.map((value) => ({ value, label: t(`partners.stage.${value}`) })),
        },
        { name: "expectedOn", label: t("partners.order.expected-on"), kind: "date", value: order.expectedOn },
        {
          name: "expectedQuantity",
          label: t("partners.order.expected-quantity"),
          kind: "number",
          value: String(order.expectedQuantity),
        },
        { name: "note", label: t("partners.order.note"), kind: "long", most: 2_000, optional: true },
      ],
      send: async ({ text }) =>
        api.call("POST /api/partners/{partnerId}/orders/{orderId}/entries", {
          params: { ...this.params, orderId: order.id },
          body: {
            stage: allStages.find((stage) => stage === text("stage")) ?? order.stage,
            expectedOn: text("expectedOn"),
            expectedQuantity: Number(text("expectedQuantity")),
            note: text("note"),
            expectedVersion: order.version,
          },
        }),
    });
    if (sent) await this._load();
  }

  private async _load(): Promise<void> {
    try {
      this._orders = (await api.call("GET /api/partners/{partnerId}/orders", { params: this.params })).items;
      this._problem = "";
    } catch (error) {
      this._problem = errorText(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "partner-progress": PartnerProgress;
  }
}
