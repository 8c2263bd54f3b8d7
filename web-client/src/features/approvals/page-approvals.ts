import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { consume } from "@lit/context";
import { repeat } from "lit/directives/repeat.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showDialog } from "../../components/show-dialog.ts";
import { showToast } from "../../components/toasts.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { moveAmong } from "../../lib/move-among.ts";
import { currentUrl, navigate } from "../../lib/navigation.ts";
import { PagedList } from "../../lib/paged-list.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { TypedText } from "../../lib/typed-text.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { listDetailStyles } from "../../styles/list-detail.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { saveFile } from "../chat/save-file.ts";
import { approvalStatus } from "./approval-status.ts";
import { nameOf } from "./names.ts";
import type { ApprovalList, Summary } from "./types.ts";
import { valueText } from "./value-text.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-input.ts";
import "../../components/ui-skeleton.ts";
import "./approval-detail.ts";

const views = ["decide", "mine", "copied", "done", "all"] as const;
type View = (typeof views)[number];
const PAGE = 50;

/** Requests: to decide, own ones, copies, done, and of forms that one oversees; one of them beside the list. */
@customElement("page-approvals")
export class PageApprovals extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    listDetailStyles,
    css`
      .tabs {
        position: sticky;
        z-index: 1;
        inset-block-start: 0;
        display: flex;
        gap: var(--space-1);
        padding: var(--space-2) var(--space-4) 0;
        border-block-end: 1px solid var(--color-line);
        background: var(--color-surface);
        overflow-x: auto;
      }
      .tabs a {
        display: flex;
        gap: var(--space-2);
        align-items: center;
        padding: var(--space-2) var(--space-3) calc(var(--space-2) + 1px);
        border-block-end: 2px solid transparent;
        color: var(--color-text-2);
        font-weight: var(--weight-medium);
        text-decoration: none;
        white-space: nowrap;
      }
      .tabs a:hover {
        color: var(--color-text);
      }
      .tabs a[aria-current] {
        border-color: var(--color-accent);
        color: var(--color-accent-text);
      }
      .search {
        padding: var(--space-3) var(--space-6) var(--space-1);
      }
      .row {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-3);
        --avatar-size: 2.25rem;
      }
      .row .second {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .row time {
        flex: none;
        color: var(--color-text-3);
        font-size: var(--text-s);
      }
      .row .plain {
        font-weight: normal;
      }
      .row.unread .title:not(.plain) {
        font-weight: var(--weight-bold);
      }
      .late {
        color: var(--color-danger-text);
      }
      .more {
        display: flex;
        justify-content: center;
        padding: var(--space-4);
      }
      @media (max-width: 45rem) {
        .search {
          padding-inline: var(--space-4);
        }
        .hide-narrow {
          display: none;
        }
      }
      @media print {
        .head,
        .list,
        .bar {
          display: none;
        }
        :host,
        .columns,
        .columns.open,
        .panel {
          display: block;
          block-size: auto;
          overflow: visible;
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property({ attribute: false }) approvalId: string | null = null;
  @state() private _counts: ApprovalList["counts"] = { decide: 0, copied: 0 };
  @state() private _oversees = false;
  private _shown = "";
  private readonly _search = new TypedText(this);
  private readonly _list = new PagedList<Summary>(this);
  protected readonly live = new LiveReload(this, ["approvals"], () => this._list.refresh());

  private get _view(): View {
    const asked = currentUrl.value.searchParams.get("view");
    return views.find((view) => view === asked) ?? "decide";
  }

  protected override willUpdate(): void {
    const shown = `${this._view} ${this._search.text}`;
    if (shown === this._shown) return;
    this._shown = shown;
    void this._start();
  }

  override render() {
    const open = this.approvalId !== null;
    return html`
      <header class="head ${open ? "behind" : ""}">
        <h1>${t("approvals.title")}</h1>
        <span class="grow"></span>
        <ui-button class="hide-narrow" variant="ghost" size="small" icon="user-off" @click=${this._absence}
          >${t("approvals.absence")}</ui-button
        >
        <ui-icon-button
          size="small"
          icon="download"
          .label=${t("approvals.export")}
          @click=${this._export}
        ></ui-icon-button>
        <ui-button variant="primary" size="small" icon="plus" href="/work/approvals/new"
          >${t("approvals.new")}</ui-button
        >
      </header>
      <div class="columns ${open ? "open" : ""}" @keydown=${this._onKey}>
        <section class="list" aria-label=${t("approvals.title")}>
          ${this._tabs()}
          <div class="search">
            <ui-input
              type="search"
              icon="search"
              labelHidden
              .label=${t("approvals.search")}
              .placeholder=${t("approvals.search")}
              @input=${this._search.onInput}
            ></ui-input>
          </div>
          ${this._rows()}
        </section>
        ${this.approvalId === null ? nothing : this._panel(this.approvalId)}
      </div>
    `;
  }

  private _tabs() {
    const shown = views.filter((view) => view !== "all" || this._oversees);
    const count = (view: View): number =>
      view === "decide" ? this._counts.decide : view === "copied" ? this._counts.copied : 0;
    return html`<nav class="tabs" aria-label=${t("approvals.views")}>
      ${shown.map(
        (view) =>
          html`<a href=${`/work/approvals?view=${view}`} aria-current=${view === this._view ? "page" : nothing}
            >${t(`approvals.view.${view}`)}${
              count(view) === 0
                ? nothing
                : html`<ui-badge count tone=${view === "decide" ? "danger" : "neutral"}>${count(view)}</ui-badge>`
            }</a
          >`,
      )}
    </nav>`;
  }

  private _rows() {
    const { items, error, hasMore, state: stands } = this._list;
    if (items.length === 0 && stands === "loading") return html`<ui-skeleton avatars rows="8"></ui-skeleton>`;
    if (items.length === 0 && stands === "failed") {
      return html`<ui-empty icon="offline" tone="danger" .heading=${t("approvals.failed")} .text=${errorText(error)}>
        <ui-button icon="refresh" @click=${this._start}>${t("components.retry")}</ui-button>
      </ui-empty>`;
    }
    if (items.length === 0) {
      const searched = this._search.text !== "";
      return html`<ui-empty
        icon=${this._view === "decide" && !searched ? "check-double" : "approve"}
        .heading=${searched ? t("approvals.none-found") : t(`approvals.none.${this._view}`)}
        .text=${searched ? "" : t(`approvals.none-text.${this._view}`)}
      >
        ${this._view === "mine" && !searched ? html`<ui-button href="/work/approvals/new" icon="plus">${t("approvals.new")}</ui-button>` : nothing}
      </ui-empty>`;
    }
    return html`${repeat(
      items,
      ({ id }) => id,
      (item) => this._row(item),
    )}
    ${hasMore ? html`<div class="more"><ui-button .busy=${stands === "loading"} @click=${() => this._list.more()}>${t("approvals.show-more")}</ui-button></div>` : nothing}`;
  }

  private _row(item: Summary) {
    const { id, initiator, form, highlights, values, changedAt, dueAt, unread } = item;
    const name = localized(initiator.name);
    const late = dueAt !== null && new Date(dueAt) <= new Date();
    return html`<a
      class="row ${unread ? "unread" : ""}"
      href=${`/work/approvals/${encodeURIComponent(id)}?view=${this._view}`}
      aria-current=${id === this.approvalId ? "true" : nothing}
    >
      <ui-avatar .name=${name} .userId=${initiator.userId}></ui-avatar>
      <span>
        <span class="line">
          <span class="title">${localized(form.name)} · ${name}</span>
          <time datetime=${changedAt} class=${late ? "late" : ""} title=${formatWhen(dueAt ?? changedAt, "exact")}
            >${dueAt === null ? formatWhen(changedAt) : t("approvals.due", { when: formatWhen(dueAt) })}</time
          >
        </span>
        <span class="line">
          <span class="second title plain"
            >${highlights.map(({ field, value }) => valueText(field, value, values, nameOf)).join(" · ")}</span
          >
          ${approvalStatus(item)}
        </span>
      </span>
    </a>`;
  }

  private _panel(id: string) {
    return html`<section class="panel" aria-label=${t("approvals.one")}>
      <div class="bar">
        <ui-icon-button
          class="back"
          icon="arrow-left"
          .label=${t("approvals.back")}
          @click=${this._close}
        ></ui-icon-button>
        <span class="grow"></span>
        <ui-icon-button
          class="shut"
          icon="close"
          .label=${t("components.close")}
          @click=${this._close}
        ></ui-icon-button>
      </div>
      <div class="detail">
        <approval-detail .approvalId=${id} @approval-changed=${() => this._list.refresh()}></approval-detail>
      </div>
    </section>`;
  }

  private readonly _close = (): void => navigate(`/work/approvals?view=${this._view}`);

  private _onKey(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.approvalId !== null) this._close();
    else moveAmong(event, [...this.renderRoot.querySelectorAll<HTMLElement>("a.row")]);
  }

  private readonly _start = async (): Promise<void> =>
    this._list.start(async (cursor, signal) => {
      const answer = await api.call(
        "GET /api/approvals",
        { query: { ...this._query(), limit: PAGE, ...(cursor === null ? {} : { cursor }) } },
        signal,
      );
      this._counts = answer.counts;
      this._oversees = answer.oversees;
      return answer;
    });

  private _query() {
    const search = this._search.text;
    return { view: this._view, ...(search === "" ? {} : { search }) };
  }

  private async _export(): Promise<void> {
    try {
      const { name, csv } = await api.call("GET /api/approvals/export", { query: this._query() });
      // With the mark by which spreadsheets know UTF-8.
      saveFile(new Blob(["\ufeff", csv], { type: "text/csv" }), name);
    } catch (error) {
      showToast(errorText(error), "danger");
    }
  }

  private async _absence(): Promise<void> {
    const { DialogAbsence } = await import("./dialog-absence.ts");
    await showDialog(new DialogAbsence());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-approvals": PageApprovals;
  }
}
