import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showDialog } from "../../components/show-dialog.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { TypedText } from "../../lib/typed-text.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { DialogRole } from "../directory/dialog-role.ts";
import { roleName } from "../directory/role-name.ts";
import type { Person } from "../directory/types.ts";
import { sectionStyles } from "./section-styles.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-input.ts";

/** How many people are offered; whoever is not among them is found by more letters. */
const offered = 6;

/** Finds a person and gives another role. */
@customElement("role-assignment")
export class RoleAssignment extends PorticoElement {
  static override styles = [
    sharedStyles,
    sectionStyles,
    css`
      ui-input {
        max-inline-size: 28rem;
      }
      ul {
        max-inline-size: 42rem;
        margin-block-start: var(--space-3);
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        padding-block: var(--space-2);
        border-block-end: 1px solid var(--color-line);
      }
      li > div {
        flex: 1;
        min-inline-size: 0;
      }
      li strong {
        display: block;
        font-weight: var(--weight-medium);
      }
      li span {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
    `,
  ];

  private readonly _search = new TypedText(this);
  private readonly _found = new Task(this, {
    task: async ([search], { signal }) =>
      search === ""
        ? null
        : (await api.call("GET /api/directory/people", { query: { search, limit: offered } }, signal)).items,
    args: () => [this._search.text] as const,
  });
  protected readonly live = new LiveReload(this, ["directory"], () => this._found.run());

  override render() {
    return html`<section>
      <h2>${t("admin.assign")}</h2>
      <p class="lead">${t("admin.assign-lead")}</p>
      <ui-input
        type="search"
        icon="search"
        .label=${t("admin.assign-search")}
        @input=${this._search.onInput}
      ></ui-input>
      <div aria-live="polite">
        ${this._found.render({
          // What is read anew stays on screen until it is there.
          pending: () => this._people(this._found.value ?? null),
          error: (error) => html`<ui-banner tone="danger">${errorText(error)}</ui-banner>`,
          complete: (people) => this._people(people),
        })}
      </div>
    </section>`;
  }

  private _people(people: readonly Person[] | null) {
    if (people === null) return nothing;
    const active = people.filter((person) => person.state === "active");
    if (active.length === 0)
      return html`<p class="quiet">${t("directory.nobody-found", { text: this._search.text })}</p>`;
    return html`<ul>
      ${active.map(
        (person) =>
          html`<li>
            <ui-avatar .name=${localized(person.name)} .userId=${person.userId}></ui-avatar>
            <div><strong>${localized(person.name)}</strong><span>${localized(person.title)}</span></div>
            <ui-badge tone=${person.role === "admin" ? "accent" : "neutral"}>${roleName(person.role)}</ui-badge>
            <ui-button size="small" @click=${async () => this._change(person)}>${t("directory.change-role")}</ui-button>
          </li>`,
      )}
    </ul>`;
  }

  private async _change(person: Person): Promise<void> {
    const changed = await showDialog(Object.assign(new DialogRole(), { person }));
    if (changed !== null) await this._found.run();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "role-assignment": RoleAssignment;
  }
}
