import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { Column } from "../../components/ui-table.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { newPartner } from "./new-partner.ts";
import { stateBadge } from "./partner-words.ts";
import type { PartnerRow } from "./types.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-table.ts";

const cellStyles = css`
  a {
    color: inherit;
    font-weight: var(--weight-medium);
    text-decoration: none;
  }
  a:hover {
    text-decoration: underline;
  }
  .second {
    color: var(--color-text-2);
    font-size: var(--text-s);
  }
  .badges {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-1);
  }
`;

/** The companies that one works with. */
@customElement("page-partners")
export class PagePartners extends PorticoElement {
  static override styles = [sharedStyles, pageStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private _partners: readonly PartnerRow[] | null = null;
  @state() private _error: unknown = null;
  protected readonly live = new LiveReload(this, ["partners"], () => this._load());

  override connectedCallback(): void {
    super.connectedCallback();
    void this._load();
  }

  override render() {
    return html`
      <header class="head">
        <h1>${t("partners.title")}</h1>
        <span class="grow"></span>
        ${
          this.session.can("partner.create")
            ? html`<ui-button variant="primary" size="small" icon="plus" @click=${newPartner}
                >${t("partners.new")}</ui-button
              >`
            : nothing
        }
      </header>
      <div class="body"><div class="measure">${this._content()}</div></div>
    `;
  }

  private _content() {
    const partners = this._partners;
    if (partners === null) {
      return this._error === null
        ? html`<ui-skeleton rows="5"></ui-skeleton>`
        : html`<ui-empty icon="offline" tone="danger" .heading=${t("partners.failed")} .text=${errorText(this._error)}>
            <ui-button icon="refresh" @click=${this._load}>${t("components.retry")}</ui-button>
          </ui-empty>`;
    }
    if (partners.length === 0) {
      return html`<ui-empty icon="globe" .heading=${t("partners.none")} .text=${t("partners.none-text")}>
        ${
          this.session.can("partner.create")
            ? html`<ui-button variant="primary" icon="plus" @click=${newPartner}>${t("partners.new")}</ui-button>`
            : nothing
        }
      </ui-empty>`;
    }
    return html`<ui-table
      .label=${t("partners.title")}
      .columns=${this._columns}
      .cellStyles=${cellStyles}
      .rows=${partners}
      .keyOf=${({ id }: PartnerRow) => id}
    ></ui-table>`;
  }

  private get _columns(): Column<PartnerRow>[] {
    return [
      {
        id: "name",
        label: t("partners.name"),
        cell: ({ id, name, title }) =>
          html`<a href="/partners/${id}">${localized(name)}</a>
            <div class="second">${title ?? ""}</div>`,
      },
      { id: "kind", label: t("partners.kind"), cell: ({ kind }) => t(`partners.kind.${kind}`) },
      {
        id: "state",
        label: t("partners.agreement"),
        cell: ({ state: stands, since }) =>
          html`${stateBadge(stands)}
            <div class="second">${since === null ? "" : formatDate(since, "short-date")}</div>`,
      },
      {
        id: "people",
        label: t("partners.contacts"),
        cell: ({ contacts }) => t("partners.counts", { ours: contacts.ours, theirs: contacts.theirs }),
        wideOnly: true,
      },
      {
        id: "open",
        label: t("partners.open"),
        cell: ({ waiting, late }) =>
          waiting + late === 0
            ? nothing
            : html`<div class="badges">
                ${waiting === 0 ? nothing : html`<ui-badge tone="warning">${t("partners.to-confirm", { count: waiting })}</ui-badge>`}
                ${late === 0 ? nothing : html`<ui-badge tone="danger">${t("partners.late", { count: late })}</ui-badge>`}
              </div>`,
      },
    ];
  }

  private readonly _load = async (): Promise<void> => {
    try {
      this._partners = (await api.call("GET /api/partners", {})).items;
      this._error = null;
    } catch (error) {
      if (this._partners === null) this._error = error;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "page-partners": PagePartners;
  }
}
