import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { t } from "../../i18n/i18n.ts";
import { Poll } from "../../lib/poll.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { roleName } from "../directory/role-name.ts";
import { sectionStyles } from "./section-styles.ts";
import type { Roles } from "./types.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-skeleton.ts";
import "./role-assignment.ts";

/** Which role holds which ability, and giving a person another role. */
@customElement("admin-roles")
export class AdminRoles extends PorticoElement {
  static override styles = [
    sharedStyles,
    sectionStyles,
    css`
      .scroll {
        position: relative;
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
        overflow: auto;
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        padding: var(--space-2);
        border-block-end: 1px solid var(--color-line);
        text-align: center;
      }
      tr:last-child > * {
        border-block-end: 0;
      }
      thead th {
        background: var(--color-sunken);
        color: var(--color-text-2);
        font-size: var(--text-xs);
        font-weight: var(--weight-medium);
        line-height: var(--leading-tight);
        vertical-align: bottom;
        word-break: keep-all;
      }
      thead .count {
        display: block;
        color: var(--color-text-3);
        font-weight: 400;
        white-space: nowrap;
      }
      th:first-child {
        position: sticky;
        inset-inline-start: 0;
        min-inline-size: 14rem;
        padding-inline-start: var(--space-3);
        background: var(--color-surface);
        font-weight: 400;
        text-align: start;
      }
      thead th:first-child {
        background: var(--color-sunken);
      }
      tbody tr:hover > * {
        background: var(--color-sunken);
      }
      td ui-icon {
        color: var(--color-accent-text);
        --icon-size: 1.125rem;
      }
      .none {
        color: var(--color-line-strong);
      }
      @media (max-width: 45rem) {
        th:first-child {
          min-inline-size: 10rem;
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  private readonly _roles = new Poll<Roles>(this, {
    load: async (signal) => api.call("GET /api/roles", {}, signal),
    next: () => null,
  });
  protected readonly live = new LiveReload(this, ["roles"], this._roles.look);

  override render() {
    return html`
      ${
        this.session.can("role.assign") && this.session.can("directory.read")
          ? html`<role-assignment></role-assignment>`
          : nothing
      }
      <section>
        <h2>${t("admin.role-table")}</h2>
        <p class="lead">${t("admin.role-table-lead")}</p>
        ${this._content()}
      </section>
    `;
  }

  private _content() {
    const { value, error } = this._roles;
    if (value !== null) return this._table(value);
    if (error === null) return html`<ui-skeleton rows="8"></ui-skeleton>`;
    return html`<ui-empty icon="shield" .heading=${t("admin.roles-failed")} .text=${errorText(error)}>
      <ui-button icon="refresh" @click=${this._roles.look}>${t("components.retry")}</ui-button>
    </ui-empty>`;
  }

  private _table({ roles, abilities }: Roles) {
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("admin.role-table")}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t("admin.ability")}</th>
            ${roles.map(
              ({ role, people }) =>
                html`<th scope="col">
                  ${roleName(role)}<span class="count">${t("admin.role-count", { count: people })}</span>
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${abilities.map(
            ({ ability }) =>
              html`<tr>
                <th scope="row">${t(`admin.ability.${ability}`)}</th>
                ${roles.map((role) => this._cell(role.abilities.includes(ability)))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private _cell(holds: boolean) {
    return holds
      ? html`<td><ui-icon name="check"></ui-icon><span class="visually-hidden">${t("admin.yes")}</span></td>`
      : html`<td>
          <span class="none" aria-hidden="true">–</span><span class="visually-hidden">${t("admin.no")}</span>
        </td>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "admin-roles": AdminRoles;
  }
}
