import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { Person } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";

/** A person in a list: a link to the profile. */
@customElement("person-row")
export class PersonRow extends PorticoElement {
  static override shadowRootOptions: ShadowRootInit = { mode: "open", delegatesFocus: true };
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
      }
      a {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        color: inherit;
        text-decoration: none;
      }
      a:hover {
        background: var(--color-hover);
      }
      a:focus-visible {
        outline-offset: -2px;
      }
      a[aria-current] {
        background: var(--color-accent-soft);
      }
      .who {
        flex: 1;
        min-inline-size: 0;
      }
      .name {
        display: block;
        font-weight: var(--weight-medium);
      }
      .name,
      .title {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .title {
        display: block;
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
    `,
  ];

  @property({ attribute: false }) person!: Person;
  /** Address of the profile. */
  @property() href = "";
  @property({ type: Boolean }) current = false;
  /** Shown at the end of the line: the department, where it is not clear from the list. */
  @property() note = "";

  override render() {
    const { person } = this;
    const name = localized(person.name);
    return html`<a href=${this.href} aria-current=${this.current ? "true" : nothing}>
      <ui-avatar .name=${name} .userId=${person.userId}></ui-avatar>
      <span class="who">
        <span class="name">${name}</span>
        <span class="title">${localized(person.title) || person.userId}</span>
      </span>
      ${person.state === "left" ? html`<ui-badge>${t("directory.left")}</ui-badge>` : nothing}
      ${this.note === "" ? nothing : html`<span class="title">${this.note}</span>`}
    </a>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "person-row": PersonRow;
  }
}
