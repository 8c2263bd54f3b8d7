import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { pageNotLoaded } from "../../components/page-not-loaded.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { loadTexts, localized, t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { adminSections } from "../../shells/admin-sections.ts";
import type { AdminSection } from "../../shells/client-feature.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { sidePagesStyles } from "../../styles/side-pages.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-icon-button.ts";

/** The administrators' pages, each shown to those who may use it. */
@customElement("page-admin")
export class PageAdmin extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    sidePagesStyles,
    css`
      .columns {
        grid-template-columns: 13rem minmax(0, 1fr);
      }
      .columns.whole {
        grid-template-columns: minmax(0, 1fr);
      }
      .overview {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr));
        gap: var(--space-3);
      }
      .overview a {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-content: start;
        align-items: start;
        block-size: 100%;
        gap: 0 var(--space-3);
        padding: var(--space-4);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        color: var(--color-text);
      }
      .overview ui-icon {
        grid-row: 1 / 3;
        margin-block-start: 0.125rem;
        color: var(--color-accent-text);
        --icon-size: 1.25rem;
      }
      .overview strong {
        font-weight: var(--weight-bold);
      }
      .overview small {
        color: var(--color-text-2);
        font-size: var(--text-s);
        text-wrap: pretty;
      }
      @media (max-width: 45rem) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  /** Which page; the overview when empty. */
  @property() section = "";
  /** What of the page to look at, like an earlier import. */
  @property() itemId: string | null = null;
  @state() private _loaded: ReadonlySet<string> = new Set();
  @state() private _failed: ReadonlySet<string> = new Set();

  protected override willUpdate(): void {
    const current = this._current;
    if (current === undefined || this._loaded.has(current.id) || this._failed.has(current.id)) return;
    void this._load(current);
  }

  private get _allowed() {
    return adminSections().filter(({ ability }) => this.session.can(ability));
  }

  /** Without one there is the overview. */
  private get _current(): AdminSection | undefined {
    return this._allowed.find(({ id }) => id === this.section);
  }

  override render() {
    const current = this._current;
    const chosen = this.section !== "";
    return html`
      <header class="head">
        ${
          chosen
            ? html`<ui-icon-button
                class="back"
                icon="arrow-left"
                .label=${t("admin.back")}
                @click=${() => navigate("/admin")}
              ></ui-icon-button>`
            : nothing
        }
        <h1>${t("admin.title")}</h1>
      </header>
      <div class="columns ${chosen ? "" : "whole"}">
        ${chosen ? this._pages(current) : nothing}
        <div class="body">
          <div class="measure">
            ${chosen || this._allowed.length === 0 ? (current === undefined ? this._nothing() : this._content(current)) : this._overview()}
          </div>
        </div>
      </div>
    `;
  }

  private _pages(current: AdminSection | undefined) {
    return html`<nav class="behind" aria-label=${t("admin.title")}>
      <ul>
        ${this._allowed.map(
          ({ id, icon, label }) =>
            html`<li>
              <a href="/admin/${id}" aria-current=${id === current?.id ? "page" : nothing}>
                <ui-icon .name=${icon ?? "admin"}></ui-icon>${localized(label)}
              </a>
            </li>`,
        )}
      </ul>
    </nav>`;
  }

  private _overview() {
    return html`<ul class="overview">
      ${this._allowed.map(
        ({ id, icon, label, summary }) =>
          html`<li>
            <a href="/admin/${id}">
              <ui-icon .name=${icon ?? "admin"}></ui-icon>
              <strong>${localized(label)}</strong>
              ${summary === undefined ? nothing : html`<small>${localized(summary)}</small>`}
            </a>
          </li>`,
      )}
    </ul>`;
  }

  private _nothing() {
    const known = this.section === "" || adminSections().some(({ id }) => id === this.section);
    return known
      ? html`<ui-empty icon="lock" .heading=${t("admin.nothing")} .text=${t("admin.nothing-text")}></ui-empty>`
      : html`<ui-empty
          icon="help"
          .heading=${t("shells.nothing-here")}
          .text=${t("shells.nothing-here-text")}
        ></ui-empty>`;
  }

  private _content({ id, render }: AdminSection) {
    if (this._failed.has(id)) return pageNotLoaded(() => (this._failed = new Set()));
    return this._loaded.has(id) ? render({ id: this.itemId }) : nothing;
  }

  private async _load({ id, load, texts }: AdminSection): Promise<void> {
    try {
      await Promise.all([load(), loadTexts(...texts)]);
      this._loaded = new Set([...this._loaded, id]);
    } catch (error) {
      // Code that did not come.
      if (!(error instanceof TypeError)) throw error;
      this._failed = new Set([...this._failed, id]);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-admin": PageAdmin;
  }
}
