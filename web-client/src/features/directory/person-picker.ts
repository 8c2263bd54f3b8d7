import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { Person } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-input.ts";

/** A colleague as far as a picker shows one. */
export type PickedPerson = Pick<Person, "id" | "userId" | "name" | "title">;

const PAUSE_MS = 150;
const MOST = 8;

/**
 * Chooses colleagues by typing a part of the name; several with `multiple`.
 * The texts are those of the set "directory". Fires `change` with `people` set.
 */
@customElement("person-picker")
export class PersonPicker extends PorticoElement {
  static override shadowRootOptions: ShadowRootInit = { mode: "open", delegatesFocus: true };
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        position: relative;
      }
      .chosen {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        margin-block-end: var(--space-2);
      }
      .chosen li {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding-inline-start: var(--space-2);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-full);
        --avatar-size: 1.25rem;
      }
      [role="listbox"] {
        position: absolute;
        z-index: 2;
        inset-inline: 0;
        margin-block-start: var(--space-1);
        padding: var(--space-1);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
        background: var(--color-raised);
        box-shadow: var(--shadow-2);
      }
      [role="option"] {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding: var(--space-2);
        border-radius: var(--radius-s);
        cursor: pointer;
        --avatar-size: 1.75rem;
      }
      [role="option"][aria-selected="true"],
      [role="option"]:hover {
        background: var(--color-hover);
      }
      small {
        color: var(--color-text-3);
      }
      .problem {
        color: var(--color-danger-text);
        font-size: var(--text-s);
      }
    `,
  ];

  @property() label = "";
  @property() hint = "";
  @property() error = "";
  @property({ type: Boolean }) multiple = false;
  @property({ attribute: false }) people: readonly PickedPerson[] = [];
  @state() private _found: readonly PickedPerson[] = [];
  @state() private _at = 0;
  @state() private _problem = "";
  @query("ui-input") private readonly _field!: HTMLElementTagNameMap["ui-input"];
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _abort = new AbortController();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this._timer);
    this._abort.abort();
  }

  override render() {
    const open = this._found.length > 0;
    return html`
      ${
        this.people.length === 0
          ? nothing
          : html`<ul class="chosen">
              ${this.people.map(
                (person) =>
                  html`<li>
                    <ui-avatar .name=${localized(person.name)} .userId=${person.userId}></ui-avatar
                    >${localized(person.name)}
                    <ui-icon-button
                      size="small"
                      icon="close"
                      .label=${t("directory.remove-person", { name: localized(person.name) })}
                      @click=${() => this._set(this.people.filter(({ id }) => id !== person.id))}
                    ></ui-icon-button>
                  </li>`,
              )}
            </ul>`
      }
      <ui-input
        type="search"
        icon="search"
        .label=${this.label}
        .hint=${this.hint}
        .error=${this.error}
        .placeholder=${t("directory.pick-person")}
        ?hidden=${!this.multiple && this.people.length > 0}
        @input=${this._onInput}
        @keydown=${this._onKey}
      ></ui-input>
      ${this._problem === "" ? nothing : html`<p class="problem" role="alert">${this._problem}</p>`}
      ${open ? html`<div role="listbox" aria-label=${this.label}>${this._found.map(this._option)}</div>` : nothing}
    `;
  }

  private readonly _option = (person: PickedPerson, at: number) =>
    html`<div role="option" aria-selected=${at === this._at} @click=${() => this._choose(person)}>
      <ui-avatar .name=${localized(person.name)} .userId=${person.userId}></ui-avatar>
      <span>${localized(person.name)} <small>${localized(person.title)}</small></span>
    </div>`;

  private _onInput(): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => void this._search(this._field.value.trim()), PAUSE_MS);
  }

  private async _search(text: string): Promise<void> {
    this._abort.abort();
    this._abort = new AbortController();
    const { signal } = this._abort;
    this._at = 0;
    this._problem = "";
    if (text === "") {
      this._found = [];
      return;
    }
    try {
      const { items } = await api.call("GET /api/directory/people", { query: { search: text, limit: MOST } }, signal);
      this._found = items.filter(({ id }) => !this.people.some((chosen) => chosen.id === id));
    } catch (error) {
      if (!signal.aborted) this._problem = errorText(error);
    }
  }

  private _onKey(event: KeyboardEvent): void {
    if (event.isComposing || this._found.length === 0) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this._at = (this._at + step + this._found.length) % this._found.length;
    } else if (event.key === "Enter") {
      const person = this._found[this._at];
      if (person === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      this._choose(person);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this._found = [];
    }
  }

  private _choose(person: PickedPerson): void {
    this._found = [];
    this._field.value = "";
    this._set(this.multiple ? [...this.people, person] : [person]);
  }

  private _set(people: readonly PickedPerson[]): void {
    this.people = people;
    this.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "person-picker": PersonPicker;
  }
}
