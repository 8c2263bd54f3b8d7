import { html } from "lit";
import { t } from "../i18n/i18n.ts";
import "./ui-button.ts";
import "./ui-empty.ts";

/** In the place of a page whose code did not come; why not and what helps, ui-code-missing says beside it. */
export const pageNotLoaded = (again: () => unknown, level: "1" | "2" = "2") => html`
  <ui-empty level=${level} icon="offline" tone="danger" .heading=${t("components.page-not-loaded")}>
    <ui-button icon="refresh" @click=${again}>${t("components.retry")}</ui-button>
  </ui-empty>
`;
