import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { fillIn } from "./dialog-fields.ts";
import { PartnerPart } from "./partner-part.ts";
import { partnerStyles } from "./partner-styles.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";

/** What one side told the other so that it stays. */
@customElement("partner-notices")
export class PartnerNotices extends PartnerPart {
  static override styles = [
    sharedStyles,
    partnerStyles,
    css`
      :host(:not(:first-child)) {
        margin-block-start: var(--space-8);
      }
    `,
  ];

  override render() {
    const { notices } = this.whole;
    return html`<section>
      <div class="line">
        <h2 class="grow">${t("partners.tab.notices")}</h2>
        ${
          this.inForce && this.may("partner.work")
            ? html`<ui-button size="small" icon="megaphone" @click=${this._write}>${t("partners.notice.new")}</ui-button>`
            : nothing
        }
      </div>
      ${
        notices.length === 0
          ? html`<ui-empty level="3" icon="megaphone" .heading=${t("partners.notice.none")} .text=${t("partners.notice.none-text")}></ui-empty>`
          : html`<div class="items">
              ${notices.map(
                ({ title, text, by, at }) =>
                  html`<article class="item">
                    <h3>${title}</h3>
                    <p class="quiet">${localized(by.name)} · ${formatWhen(at)}</p>
                    <p class="text">${text}</p>
                  </article>`,
              )}
            </div>`
      }
    </section>`;
  }

  private readonly _write = async (): Promise<void> => {
    const requestId = crypto.randomUUID();
    const sent = await fillIn({
      heading: t("partners.notice.new"),
      action: t("partners.notice.send"),
      intro: html`<p class="quiet">${t("partners.notice.intro")}</p>`,
      fields: [
        { name: "title", label: t("partners.notice.title") },
        { name: "text", label: t("partners.notice.text"), kind: "long", most: 8_000 },
      ],
      send: async ({ text }) =>
        api.call("POST /api/partners/{partnerId}/notices", {
          params: this.params,
          body: { title: text("title"), text: text("text"), requestId },
        }),
    });
    if (sent) this.changed();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "partner-notices": PartnerNotices;
  }
}
