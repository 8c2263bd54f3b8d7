import { html } from "lit";
import type { Tone } from "../../components/ui-badge.ts";
import { t } from "../../i18n/i18n.ts";
import type { Guest } from "./types.ts";
import "../../components/ui-badge.ts";

const tones: Readonly<Record<Guest["state"], Tone>> = {
  invited: "info",
  active: "success",
  expired: "warning",
  revoked: "neutral",
};

/** The state of a guest's access as a badge. */
export const guestState = ({ state }: Guest) =>
  html`<ui-badge .tone=${tones[state]}>${t(`guests.state.${state}`)}</ui-badge>`;
