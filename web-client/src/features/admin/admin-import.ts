import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { confirmed } from "../../components/dialog-confirm.ts";
import { showDialog } from "../../components/show-dialog.ts";
import { showToast } from "../../components/toasts.ts";
import type { FilesEvent } from "../../components/ui-file-drop.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { readBase64 } from "../../lib/read-base64.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { chooseFiles } from "./choose-files.ts";
import type { Confirmation } from "./dialog-brake.ts";
import { importErrorText } from "./import-error-text.ts";
import type { ChosenFiles } from "./import-files.ts";
import type { RemoveFileEvent } from "./import-slots.ts";
import { sectionStyles } from "./section-styles.ts";
import type { ImportReport, ImportRequest } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-file-drop.ts";
import "../../components/ui-spinner.ts";
import "./import-difference.ts";
import "./import-history.ts";
import "./import-past.ts";
import "./import-provisioning.ts";
import "./import-report.ts";
import "./import-slots.ts";

/** Bringing departments, ranks, people and customer companies in from CSV: look first, then apply. */
@customElement("admin-import")
export class AdminImport extends PorticoElement {
  static override styles = [
    sharedStyles,
    sectionStyles,
    css`
      import-slots {
        display: block;
        margin-block-start: var(--space-3);
      }
      ui-banner {
        margin-block-start: var(--space-3);
      }
      .checking {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        margin-block-start: var(--space-4);
        color: var(--color-text-2);
      }
      import-difference {
        margin-block-end: var(--space-6);
      }
      .apply {
        margin-block: var(--space-5) var(--space-3);
      }
    `,
  ];

  /** An earlier import to look at instead. */
  @property() importId: string | null = null;
  @state() private _chosen: ChosenFiles = new Map();
  @state() private _report: ImportReport | null = null;
  @state() private _busy: "checking" | "applying" | null = null;
  @state() private _problem = "";
  /** Counts the imports that were applied here, so that history and progress look again. */
  @state() private _applied = 0;
  private _run = 0;
  private _asked: Promise<unknown> = Promise.resolve();
  private _choosing: Promise<unknown> = Promise.resolve();

  override render() {
    if (this.importId !== null) return html`<import-past .importId=${this.importId}></import-past>`;
    return html`
      <section>
        <h2>${t("admin.import-heading")}</h2>
        <p class="lead">${t("admin.import-lead")}</p>
        <ui-file-drop
          multiple
          accept=".csv,text/csv"
          .hint=${t("admin.drop-hint")}
          ?disabled=${this._busy === "applying"}
          @ui-files=${this._onFiles}
        ></ui-file-drop>
        <import-slots .chosen=${this._chosen} @import-remove=${this._onRemove}></import-slots>
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        ${
          this._busy === "checking"
            ? html`<p class="checking" role="status"><ui-spinner></ui-spinner>${t("admin.checking")}</p>`
            : nothing
        }
        ${this._report === null ? nothing : this._outcome(this._report)}
      </section>
      <import-provisioning .applied=${this._applied}></import-provisioning>
      <import-history .applied=${this._applied}></import-history>
    `;
  }

  private _outcome(report: ImportReport) {
    const { create, update, leave, refuse } = report.counts;
    const changes = create + update + leave;
    return html`
      <div class="line apply">
        ${this._verdict(report, changes)}
        <span class="grow"></span>
        ${
          report.applied
            ? nothing
            : html`<ui-button
                variant="primary"
                icon="check"
                ?disabled=${refuse > 0 || changes === 0}
                .busy=${this._busy === "applying"}
                @click=${this._apply}
                >${t("admin.apply", { count: changes })}</ui-button
              >`
        }
      </div>
      ${this._encodings(report)}
      <import-difference .difference=${report.difference}></import-difference>
      <import-report .report=${report}></import-report>
    `;
  }

  /** Files in another encoding than the usual one: whoever reads the names below can tell whether it was taken rightly. */
  private _encodings({ files }: ImportReport) {
    const others = files.filter(({ encoding }) => encoding === "gb18030").map(({ name }) => name);
    return others.length === 0
      ? nothing
      : html`<ui-banner tone="info">${t("admin.read-as-gb18030", { files: others.join(", ") })}</ui-banner>`;
  }

  private _verdict({ applied, counts }: ImportReport, changes: number) {
    if (applied) return html`<strong role="status">${t("admin.applied", { count: changes })}</strong>`;
    if (counts.refuse > 0) return html`<strong role="status">${t("admin.refused", { count: counts.refuse })}</strong>`;
    if (changes === 0) return html`<strong role="status">${t("admin.no-changes")}</strong>`;
    return html`<strong role="status">${t("admin.ready", { count: changes })}</strong>`;
  }

  private async _onFiles(event: FilesEvent): Promise<void> {
    const choosing = this._choosing.then(async () => this._choose(event.detail.files));
    this._choosing = Promise.allSettled([choosing]);
    const { chosen, problem } = await choosing;
    if (chosen !== null) await this._check();
    if (problem !== "") this._problem = problem;
  }

  /** One choice after the other: files that come while others are looked at are put beside them. */
  private async _choose(files: readonly File[]) {
    const choice = await chooseFiles(this._chosen, files);
    if (choice.chosen !== null) this._chosen = choice.chosen;
    return choice;
  }

  private async _onRemove({ detail }: RemoveFileEvent): Promise<void> {
    this._chosen = new Map([...this._chosen].filter(([file]) => file !== detail.file));
    await this._check();
  }

  /**
   * Asks what these files would do, one question after the other, because the
   * service takes one at a time. Of files that were changed meanwhile nothing is asked or shown.
   */
  private async _check(): Promise<void> {
    this._run += 1;
    const run = this._run;
    this._problem = "";
    this._report = null;
    if (this._chosen.size === 0) {
      this._busy = null;
      return;
    }
    this._busy = "checking";
    const asked = this._asked.then(async () => (run === this._run ? this._send(true) : null));
    this._asked = asked;
    const report = await asked;
    if (run !== this._run) return;
    this._report = report;
    this._busy = null;
  }

  private async _apply(): Promise<void> {
    const confirmation = await this._confirm();
    if (confirmation === null) return;
    this._busy = "applying";
    const report = await this._send(false, confirmation);
    this._busy = null;
    if (report === null) return;
    this._report = report;
    if (!report.applied) return;
    this._chosen = new Map();
    this._applied += 1;
    showToast(t("admin.import-done"));
  }

  /** What was typed, nothing where nothing has to be; null when the user thought better of it. */
  private async _confirm(): Promise<Confirmation | null> {
    const { counts, brakes = [] } = this._report ?? {};
    if (brakes.length > 0) {
      const { DialogBrake } = await import("./dialog-brake.ts");
      return showDialog(Object.assign(new DialogBrake(), { brakes }));
    }
    const leave = counts?.leave ?? 0;
    const agreed =
      leave === 0 ||
      (await confirmed({
        heading: t("admin.leave-heading", { count: leave }),
        text: t("admin.leave-text"),
        action: t("admin.apply-anyway"),
        danger: true,
      }));
    return agreed ? {} : null;
  }

  private async _send(dryRun: boolean, { people, departments }: Confirmation = {}): Promise<ImportReport | null> {
    const run = this._run;
    try {
      const body: ImportRequest = {
        dryRun,
        ...(people !== undefined && { confirmLeavers: people }),
        ...(departments !== undefined && { confirmDepartments: departments }),
      };
      for (const [kind, file] of this._chosen) body[kind] = { name: file.name, content: await readBase64(file) };
      return await api.call("POST /api/directory/imports", { body });
    } catch (error) {
      if (run === this._run)
        this._problem = error instanceof DOMException ? t("admin.file-gone") : importErrorText(error);
      return null;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "admin-import": AdminImport;
  }
}
