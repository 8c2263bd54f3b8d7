import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { refusalText } from "./import-error-text.ts";
import { sectionStyles } from "./section-styles.ts";
import type { ImportReport } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-skeleton.ts";
import "./import-difference.ts";
import "./import-received.ts";
import "./import-report.ts";

const outcomeOf = ({ applied, counts, dryRun, refusal }: ImportReport) => {
  if (applied) return "admin.past-applied";
  if (refusal !== null || counts.refuse > 0) return "admin.past-refused";
  return dryRun ? "admin.past-dry-run" : "admin.past-refused";
};

/** One earlier import with its rows. */
@customElement("import-past")
export class ImportPast extends PorticoElement {
  static override styles = [
    sharedStyles,
    sectionStyles,
    css`
      import-difference,
      import-received,
      ui-banner {
        margin-block-end: var(--space-6);
      }
    `,
  ];

  @property() importId = "";

  private readonly _report = new Task(this, {
    task: async ([importId], { signal }) =>
      api.call("GET /api/directory/imports/{importId}", { params: { importId } }, signal),
    args: () => [this.importId] as const,
  });

  override render() {
    return html`<section>
      <ui-button variant="ghost" size="small" icon="arrow-left" href="/admin/import"
        >${t("admin.back-to-import")}</ui-button
      >
      ${this._report.render({
        pending: () => html`<ui-skeleton></ui-skeleton>`,
        error: (error) =>
          html`<ui-empty icon="table" .heading=${t("admin.import-failed")} .text=${errorText(error)}>
            <ui-button icon="refresh" @click=${() => this._report.run()}>${t("components.retry")}</ui-button>
          </ui-empty>`,
        complete: (report) => html`
          <h2>
            ${t("admin.import-of", { when: formatDate(report.at, "moment"), by: report.byName === null ? report.by : localized(report.byName) })}
          </h2>
          <p class="lead">${t(outcomeOf(report))} ${t("admin.took", { seconds: report.durationMs / 1000 })}</p>
          ${
            report.refusal === null
              ? nothing
              : html`<ui-banner tone="danger">${refusalText(report.refusal)}</ui-banner>`
          }
          <import-received .files=${report.files}></import-received>
          <import-difference .difference=${report.difference}></import-difference>
          <import-report .report=${report}></import-report>
        `,
      })}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "import-past": ImportPast;
  }
}
