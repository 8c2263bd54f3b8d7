import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { Task } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-select.ts";

export type TaskPerson = Task["assignees"][number];

/** Chooses who does a task among those who can. Fires `change` with `people` set. */
@customElement("task-people")
export class TaskPeople extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        margin-block-end: var(--space-2);
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding-inline-start: var(--space-2);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-full);
        --avatar-size: 1.25rem;
      }
    `,
  ];

  @property({ attribute: false }) people: readonly TaskPerson[] = [];
  @property({ attribute: false }) choices: readonly TaskPerson[] = [];

  override render() {
    const left = this.choices.filter(({ userId }) => !this.people.some((each) => each.userId === userId));
    return html`
      ${
        this.people.length === 0
          ? nothing
          : html`<ul aria-label=${t("tasks.assignees")}>
              ${this.people.map((person) => {
                const name = localized(person.name);
                return html`<li>
                  <ui-avatar .name=${name} .userId=${person.userId}></ui-avatar>${name}
                  <ui-icon-button
                    size="small"
                    icon="close"
                    .label=${t("tasks.take-away", { name })}
                    @click=${() => this._set(this.people.filter((each) => each !== person))}
                  ></ui-icon-button>
                </li>`;
              })}
            </ul>`
      }
      <ui-select
        .label=${t("tasks.assignees")}
        .placeholder=${t("tasks.add-person")}
        .value=${""}
        ?disabled=${left.length === 0}
        .options=${left.map(({ userId, name }) => ({ value: userId, label: localized(name) }))}
        @change=${this._add}
      ></ui-select>
    `;
  }

  private _add(event: Event): void {
    event.stopPropagation();
    const select = event.target as HTMLElementTagNameMap["ui-select"];
    const chosen = this.choices.find(({ userId }) => userId === select.value);
    select.value = "";
    if (chosen !== undefined) this._set([...this.people, chosen]);
  }

  private _set(people: readonly TaskPerson[]): void {
    this.people = people;
    this.dispatchEvent(new Event("change"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "task-people": TaskPeople;
  }
}
