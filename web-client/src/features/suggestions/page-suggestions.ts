import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { pagedTable, pagedTableStyles } from "../../components/paged-table.ts";
import type { Tab } from "../../components/ui-tabs.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { currentUrl, navigate } from "../../lib/navigation.ts";
import { PagedList } from "../../lib/paged-list.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { listDetailStyles } from "../../styles/list-detail.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { keptSuggestions } from "./anonymous-store.ts";
import { suggest } from "./suggest.ts";
import { suggestionState } from "./suggestion-state.ts";
import type { Suggestion } from "./types.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-tabs.ts";
import "./suggestion-panel.ts";

const views = ["published", "mine", "owned", "all"] as const;
type View = (typeof views)[number];

/** The suggestion box: what is published, what one sent in, what one has to answer. */
@customElement("page-suggestions")
export class PageSuggestions extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    listDetailStyles,
    pagedTableStyles,
    css`
      .head {
        flex-wrap: wrap;
      }
      ui-tabs {
        padding-inline: var(--space-6);
        border-block-end: 1px solid var(--color-line);
      }
      .votes {
        display: inline-flex;
        align-items: center;
        gap: var(--space-1);
        color: var(--color-text-3);
        font-size: var(--text-s);
        --icon-size: 1rem;
      }
      @media (max-width: 45rem) {
        ui-tabs {
          padding-inline: var(--space-4);
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property() suggestionId: string | null = null;
  @state() private _kept = keptSuggestions();
  private _shown: View | null = null;
  private readonly _list = new PagedList<Suggestion>(this);
  protected readonly live = new LiveReload(this, ["suggestions"], () => this._list.refresh());

  private get _view(): View {
    const wanted = currentUrl.value.searchParams.get("view");
    return views.find((view) => view === wanted) ?? "published";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this._drawPasses();
  }

  protected override willUpdate(): void {
    this._kept = keptSuggestions();
    if (this._shown !== this._view) void this._load();
  }

  override render() {
    const view = this._view;
    const offered = views.filter((each) => each !== "all" || this.session.can("suggestion.administer"));
    const tabs: Tab[] = offered.map((id) => ({
      id,
      label: t(`suggestions.view.${id}`),
      href: `/work/suggestions?view=${id}`,
    }));
    return html`
      <header class="head">
        <h1>${t("suggestions.page")}</h1>
        <span class="grow"></span>
        <ui-button variant="primary" size="small" icon="plus" @click=${suggest}>${t("suggestions.suggest")}</ui-button>
      </header>
      <ui-tabs .label=${t("suggestions.page")} .tabs=${tabs} .value=${view}></ui-tabs>
      <div class="columns ${this.suggestionId === null ? "" : "open"}">
        <div class="list">${view === "mine" ? this._anonymous() : nothing} ${this._content()}</div>
        ${
          this.suggestionId === null
            ? nothing
            : html`<div class="panel">
                <suggestion-panel
                  .suggestionId=${this.suggestionId}
                  @ui-close=${() => navigate(`/work/suggestions?view=${view}`)}
                ></suggestion-panel>
              </div>`
        }
      </div>
    `;
  }

  /** Nobody but this browser can list them. */
  private _anonymous() {
    return this._kept.map(
      ({ id, number, title }) =>
        html`<a
          class="row"
          href=${`/work/suggestions/${id}?view=mine`}
          aria-current=${id === this.suggestionId ? "true" : nothing}
        >
          <span class="line"><span class="title">${title}</span></span>
          <span class="line second">${t("suggestions.number", { number })} · ${t("suggestions.sent-anonymously")}</span>
        </a>`,
    );
  }

  private _content() {
    if (this._view === "mine" && this._kept.length > 0 && this._list.items.length === 0) return nothing;
    return pagedTable({
      list: this._list,
      failed: t("suggestions.failed"),
      errorText,
      start: () => this._load(),
      loading: html`<ui-skeleton rows="6"></ui-skeleton>`,
      empty: html`<ui-empty
        icon="idea"
        .heading=${t(`suggestions.none.${this._view}`)}
        .text=${t("suggestions.none-text")}
      >
        <ui-button variant="primary" icon="plus" @click=${suggest}>${t("suggestions.suggest")}</ui-button>
      </ui-empty>`,
      more: t("suggestions.more"),
      table: () => html`${this._list.items.map((each) => this._row(each))}`,
    });
  }

  private _row(suggestion: Suggestion) {
    const { id, number, title, topic, author, votes, receivedAt } = suggestion;
    const who = author === null ? t("suggestions.by-nobody") : localized(author.name);
    return html`<a
      class="row"
      href=${`/work/suggestions/${id}?view=${this._view}`}
      aria-current=${id === this.suggestionId ? "true" : nothing}
    >
      <span class="line"><span class="title">${title}</span>${suggestionState(suggestion)}</span>
      <span class="line second">
        <span class="title second"
          >${number} · ${localized(topic.name)} · ${who} · ${formatDate(receivedAt, "day")}</span
        >
        ${votes === 0 ? nothing : html`<span class="votes"><ui-icon name="like"></ui-icon>${votes}</span>`}
      </span>
    </a>`;
  }

  private async _load(): Promise<void> {
    const view = this._view;
    this._shown = view;
    await this._list.start(async (cursor, signal) =>
      api.call(
        "GET /api/suggestions",
        {
          query: {
            view,
            limit: 50,
            sort: view === "published" ? "votes" : "newest",
            ...(cursor === null ? {} : { cursor }),
          },
        },
        signal,
      ),
    );
  }

  /** Everybody's browser draws them with the page, so that drawing says nothing about sending. */
  private async _drawPasses(): Promise<void> {
    if (!isSecureContext) return;
    try {
      const { drawPasses } = await import("./anonymous.ts");
      await drawPasses();
    } catch (error) {
      // Without passes one can still suggest under one's name; the dialog says so.
      if (!(error instanceof Error)) throw error;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-suggestions": PageSuggestions;
  }
}
