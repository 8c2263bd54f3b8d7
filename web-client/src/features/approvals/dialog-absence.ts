import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { DialogBase } from "../../components/dialog-base.ts";
import { showToast } from "../../components/toasts.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { PickedPerson } from "../directory/person-picker.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-input.ts";
import "../../components/ui-skeleton.ts";
import "../directory/person-picker.ts";

const day = (text: string): string => formatDate(`${text}T12:00:00`, "date");

/** Who decides while the user is absent, and for whom the user does. */
@customElement("dialog-absence")
export class DialogAbsence extends DialogBase<never> {
  static override styles = [
    DialogBase.styles,
    css`
      .stack {
        min-block-size: 20rem;
        align-content: start;
      }
      .pair {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--space-3);
      }
      li {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-2);
        padding-block: var(--space-1);
      }
    `,
  ];

  @state() private _busy = false;
  @state() private _problem = "";
  @state() private _people: readonly PickedPerson[] = [];
  @state() private _from = "";
  @state() private _until = "";

  private readonly _absences = new Task(this, {
    task: async (_args, { signal }) => api.call("GET /api/approvals/absences", {}, signal),
    args: () => [],
  });

  override render() {
    const valueOf = (event: Event): string => (event.currentTarget as HTMLElementTagNameMap["ui-input"]).value;
    return html`<ui-dialog .heading=${t("approvals.absence")} .closable=${!this._busy} @ui-close=${this.done}>
      <div class="stack">
        <p class="quiet">${t("approvals.absence-text")}</p>
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        ${this._absences.render({
          pending: () => html`<ui-skeleton rows="2"></ui-skeleton>`,
          error: (error) => html`<ui-banner tone="danger">${errorText(error)}</ui-banner>`,
          complete: ({ mine, forOthers }) => html`
            <ul>
              ${mine.map(
                ({ id, deputy, from, until }) =>
                  html`<li>
                    ${t("approvals.absence-mine", { name: localized(deputy.name), from: day(from), until: day(until) })}
                    <ui-icon-button
                      size="small"
                      icon="trash"
                      .label=${t("approvals.absence-end")}
                      @click=${async () => this._end(id)}
                    ></ui-icon-button>
                  </li>`,
              )}
              ${forOthers.map(
                ({ person, from, until }) =>
                  html`<li class="quiet">
                    ${t("approvals.absence-for", { name: localized(person.name), from: day(from), until: day(until) })}
                  </li>`,
              )}
            </ul>
          `,
        })}
        <div class="pair">
          <ui-input
            type="date"
            .label=${t("approvals.from")}
            .value=${this._from}
            @input=${(event: Event) => (this._from = valueOf(event))}
          ></ui-input>
          <ui-input
            type="date"
            .label=${t("approvals.to")}
            .min=${this._from}
            .value=${this._until}
            @input=${(event: Event) => (this._until = valueOf(event))}
          ></ui-input>
        </div>
        <person-picker
          .label=${t("approvals.deputy")}
          .people=${this._people}
          @change=${(event: Event) => (this._people = (event.currentTarget as HTMLElementTagNameMap["person-picker"]).people)}
        ></person-picker>
      </div>
      <ui-button slot="footer" @click=${this.close}>${t("components.done")}</ui-button>
      <ui-button
        slot="footer"
        variant="primary"
        .busy=${this._busy}
        ?disabled=${this._people.length === 0 || this._from === "" || this._until === ""}
        @click=${this._add}
        >${t("approvals.absence-add")}</ui-button
      >
    </ui-dialog>`;
  }

  private async _add(): Promise<void> {
    const [deputy] = this._people;
    if (deputy === undefined || this._busy) return;
    this._busy = true;
    this._problem = "";
    try {
      await api.call("POST /api/approvals/absences", {
        body: { deputyId: deputy.id, from: this._from, until: this._until },
      });
      this._people = [];
      await this._absences.run();
    } catch (error) {
      this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
  }

  private async _end(absenceId: string): Promise<void> {
    try {
      await api.call("DELETE /api/approvals/absences/{absenceId}", { params: { absenceId } });
      await this._absences.run();
    } catch (error) {
      showToast(errorText(error), "danger");
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-absence": DialogAbsence;
  }
}
