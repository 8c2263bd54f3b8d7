import type { ApprovalDefinition } from "@portico/contract/approvals-form.ts";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { PickedPerson } from "../directory/person-picker.ts";
import type { Values } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../directory/person-picker.ts";
import "./approval-fill.ts";
import "./approval-route.ts";

type Trial = ResponseOf<"POST /api/approvals/designs/trial">;

/** Tries a definition out: if this person asked this, who would decide? Nothing is sent. */
@customElement("approval-trial")
export class ApprovalTrial extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 22rem);
        gap: var(--space-8);
        align-items: start;
      }
      .fill {
        display: grid;
        gap: var(--space-5);
      }
      h3 {
        margin-block-end: var(--space-4);
        font-size: var(--text-m);
        font-weight: var(--weight-bold);
      }
      .quiet {
        color: var(--color-text-2);
      }
      @media (max-width: 64rem) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) definition!: ApprovalDefinition;
  @state() private _people: readonly PickedPerson[] = [];
  @state() private _values: Values = {};
  @state() private _trial: Trial | null = null;
  @state() private _problem = "";
  @state() private _busy = false;

  override render() {
    const problems = Object.fromEntries((this._trial?.problems ?? []).map(({ path, message }) => [path, message]));
    return html`<div class="fill">
        <p class="quiet">${t("approvals.trial-text")}</p>
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        <person-picker
          .label=${t("approvals.trial-person")}
          .people=${this._people}
          @change=${(event: Event) => (this._people = (event.currentTarget as HTMLElementTagNameMap["person-picker"]).people)}
        ></person-picker>
        <approval-fill
          .fields=${this.definition.fields}
          .values=${this._values}
          .problems=${problems}
          @change=${(event: Event) => (this._values = (event.currentTarget as HTMLElementTagNameMap["approval-fill"]).values)}
        ></approval-fill>
        <div>
          <ui-button
            variant="primary"
            icon="play"
            .busy=${this._busy}
            ?disabled=${this._people.length === 0}
            @click=${this._try}
            >${t("approvals.trial-run")}</ui-button
          >
        </div>
      </div>
      <section aria-live="polite">
        <h3>${t("approvals.route")}</h3>
        ${
          this._trial?.route == null
            ? html`<p class="quiet">${t("approvals.trial-none")}</p>`
            : html`<approval-route .route=${this._trial.route}></approval-route>`
        }
      </section>`;
  }

  private async _try(): Promise<void> {
    const [person] = this._people;
    if (person === undefined || this._busy) return;
    this._busy = true;
    this._problem = "";
    try {
      this._trial = await api.call("POST /api/approvals/designs/trial", {
        body: { definition: this.definition, initiatorId: person.id, values: this._values, chosen: {} },
      });
    } catch (error) {
      this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "approval-trial": ApprovalTrial;
  }
}
