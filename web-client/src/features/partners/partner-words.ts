import { html } from "lit";
import type { Tone } from "../../components/ui-badge.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { Document, Order, PartnerRow, Side, Version } from "./types.ts";
import "../../components/ui-badge.ts";

const stateTones = { new: "neutral", proposed: "warning", accepted: "success", ended: "neutral" } as const;

export const stateBadge = (state: PartnerRow["state"]) =>
  html`<ui-badge .tone=${stateTones[state]}>${t(`partners.state.${state}`)}</ui-badge>`;

/** Whom a document waits for, from the reader's side. */
export function documentBadge({ state, side }: Document) {
  if (state === "confirmed") return html`<ui-badge tone="success">${t("partners.doc.confirmed")}</ui-badge>`;
  const mine = state === "waiting_both" || state === `waiting_${side}`;
  const tone: Tone = mine ? "warning" : "info";
  return html`<ui-badge .tone=${tone}>${mine ? t("partners.doc.waits-for-you") : t("partners.doc.waits-for-them")}</ui-badge>`;
}

/** How far it is from what was agreed; nothing where it is as agreed. */
export function deviationBadges({ daysLate, missing, unit, stage }: Order) {
  if (stage === "cancelled") return [];
  const badges = [];
  if (daysLate > 0) badges.push(html`<ui-badge tone="danger">${t("partners.order.late", { days: daysLate })}</ui-badge>`);
  if (daysLate < 0)
    badges.push(html`<ui-badge tone="success">${t("partners.order.early", { days: -daysLate })}</ui-badge>`);
  if (missing > 0)
    badges.push(html`<ui-badge tone="danger">${t("partners.order.missing", { count: missing, unit })}</ui-badge>`);
  if (missing < 0) badges.push(html`<ui-badge tone="info">${t("partners.order.more", { count: -missing, unit })}</ui-badge>`);
  return badges;
}

/** "confirmed by A (name, time)" or "waiting for B". */
export function confirmationLine(version: Version, side: Side, names: Readonly<Record<Side, string>>): string {
  const confirmation = version.confirmations[side];
  return confirmation === null
    ? t("partners.doc.waiting-for", { company: names[side] })
    : t("partners.doc.confirmed-by", {
        company: names[side],
        name: localized(confirmation.by.name),
        when: formatDate(confirmation.at, "moment"),
      });
}
