import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { confirmed } from "../../components/dialog-confirm.ts";
import { currentLocale, localized, t } from "../../i18n/i18n.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { audienceIntro } from "./audience.ts";
import { fillIn } from "./dialog-fields.ts";
import { showLink } from "./dialog-shown-once.ts";
import { PartnerPart } from "./partner-part.ts";
import { partnerStyles } from "./partner-styles.ts";
import type { Whole } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon-button.ts";

type Contact = Whole["contacts"][number];

/** Who works on the agreement, on both sides. Nobody else can be reached. */
@customElement("partner-contacts")
export class PartnerContacts extends PartnerPart {
  static override styles = [sharedStyles, partnerStyles];

  override render() {
    return (["ours", "theirs"] as const).map((side) => this._side(side));
  }

  private _side(side: Contact["side"]) {
    const contacts = this.whole.contacts.filter((each) => each.side === side && each.removedAt === null);
    const may = this.may("partner.manage") && this.whole.partner.state !== "ended";
    return html`<section>
      <div class="line">
        <h2 class="grow">
          ${side === "ours" ? t("partners.our-side") : localized(this.whole.partner.name)}
        </h2>
        ${
          may
            ? html`<ui-button size="small" icon="user-plus" @click=${() => this._add(side)}
                >${t(`partners.add-${side}`)}</ui-button
              >`
            : nothing
        }
      </div>
      <div class="items">
        ${contacts.length === 0 ? html`<p class="quiet">${t("partners.nobody-yet")}</p>` : nothing}
        ${contacts.map((contact) => this._contact(contact, may))}
      </div>
    </section>`;
  }

  private _contact(contact: Contact, may: boolean) {
    const { name, userId, company, duty, arrived, side } = contact;
    return html`<div class="item person">
      <ui-avatar ?outside=${company !== null} .name=${localized(name)} .userId=${userId}></ui-avatar>
      <div class="grow">
        <div class="line">
          <strong>${localized(name)}</strong>
          ${company === null ? nothing : html`<ui-badge tone="outside">${company}</ui-badge>`}
          ${arrived ? nothing : html`<ui-badge tone="warning">${t("partners.not-arrived")}</ui-badge>`}
        </div>
        <span class="quiet">${duty}</span>
      </div>
      ${
        may && side === "theirs"
          ? html`<ui-icon-button
              icon="link"
              .label=${t("partners.new-link", { name: localized(name) })}
              @click=${() => this._newLink(contact)}
            ></ui-icon-button>`
          : nothing
      }
      ${
        may
          ? html`<ui-icon-button
              icon="trash"
              .label=${t("partners.remove", { name: localized(name) })}
              @click=${() => this._remove(contact)}
            ></ui-icon-button>`
          : nothing
      }
    </div>`;
  }

  private async _add(side: Contact["side"]): Promise<void> {
    const audience = await api.call("GET /api/partners/{partnerId}/audience", { params: this.params });
    let link: string | null = null;
    const duty = { name: "duty", label: t("partners.duty"), hint: t("partners.duty-hint") } as const;
    const sent = await fillIn({
      heading: t(`partners.add-${side}`),
      action: t("partners.add"),
      intro: audienceIntro(audience, t("partners.contact-reads")),
      fields:
        side === "ours"
          ? [{ name: "person", label: t("partners.colleague"), kind: "person" }, duty]
          : [
              { name: "name", label: t("partners.contact-name"), most: 80 },
              { name: "email", label: t("partners.email"), kind: "email", optional: true, most: 254 },
              {
                name: "locale",
                label: t("partners.language"),
                kind: "choice",
                value: currentLocale() === "zh" ? "zh" : "en",
                options: [
                  { value: "en", label: "English" },
                  { value: "zh", label: "中文" },
                ],
              },
              duty,
            ],
      send: async ({ text, userId }) => {
        const shared = { duty: text("duty"), seen: audience.seen };
        const body =
          side === "ours"
            ? { side, userId, ...shared }
            : {
                side,
                name: text("name"),
                locale: text("locale") === "zh" ? ("zh" as const) : ("en" as const),
                ...(text("email") !== "" && { email: text("email") }),
                ...shared,
              };
        ({ link } = await api.call("POST /api/partners/{partnerId}/contacts", { params: this.params, body }));
      },
    });
    if (sent) this.changed();
    if (link !== null) await showLink(link, t("partners.link-text"));
  }

  private async _newLink({ id }: Contact): Promise<void> {
    await this.doing(async () => {
      const { link } = await api.call("POST /api/partners/{partnerId}/contacts/{contactId}/links", {
        params: { ...this.params, contactId: id },
      });
      if (link !== null) await showLink(link, t("partners.link-text"));
    });
  }

  private async _remove({ id, name, side }: Contact): Promise<void> {
    const yes = await confirmed({
      heading: t("partners.remove", { name: localized(name) }),
      text: t(`partners.remove-text.${side}`),
      action: t("partners.remove-action"),
      danger: true,
    });
    if (!yes) return;
    await this.doing(async () =>
      api.call("DELETE /api/partners/{partnerId}/contacts/{contactId}", { params: { ...this.params, contactId: id } }),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "partner-contacts": PartnerContacts;
  }
}
