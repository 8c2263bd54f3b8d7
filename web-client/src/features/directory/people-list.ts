import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PagedList } from "../../lib/paged-list.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { Department, Person } from "./types.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-spinner.ts";
import "./person-row.ts";

/** A department below the one that is shown. */
export interface DepartmentLink {
  readonly id: string;
  readonly label: string;
  /** People in the whole branch. */
  readonly count: number;
  readonly href: string;
}

/** The people of a department or project, or those who match a text. Loads on while one scrolls. */
@customElement("people-list")
export class PeopleList extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        padding: 0 var(--space-3) var(--space-6);
      }
      .count {
        padding: var(--space-1) var(--space-3) var(--space-2);
        color: var(--color-text-3);
        font-size: var(--text-s);
      }
      .below {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr));
        gap: var(--space-2);
        padding: var(--space-2) var(--space-3) var(--space-4);
      }
      .below a {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-block-size: var(--control-l);
        padding-inline: var(--space-3);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
        color: inherit;
        text-decoration: none;
      }
      .below a:hover {
        border-color: var(--color-line-strong);
        background: var(--color-hover);
      }
      .below ui-icon {
        color: var(--color-text-3);
        --icon-size: 1.125rem;
      }
      .below span {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .below small {
        color: var(--color-text-3);
        font-size: var(--text-xs);
        font-variant-numeric: tabular-nums;
      }
      /* Thousands of rows scroll as well as twenty: those out of sight are not laid out. */
      li:has(person-row) {
        content-visibility: auto;
        contain-intrinsic-block-size: auto 3.25rem;
      }
      .more {
        display: grid;
        place-items: center;
        min-block-size: 3rem;
      }
    `,
  ];

  @property() departmentId = "";
  /** Members of this project instead of a department. */
  @property() projectId = "";
  @property() search = "";
  /** Whose profile is open. */
  @property() current: string | null = null;
  @property({ attribute: false }) departments: readonly Department[] = [];
  /** The next level of the organisation, shown above the people. */
  @property({ attribute: false }) below: readonly DepartmentLink[] = [];
  /** Address of a person's profile. */
  @property({ attribute: false }) profileHref: (person: Person) => string = () => "";

  private readonly _people = new PagedList<Person>(this);
  protected readonly live = new LiveReload(this, ["directory"], () => this._people.refresh());
  private readonly _watch = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) void this._people.more();
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._watch.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("departmentId") || changed.has("projectId") || changed.has("search")) void this._start();
  }

  override render() {
    const below = this.search === "" ? this.below : [];
    return html`${below.length === 0 ? nothing : this._below(below)}${this._content(below.length > 0)}`;
  }

  private _below(departments: readonly DepartmentLink[]) {
    return html`<ul class="below" aria-label=${t("directory.departments")}>
      ${departments.map(
        ({ label, count, href }) =>
          html`<li>
            <a href=${href}><ui-icon name="department"></ui-icon><span>${label}</span><small>${count}</small></a>
          </li>`,
      )}
    </ul>`;
  }

  private _content(hasBelow: boolean) {
    const { items, state, total, error } = this._people;
    if (items.length === 0) {
      if (state === "loading") return html`<ui-skeleton avatars rows="8"></ui-skeleton>`;
      if (state === "failed") return this._failed(error);
      if (hasBelow) return html`<p class="count" role="status">${t("directory.none-directly")}</p>`;
      return html`<ui-empty
        icon="search"
        .heading=${this.search === "" ? t("directory.nobody") : t("directory.nobody-found", { text: this.search })}
        .text=${this.search === "" ? t("directory.nobody-text") : t("directory.nobody-found-text")}
      ></ui-empty>`;
    }
    return html`
      <p class="count" role="status">
        ${hasBelow ? t("directory.directly-count", { count: total }) : t("directory.people-count", { count: total })}
      </p>
      <ul>
        ${repeat(
          items,
          (person) => person.id,
          (person) =>
            html`<li>
              <person-row
                .person=${person}
                .href=${this.profileHref(person)}
                .current=${person.id === this.current}
                .note=${this.departmentId === "" ? this._departmentOf(person) : ""}
              ></person-row>
            </li>`,
        )}
      </ul>
      ${
        this._people.hasMore
          ? html`<div class="more">
              ${
                state === "failed"
                  ? html`<ui-button icon="refresh" @click=${() => this._people.more()}
                      >${t("components.retry")}</ui-button
                    >`
                  : html`<ui-spinner .label=${t("components.loading")}></ui-spinner>`
              }
            </div>`
          : nothing
      }
    `;
  }

  private _failed(error: unknown) {
    return html`<ui-empty
      icon="offline"
      tone="danger"
      .heading=${t("directory.people-failed")}
      .text=${errorText(error)}
    >
      <ui-button icon="refresh" @click=${this._start}>${t("components.retry")}</ui-button>
    </ui-empty>`;
  }

  protected override updated(): void {
    // Observed anew after each page: an end that stays in view reports nothing new by itself.
    this._watch.disconnect();
    const end = this.renderRoot.querySelector(".more");
    if (end !== null && this._people.state === "ready") this._watch.observe(end);
  }

  private _departmentOf({ departmentId }: Person): string {
    const department = this.departments.find(({ id }) => id === departmentId);
    return department === undefined ? "" : localized(department.name);
  }

  private async _start(): Promise<void> {
    const { departmentId, projectId, search } = this;
    await this._people.start(async (cursor, signal) =>
      api.call(
        "GET /api/directory/people",
        {
          query: {
            limit: 100,
            ...(cursor === null ? {} : { cursor }),
            ...(departmentId === "" ? {} : { departmentId }),
            ...(projectId === "" ? {} : { projectId }),
            ...(search === "" ? {} : { search }),
          },
        },
        signal,
      ),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "people-list": PeopleList;
  }
}
