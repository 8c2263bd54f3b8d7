import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { DialogBase } from "../../components/dialog-base.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { attendanceCsv, summaryOf } from "./attendance.ts";
import type { Attendant, Meeting } from "./attendance.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";

/** Who was in a meeting, from when to when. */
@customElement("dialog-attendance")
export class DialogAttendance extends DialogBase<never> {
  static override styles = [
    DialogBase.styles,
    css`
      .scroll {
        overflow-x: auto;
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
      }
      th {
        color: var(--color-text-2);
        font-size: var(--text-s);
        font-weight: var(--weight-medium);
        text-align: start;
      }
      th,
      td {
        padding: var(--space-2) var(--space-3) var(--space-2) 0;
        border-block-end: 1px solid var(--color-line);
        white-space: nowrap;
      }
      .who {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        --avatar-size: 1.625rem;
      }
    `,
  ];

  @property({ attribute: false }) meeting!: Meeting;

  override render() {
    return html`<ui-dialog .heading=${t("meetings.attendance")} @ui-close=${this.done}>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">${t("meetings.person")}</th>
              <th scope="col">${t("meetings.came")}</th>
              <th scope="col">${t("meetings.went")}</th>
              <th scope="col">${t("meetings.time-in")}</th>
            </tr>
          </thead>
          <tbody>
            ${this.meeting.people.map((person) => this._row(person))}
          </tbody>
        </table>
      </div>
      <ui-button slot="footer" icon="download" @click=${this._export}>${t("meetings.export")}</ui-button>
      <ui-button slot="footer" variant="primary" @click=${this.close}>${t("components.done")}</ui-button>
    </ui-dialog>`;
  }

  private _row(person: Attendant) {
    const { from, to, minutes } = summaryOf(person);
    return html`<tr>
      <td>
        <span class="who">
          <ui-avatar .name=${person.name} .userId=${person.userId ?? person.name}></ui-avatar>${person.name}
          ${person.company === null ? "" : html`<ui-badge tone="outside">${person.company || t("meetings.guest")}</ui-badge>`}
        </span>
      </td>
      <td>${formatDate(from, "time")}</td>
      <td>${to === null ? t("meetings.still-here") : formatDate(to, "time")}</td>
      <td>${t("meetings.minutes", { count: minutes })}</td>
    </tr>`;
  }

  private readonly _export = (): void => {
    const heads = [t("meetings.person"), t("meetings.company"), t("meetings.came"), t("meetings.went")];
    // The mark tells spreadsheets that it is UTF-8.
    const blob = new Blob(["\ufeff", attendanceCsv(this.meeting, heads)], { type: "text/csv" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `meeting-${this.meeting.startedAt.slice(0, 10)}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-attendance": DialogAttendance;
  }
}
