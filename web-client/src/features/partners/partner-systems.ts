import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { confirmed } from "../../components/dialog-confirm.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { fillIn } from "./dialog-fields.ts";
import { showLink } from "./dialog-shown-once.ts";
import { PartnerPart } from "./partner-part.ts";
import { partnerStyles } from "./partner-styles.ts";
import type { Token } from "./types.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-skeleton.ts";

/** Tokens by which the companies' systems read and write progress. */
@customElement("partner-systems")
export class PartnerSystems extends PartnerPart {
  static override styles = [sharedStyles, partnerStyles];

  @state() private _tokens: readonly Token[] | null = null;
  @state() private _problem = "";
  protected readonly live = new LiveReload(this, ["partners"], () => this._load());

  protected override firstUpdated(): void {
    void this._load();
  }

  override render() {
    return html`<section>
      <div class="line">
        <h2 class="grow">${t("partners.tab.systems")}</h2>
        ${
          this.whole.partner.state === "ended"
            ? nothing
            : html`<ui-button size="small" icon="key" @click=${this._issue}>${t("partners.token.new")}</ui-button>`
        }
      </div>
      ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
      ${this._list()}
    </section>`;
  }

  private _list() {
    const tokens = this._tokens;
    if (tokens === null) return html`<ui-skeleton rows="3"></ui-skeleton>`;
    if (tokens.length === 0) {
      return html`<ui-empty level="3" icon="key" .heading=${t("partners.token.none")} .text=${t("partners.token.none-text")}></ui-empty>`;
    }
    return html`<div class="items">
      ${tokens.map(
        (token) =>
          html`<div class="item line">
            <div class="grow">
              <strong>${token.name}</strong>
              <p class="quiet">
                ${token.side === "ours" ? t("partners.our-side") : localized(this.whole.partner.name)} ·
                ${token.abilities.map((ability) => t(`partners.token.${ability}`)).join(t("partners.comma"))} ·
                ${token.lastUsedAt === null ? t("partners.token.unused") : t("partners.token.used", { when: formatDate(token.lastUsedAt, "moment") })}
              </p>
            </div>
            ${
              token.revokedAt === null
                ? html`<ui-button size="small" @click=${() => this._revoke(token)}>${t("partners.token.revoke")}</ui-button>`
                : html`<ui-badge>${t("partners.token.revoked")}</ui-badge>`
            }
          </div>`,
      )}
    </div>`;
  }

  private readonly _issue = async (): Promise<void> => {
    let token = "";
    const sent = await fillIn({
      heading: t("partners.token.new"),
      action: t("partners.token.issue"),
      fields: [
        { name: "name", label: t("partners.token.name"), hint: t("partners.token.name-hint"), most: 80 },
        {
          name: "side",
          label: t("partners.token.side"),
          kind: "choice",
          value: "theirs",
          options: [
            { value: "theirs", label: localized(this.whole.partner.name) },
            { value: "ours", label: t("partners.our-side") },
          ],
        },
        {
          name: "abilities",
          label: t("partners.token.abilities"),
          kind: "choice",
          value: "both",
          options: [
            { value: "both", label: t("partners.token.both") },
            { value: "orders.read", label: t("partners.token.orders.read") },
          ],
        },
      ],
      send: async ({ text }) => {
        const answer = await api.call("POST /api/partners/{partnerId}/tokens", {
          params: this.params,
          body: {
            name: text("name"),
            side: text("side") === "ours" ? "ours" : "theirs",
            abilities: text("abilities") === "both" ? ["orders.read", "orders.write"] : ["orders.read"],
          },
        });
        token = answer.token;
      },
    });
    if (!sent) return;
    await this._load();
    await showLink(token, t("partners.token.once"));
  };

  private async _revoke({ id, name }: Token): Promise<void> {
    const text = t("partners.token.revoke-text");
    if (!(await confirmed({ heading: name, text, action: t("partners.token.revoke"), danger: true }))) return;
    const params = { ...this.params, tokenId: id };
    await this.doing(async () => api.call("DELETE /api/partners/{partnerId}/tokens/{tokenId}", { params }));
    await this._load();
  }

  private async _load(): Promise<void> {
    try {
      this._tokens = (await api.call("GET /api/partners/{partnerId}/tokens", { params: this.params })).items;
      this._problem = "";
    } catch (error) {
      this._problem = errorText(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "partner-systems": PartnerSystems;
  }
}
