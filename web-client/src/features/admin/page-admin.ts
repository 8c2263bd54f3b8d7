import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { pageNotLoaded } from "../../components/page-not-loaded.ts";
import type { Tab } from "../../components/ui-tabs.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { loadTexts, localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { adminSections } from "../../shells/admin-sections.ts";
import type { AdminSection } from "../../shells/client-feature.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-tabs.ts";

/** The administrators' pages, each shown to those who may use it. */
@customElement("page-admin")
export class PageAdmin extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    css`
      .head {
        gap: var(--space-8);
      }
      h1 {
        white-space: nowrap;
      }
      ui-tabs {
        min-inline-size: 0;
        --tab-height: var(--head);
      }
      @media (max-width: 45rem) {
        .head {
          gap: var(--space-5);
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  /** Which page; the first allowed one when empty. */
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

  private get _current() {
    const allowed = this._allowed;
    return this.section === "" ? allowed[0] : allowed.find(({ id }) => id === this.section);
  }

  override render() {
    const current = this._current;
    const tabs: Tab[] = this._allowed.map(({ id, label }) => ({ id, label: localized(label), href: `/admin/${id}` }));
    return html`
      <header class="head">
        <h1>${t("admin.title")}</h1>
        <ui-tabs .label=${t("admin.title")} .tabs=${tabs} .value=${current?.id ?? ""}></ui-tabs>
      </header>
      <div class="body">
        <div class="measure">${current === undefined ? this._nothing() : this._content(current)}</div>
      </div>
    `;
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
