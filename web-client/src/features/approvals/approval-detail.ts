import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import type { MenuItem, MenuSelectEvent } from "../../components/ui-menu.ts";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { act, perform } from "./act.ts";
import { approvalStatus } from "./approval-status.ts";
import type { Approval, Values } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-menu.ts";
import "../../components/ui-skeleton.ts";
import "./approval-fill.ts";
import "./approval-route.ts";
import "./approval-timeline.ts";
import "./approval-values.ts";

type Name = Approval["actions"][number];
const icons = {
  return: "reply",
  "add-signer": "user-plus",
  "pass-on": "arrow-right",
  withdraw: "trash",
  urge: "bell",
  copy: "mail",
  comment: "chat",
} as const;

/** One request: what was asked, the way it goes, what happened, and what the reader can do. */
@customElement("approval-detail")
export class ApprovalDetail extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-6);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2) var(--space-3);
        align-items: center;
        --avatar-size: 2.5rem;
      }
      .head div {
        flex: 1;
        min-inline-size: 12rem;
      }
      h2 {
        font-size: var(--text-xl);
        font-weight: var(--weight-bold);
        line-height: var(--leading-tight);
      }
      h3 {
        margin-block-end: var(--space-4);
        font-size: var(--text-m);
        font-weight: var(--weight-bold);
      }
      .quiet {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      section + section {
        padding-block-start: var(--space-5);
        border-block-start: 1px solid var(--color-line);
      }
      section:empty {
        display: none;
      }
      .actions {
        position: sticky;
        z-index: 1;
        inset-block-end: 0;
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        padding-block: var(--space-3);
        border-block-start: 1px solid var(--color-line);
        background: var(--color-surface);
      }
      .edit {
        display: grid;
        gap: var(--space-5);
      }
      @media print {
        .actions {
          display: none;
        }
        section {
          break-inside: avoid;
        }
      }
    `,
  ];

  @property() approvalId = "";
  /** The initiator corrects what was sent back. */
  @property({ type: Boolean }) editing = false;
  @state() private _approval: Approval | null = null;
  @state() private _error: unknown = null;
  @state() private _busy = false;
  /** What the reader changed and did not send yet; stays when others change the request. */
  @state() private _edited: Values | null = null;
  protected readonly live = new LiveReload(this, ["approvals"], () => this._load());

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("approvalId")) return;
    this._approval = null;
    this._edited = null;
    void this._load();
  }

  override render() {
    const approval = this._approval;
    if (approval === null) return this._without();
    const { initiator, form, number, submittedAt } = approval;
    return html`
      <div class="head">
        <ui-avatar .name=${localized(initiator.name)} .userId=${initiator.userId}></ui-avatar>
        <div>
          <h2>${t("approvals.heading", { form: localized(form.name), name: localized(initiator.name) })}</h2>
          <p class="quiet" title=${formatWhen(submittedAt, "exact")}>
            ${t("approvals.numbered", { number })} · ${formatWhen(submittedAt)}
          </p>
        </div>
        ${approvalStatus(approval)}
      </div>
      <section>${this._content(approval)}</section>
      <section>
        <h3>${t("approvals.route")}</h3>
        <approval-route .route=${approval.route}></approval-route>
      </section>
      <section>
        <h3>${t("approvals.record")}</h3>
        <approval-timeline .entries=${approval.timeline}></approval-timeline>
      </section>
      ${this._actions(approval)}
    `;
  }

  private _content(approval: Approval) {
    const editable = this._editable(approval);
    if (editable.length === 0)
      return html`<approval-values .fields=${approval.fields} .values=${approval.values}></approval-values>`;
    const values = { ...approval.values, ...this._edited };
    const rest = approval.fields.filter(({ id }) => !editable.includes(id));
    return html`<div class="edit">
      ${rest.length === 0 ? nothing : html`<approval-values .fields=${rest} .values=${approval.values}></approval-values>`}
      <approval-fill
        .fields=${approval.fields.filter(({ id }) => editable.includes(id))}
        .values=${values}
        @change=${(event: Event) => {
          const filled = (event.currentTarget as HTMLElementTagNameMap["approval-fill"]).values;
          this._edited = this.editing
            ? filled
            : Object.fromEntries(Object.entries(filled).filter(([id]) => editable.includes(id)));
        }}
      ></approval-fill>
    </div>`;
  }

  private _editable(approval: Approval): readonly string[] {
    if (approval.actions.includes("resubmit")) return approval.fields.map(({ id }) => id);
    return approval.editable;
  }

  private _actions({ actions, stepKind }: Approval) {
    const has = (name: Name): boolean => actions.includes(name);
    const more = (["return", "add-signer", "pass-on", "urge", "copy", "comment", "withdraw"] as const).filter(has);
    const items: MenuItem[] = [
      ...more.map((id) => ({
        id,
        label: t(`approvals.action.${id}`),
        icon: icons[id],
        ...(id === "withdraw" ? { danger: true, section: "" } : {}),
      })),
      { id: "share", label: t("approvals.share"), icon: "chat" as const, section: "" },
      { id: "print", label: t("approvals.print"), icon: "file" as const },
    ];
    const button = (name: Name, label: string, variant: "primary" | "secondary" | "danger") =>
      has(name)
        ? html`<ui-button .variant=${variant} .busy=${this._busy} @click=${async () => this._do(name)}
            >${label}</ui-button
          >`
        : nothing;
    return html`<div class="actions">
      ${button("approve", stepKind === "handle" ? t("approvals.action.handle") : t("approvals.action.approve"), "primary")}
      ${button("refuse", t("approvals.action.refuse"), "secondary")}
      ${button("resubmit", t("approvals.action.resubmit"), "primary")}
      <ui-menu
        .label=${t("approvals.more")}
        .items=${items}
        @ui-select=${async (event: MenuSelectEvent) => this._onMenu(event.detail.id)}
      >
        <ui-button icon="more" aria-haspopup="menu">${t("approvals.more")}</ui-button>
      </ui-menu>
    </div>`;
  }

  private _without() {
    if (this._error === null) return html`<ui-skeleton avatars rows="6"></ui-skeleton>`;
    const gone = this._error instanceof ApiError && this._error.status === 404;
    return html`<ui-empty
      icon=${gone ? "lock" : "offline"}
      .heading=${gone ? t("approvals.not-for-you") : t("approvals.failed")}
      .text=${gone ? t("approvals.not-for-you-text") : errorText(this._error)}
    >
      ${gone ? nothing : html`<ui-button icon="refresh" @click=${this._load}>${t("components.retry")}</ui-button>`}
    </ui-empty>`;
  }

  private async _onMenu(id: string): Promise<void> {
    if (id === "print") globalThis.print();
    else if (id === "share") await this._share();
    else await this._do(id as Name);
  }

  private async _share(): Promise<void> {
    if (this._approval === null) return;
    const { id, form, number } = this._approval;
    const { shareObject } = await import("../chat/share-object.ts");
    // Without the initiator's name: whoever reads the words may not be allowed to see the request.
    const words = `${localized(form.name)} · ${t("approvals.numbered", { number })}`;
    await shareObject({ kind: "approval", id, words, path: `/work/approvals/${encodeURIComponent(id)}` });
  }

  private async _do(name: Name): Promise<void> {
    const approval = this._approval;
    if (approval === null || this._busy) return;
    this._busy = true;
    try {
      const done =
        name === "resubmit"
          ? await act(approval, { kind: "resubmit", values: { ...approval.values, ...this._edited }, chosen: {} })
          : await perform(approval, name, name === "approve" ? this._edited : null);
      if (done === null) return;
      this._edited = null;
      this._approval = done;
      if (name === "approve" || name === "refuse" || name === "return") showToast(t(`approvals.done.${name}`));
      this.dispatchEvent(new Event("approval-changed", { bubbles: true, composed: true }));
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
    "approval-detail": ApprovalDetail;
  }
}
