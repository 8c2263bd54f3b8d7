import { html } from "lit";
import { localized, t } from "../../i18n/i18n.ts";
import type { Audience } from "./types.ts";
import "../../components/ui-banner.ts";

/** Who will be able to read what, before something is opened to them. */
export const audienceIntro = ({ readers, rooms }: Audience, text: string) =>
  html`<ui-banner tone="warning">
    <strong>${text}</strong>
    <br />${t("partners.readers", {
      people: readers
        .map(({ name, company }) => (company === null ? localized(name) : `${localized(name)} (${company})`))
        .join(t("partners.comma")),
    })}
    <br />${t("partners.readable", { rooms: rooms.map(({ name }) => localized(name)).join(t("partners.comma")) })}
  </ui-banner>`;
