import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { emptyDefinition, freshId } from "./design-edit.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-skeleton.ts";
import "./approval-designer.ts";

/** The forms of the company, and one of them being designed. */
@customElement("admin-approvals")
export class AdminApprovals extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      .top {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-3);
        margin-block-end: var(--space-4);
      }
      .quiet {
        color: var(--color-text-2);
      }
      a.form {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: var(--space-1) var(--space-4);
        align-items: center;
        padding: var(--space-4);
        border-block-end: 1px solid var(--color-line);
        color: inherit;
        text-decoration: none;
      }
      a.form:hover {
        background: var(--color-hover);
      }
      a.form ui-icon {
        padding: var(--space-2);
        border-radius: var(--radius-m);
        background: var(--color-accent-soft);
        color: var(--color-accent-text);
        --icon-size: 1.25rem;
      }
      a.form strong {
        display: block;
        font-weight: var(--weight-medium);
      }
      a.form small {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .badges {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        justify-content: end;
      }
      .back {
        margin-block-end: var(--space-4);
      }
    `,
  ];

  @property({ attribute: false }) formId: string | null = null;
  private readonly _forms = new Task(this, {
    task: async (_args, { signal }) => (await api.call("GET /api/approvals/designs", {}, signal)).items,
    args: () => [],
  });
  protected readonly live = new LiveReload(this, ["approval-forms"], () => this._forms.run());

  override render() {
    if (this.formId !== null) {
      return html`<div class="back">
          <ui-button size="small" variant="ghost" icon="arrow-left" href="/admin/approvals"
            >${t("approvals.design.all")}</ui-button
          >
        </div>
        <approval-designer .formId=${this.formId}></approval-designer>`;
    }
    const forms = this._forms.value;
    if (forms === undefined) {
      return this._forms.error === undefined
        ? html`<ui-skeleton rows="5"></ui-skeleton>`
        : html`<ui-empty
            icon="offline"
            tone="danger"
            .heading=${t("approvals.form-failed")}
            .text=${errorText(this._forms.error)}
          >
            <ui-button icon="refresh" @click=${() => this._forms.run()}>${t("components.retry")}</ui-button>
          </ui-empty>`;
    }
    return html`<div class="top">
        <p class="quiet">${t("approvals.design.text")}</p>
        <ui-button variant="primary" icon="plus" @click=${async () => this._create(forms.map(({ id }) => id))}
          >${t("approvals.design.new")}</ui-button
        >
      </div>
      ${forms.map(
        ({ id, definition, published, changed, retired, running, changedAt }) =>
          html`<a class="form" href="/admin/approvals/${encodeURIComponent(id)}">
            <ui-icon .name=${definition.icon}></ui-icon>
            <span>
              <strong>${localized(definition.name) || id}</strong>
              <small>${t("approvals.design.running", { count: running })} · ${formatWhen(changedAt)}</small>
            </span>
            <span class="badges">
              ${changed && published !== null ? html`<ui-badge tone="warning">${t("approvals.design.draft")}</ui-badge>` : nothing}
              ${
                published === null
                  ? html`<ui-badge tone="neutral"
                      >${retired ? t("approvals.design.retired") : t("approvals.design.not-used")}</ui-badge
                    >`
                  : html`<ui-badge tone="success">${t("approvals.design.version", { version: published })}</ui-badge>`
              }
            </span>
          </a>`,
      )}`;
  }

  private async _create(taken: readonly string[]): Promise<void> {
    try {
      const id = freshId("form", taken);
      const design = await api.call("POST /api/approvals/designs", {
        body: { id, definition: emptyDefinition(t("approvals.design.untitled"), t("approvals.design.untitled")) },
      });
      navigate(`/admin/approvals/${encodeURIComponent(design.id)}`);
    } catch (error) {
      showToast(errorText(error), "danger");
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "admin-approvals": AdminApprovals;
  }
}
