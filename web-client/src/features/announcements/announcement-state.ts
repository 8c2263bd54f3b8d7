import { html, nothing } from "lit";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { Announcement, AudiencePart } from "./types.ts";
import "../../components/ui-badge.ts";

/** Where it stands, as badges; nobody confirms or reads anew what is one's own. */
export const announcementState = (one: Announcement, own: boolean) => {
  const { state, publishAt, edition } = one;
  return html`
    ${state === "draft" ? html`<ui-badge tone="neutral">${t("announcements.state.draft")}</ui-badge>` : nothing}
    ${
      state === "scheduled" && publishAt !== null
        ? html`<ui-badge tone="accent"
            >${t("announcements.state.scheduled", { when: formatWhen(publishAt) })}</ui-badge
          >`
        : nothing
    }
    ${state === "recalled" ? html`<ui-badge tone="danger">${t("announcements.state.recalled")}</ui-badge>` : nothing}
    ${state === "published" && edition > 1 ? html`<ui-badge tone="neutral">${t("announcements.corrected")}</ui-badge>` : nothing}
    ${state === "published" && !own ? forReader(one) : nothing}
  `;
};

const forReader = ({ mustConfirm, confirmed, read }: Announcement) => {
  if (mustConfirm) {
    return confirmed
      ? html`<ui-badge tone="success">${t("announcements.confirmed")}</ui-badge>`
      : html`<ui-badge tone="warning">${t("announcements.to-confirm")}</ui-badge>`;
  }
  return read ? nothing : html`<ui-badge tone="accent">${t("announcements.new-one")}</ui-badge>`;
};

/** Whom it is for, in words. */
export const audienceText = (audience: readonly AudiencePart[]): string =>
  audience
    .map(({ kind, name }) =>
      kind === "rank" ? t("announcements.rank-up", { rank: localized(name) }) : localized(name),
    )
    .join(t("announcements.and"));
