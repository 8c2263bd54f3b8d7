import { html } from "lit";
import type { Tone } from "../../components/ui-badge.ts";
import { t } from "../../i18n/i18n.ts";
import type { Summary } from "./types.ts";
import "../../components/ui-badge.ts";

const tones: Readonly<Record<Summary["status"], Tone>> = {
  running: "info",
  returned: "warning",
  approved: "success",
  refused: "danger",
  withdrawn: "neutral",
};

/** How far a request is, as a badge. */
export const approvalStatus = ({ status }: Pick<Summary, "status">) =>
  html`<ui-badge .tone=${tones[status]}>${t(`approvals.status.${status}`)}</ui-badge>`;
