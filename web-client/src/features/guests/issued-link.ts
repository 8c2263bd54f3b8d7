import { html } from "lit";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { IssuedLink } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-copy-field.ts";

/** The link to hand over, and what it is good for. */
export const issuedLink = ({ guest, link, linkExpiresAt }: IssuedLink) => html`
  <ui-copy-field .label=${t("guests.link")} .value=${link}></ui-copy-field>
  <ui-banner
    >${t("guests.link-once", {
      name: guest.name,
      company: localized(guest.customer.name),
      when: formatDate(linkExpiresAt, "moment"),
    })}</ui-banner
  >
`;
