import { html } from "lit";
import type { Tone } from "../../components/ui-badge.ts";
import { t } from "../../i18n/i18n.ts";
import type { Suggestion } from "./types.ts";
import "../../components/ui-badge.ts";

/** Where a suggestion stands, as a badge. */
export function suggestionState({ state, outcome, overdue }: Suggestion) {
  if (overdue) return html`<ui-badge tone="danger">${t("suggestions.overdue")}</ui-badge>`;
  if (state === "decided" && outcome !== null) {
    const tone: Tone = outcome === "accepted" ? "accent" : "neutral";
    return html`<ui-badge .tone=${tone}>${t(`suggestions.outcome.${outcome}`)}</ui-badge>`;
  }
  const tones = { received: "info", under_review: "warning", decided: "neutral", done: "success" } as const;
  return html`<ui-badge .tone=${tones[state]}>${t(`suggestions.state.${state}`)}</ui-badge>`;
}
