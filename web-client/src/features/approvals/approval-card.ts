import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { perform } from "./act.ts";
import { approvalStatus } from "./approval-status.ts";
import { nameOf } from "./names.ts";
import type { Approval } from "./types.ts";
import { valueText } from "./value-text.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-skeleton.ts";

/** A request in a conversation or in the Inbox: what it is about, and the decision where it is the reader's. */
@customElement("approval-card")
export class ApprovalCard extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      .card {
        display: grid;
        gap: var(--space-4);
        max-inline-size: 30rem;
        padding: var(--space-4);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        background: var(--color-raised);
        color: var(--color-text);
      }
      .top {
        display: flex;
        gap: var(--space-3);
        align-items: center;
        --avatar-size: 2rem;
      }
      .top a {
        flex: 1;
        min-inline-size: 0;
        color: inherit;
        font-weight: var(--weight-bold);
        text-decoration: none;
      }
      .top a:hover {
        text-decoration: underline;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: var(--space-1) var(--space-4);
        font-size: var(--text-s);
      }
      dt,
      .quiet {
        color: var(--color-text-2);
      }
      dd {
        overflow-wrap: anywhere;
      }
      .quiet {
        font-size: var(--text-s);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
    `,
  ];

  @property() approvalId = "";
  @state() private _approval: Approval | null = null;
  @state() private _error: unknown = null;
  @state() private _busy = false;
  protected readonly live = new LiveReload(this, ["approvals"], () => this._load());

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("approvalId")) return;
    this._approval = null;
    void this._load();
  }

  override render() {
    const approval = this._approval;
    if (approval === null) return this._without();
    const { form, initiator, number, highlights, values, waitingFor } = approval;
    const decides = approval.actions.includes("approve");
    return html`<div class="card">
      <div class="top">
        <ui-avatar .name=${localized(initiator.name)} .userId=${initiator.userId}></ui-avatar>
        <a href="/work/approvals/${encodeURIComponent(approval.id)}"
          >${t("approvals.heading", { form: localized(form.name), name: localized(initiator.name) })}</a
        >
        ${approvalStatus(approval)}
      </div>
      <dl>
        ${highlights.map(
          ({ field, value }) =>
            html`<dt>${localized(field.label)}</dt>
              <dd>${valueText(field, value, values, nameOf)}</dd>`,
        )}
      </dl>
      ${
        decides
          ? html`<div class="actions">
              ${this._button("approve", approval.stepKind === "handle" ? t("approvals.action.handle") : t("approvals.action.approve"))}
              ${this._button("refuse", t("approvals.action.refuse"))}
              <ui-button size="small" variant="ghost" href="/work/approvals/${encodeURIComponent(approval.id)}"
                >${t("approvals.details")}</ui-button
              >
            </div>`
          : html`<p class="quiet">
              ${t("approvals.numbered", { number })}${
                waitingFor.length === 0
                  ? nothing
                  : html` ·
                    ${t("approvals.waits-for", { people: waitingFor.map(({ name }) => localized(name)).join(t("approvals.and")) })}`
              }
            </p>`
      }
    </div>`;
  }

  private _button(name: "approve" | "refuse", label: string) {
    return html`<ui-button
      size="small"
      variant=${name === "approve" ? "primary" : "secondary"}
      .busy=${this._busy}
      @click=${async () => this._do(name)}
      >${label}</ui-button
    >`;
  }

  private _without() {
    if (this._error === null) return html`<div class="card"><ui-skeleton avatars rows="2"></ui-skeleton></div>`;
    const gone = this._error instanceof ApiError && this._error.status === 404;
    return html`<div class="card">
      <p class="quiet">${gone ? t("approvals.card-not-for-you") : errorText(this._error)}</p>
    </div>`;
  }

  private async _do(name: "approve" | "refuse"): Promise<void> {
    if (this._approval === null || this._busy) return;
    this._busy = true;
    try {
      const done = await perform(this._approval, name, null);
      if (done === null) return;
      this._approval = done;
      showToast(t(`approvals.done.${name}`));
    } finally {
      this._busy = false;
    }
  }

  private readonly _load = async (): Promise<void> => {
    const { approvalId } = this;
    if (approvalId === "") return;
    try {
      const found = await api.call("GET /api/approvals/{approvalId}", { params: { approvalId } });
      if (approvalId !== this.approvalId) return;
      this._approval = found;
      this._error = null;
    } catch (error) {
      if (approvalId === this.approvalId && this._approval === null) this._error = error;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "approval-card": ApprovalCard;
  }
}
