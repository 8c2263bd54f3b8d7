import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { audienceIntro } from "./audience.ts";
import { fillIn } from "./dialog-fields.ts";
import { agreementFields } from "./new-partner.ts";
import { PartnerPart } from "./partner-part.ts";
import { partnerStyles } from "./partner-styles.ts";
import { stateBadge } from "./partner-words.ts";
import type { Whole } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon.ts";

type Agreement = Whole["agreements"][number];

/** The agreement with its record, those before it, and the rooms of the zone. */
@customElement("partner-agreement")
export class PartnerAgreement extends PartnerPart {
  static override styles = [
    sharedStyles,
    partnerStyles,
    css`
      .record {
        display: grid;
        gap: var(--space-1);
        margin-block-start: var(--space-4);
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        margin-block-start: var(--space-4);
      }
      .room {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        --icon-size: 1.125rem;
      }
    `,
  ];

  override render() {
    const [latest, ...earlier] = this.whole.agreements;
    return html`
      ${latest === undefined ? nothing : this._latest(latest)}
      ${this.whole.side === "ours" ? this._rooms() : nothing}
      ${
        earlier.length === 0
          ? nothing
          : html`<section>
              <h2>${t("partners.earlier")}</h2>
              <div class="items">${earlier.map((each) => html`<div class="item">${this._record(each)}</div>`)}</div>
            </section>`
      }
    `;
  }

  private _latest(agreement: Agreement) {
    const { state, terms } = agreement;
    const open = state !== "ended";
    const theirs = this.whole.side === "theirs";
    return html`<section>
      ${
        state === "proposed"
          ? html`<ui-banner tone="warning">
              ${theirs ? t("partners.please-accept") : t("partners.waits-for-acceptance")}
            </ui-banner>`
          : nothing
      }
      ${this._record(agreement)}
      <p class="text">${terms}</p>
      <div class="actions">
        ${
          state === "proposed" && this.may("partner.accept")
            ? html`<ui-button variant="primary" icon="approve" @click=${this._accept}>${t("partners.accept")}</ui-button>`
            : nothing
        }
        ${
          open && this.may("partner.end")
            ? html`<ui-button variant="danger" @click=${this._end}>${t("partners.end")}</ui-button>`
            : nothing
        }
        ${
          !open && this.may("partner.manage")
            ? html`<ui-button variant="primary" icon="plus" @click=${this._renew}>${t("partners.renew")}</ui-button>`
            : nothing
        }
      </div>
    </section>`;
  }

  private _record(agreement: Agreement) {
    const { title, state, proposedBy, proposedAt, acceptedBy, acceptedAt, endedBy, endedAt, endReason } = agreement;
    const line = (key: "proposed" | "accepted" | "ended", by: Agreement["proposedBy"] | null, at: string | null) =>
      by === null || at === null
        ? nothing
        : html`<span>${t(`partners.${key}-by`, { name: localized(by.name), when: formatDate(at, "moment") })}</span>`;
    return html`<div class="line"><h2>${title}</h2>
        ${stateBadge(state)}</div>
      <div class="record">
        ${line("proposed", proposedBy, proposedAt)} ${line("accepted", acceptedBy, acceptedAt)}
        ${line("ended", endedBy, endedAt)} ${endReason === null ? nothing : html`<span>${endReason}</span>`}
      </div>`;
  }

  private _rooms() {
    const { rooms } = this.whole;
    return html`<section>
      <div class="line">
        <h2 class="grow">${t("partners.rooms")}</h2>
        ${
          this.inForce && this.may("partner.manage")
            ? html`<ui-button size="small" icon="plus" @click=${this._openRoom}>${t("partners.open-room")}</ui-button>`
            : nothing
        }
      </div>
      <div class="items">
        ${rooms.map(
          ({ name, roomId, archived }) =>
            html`<div class="item room">
              <ui-icon name=${archived ? "lock" : "chat"}></ui-icon>
              ${
                roomId === null
                  ? html`<span class="quiet">${localized(name)} · ${t("partners.room-comes")}</span>`
                  : html`<a href="/rooms/${encodeURIComponent(roomId)}">${localized(name)}</a>`
              }
            </div>`,
        )}
      </div>
    </section>`;
  }

  private readonly _accept = (): Promise<void> =>
    this.doing(
      async () => api.call("POST /api/partners/{partnerId}/acceptance", { params: this.params }),
      t("partners.accepted-toast"),
    );

  private readonly _end = async (): Promise<void> => {
    const sent = await fillIn({
      heading: t("partners.end"),
      action: t("partners.end"),
      intro: html`<p class="quiet">${t(`partners.end-text.${this.whole.side}`)}</p>`,
      fields: [{ name: "reason", label: t("partners.end-reason"), kind: "long", most: 500 }],
      send: async ({ text }) =>
        api.call("POST /api/partners/{partnerId}/end", { params: this.params, body: { reason: text("reason") } }),
    });
    if (sent) this.changed();
  };

  private readonly _renew = async (): Promise<void> => {
    const sent = await fillIn({
      heading: t("partners.renew"),
      action: t("partners.propose"),
      fields: agreementFields(),
      send: async ({ text }) =>
        api.call("POST /api/partners/{partnerId}/agreements", {
          params: this.params,
          body: { title: text("title"), terms: text("terms") },
        }),
    });
    if (sent) this.changed();
  };

  private readonly _openRoom = async (): Promise<void> => {
    const audience = await api.call("GET /api/partners/{partnerId}/audience", { params: this.params });
    const sent = await fillIn({
      heading: t("partners.open-room"),
      action: t("partners.open-room"),
      intro: audienceIntro(audience, t("partners.room-readers")),
      fields: [
        { name: "en", label: t("partners.name-en"), most: 80 },
        { name: "zh", label: t("partners.name-zh"), most: 80 },
      ],
      send: async ({ text }) =>
        api.call("POST /api/partners/{partnerId}/rooms", {
          params: this.params,
          body: { name: { en: text("en"), zh: text("zh") }, seen: audience.seen },
        }),
    });
    if (sent) this.changed();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "partner-agreement": PartnerAgreement;
  }
}
