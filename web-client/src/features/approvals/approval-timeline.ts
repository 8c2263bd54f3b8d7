import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { Entry } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-icon.ts";

/** Everything that happened to a request, in order, with what was said. */
@customElement("approval-timeline")
export class ApprovalTimeline extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      ol {
        display: grid;
        gap: var(--space-4);
      }
      li {
        display: grid;
        grid-template-columns: 2rem minmax(0, 1fr);
        gap: var(--space-3);
        --avatar-size: 2rem;
      }
      .clock {
        display: grid;
        place-items: center;
        inline-size: 2rem;
        block-size: 2rem;
        border-radius: var(--radius-full);
        background: var(--color-neutral-soft);
        color: var(--color-text-2);
        --icon-size: 1rem;
      }
      p {
        overflow-wrap: anywhere;
      }
      time,
      .node {
        color: var(--color-text-3);
        font-size: var(--text-s);
      }
      blockquote {
        margin: var(--space-1) 0 0;
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--color-sunken);
        white-space: pre-line;
        overflow-wrap: anywhere;
      }
      .signature {
        font-family: "Segoe Script", "Snell Roundhand", "Kaiti SC", KaiTi, cursive;
      }
    `,
  ];

  @property({ attribute: false }) entries: readonly Entry[] = [];

  override render() {
    return html`<ol>
      ${this.entries.map((entry) => this._entry(entry))}
    </ol>`;
  }

  private _entry({ at, person, kind, node, others, detail, comment, signature }: Entry) {
    const name = person === null ? t("approvals.system") : localized(person.name);
    const [first, second] = others.map((other) => localized(other.name));
    const everybody = others.map((other) => localized(other.name)).join(t("approvals.and"));
    const what = ["decided", "moved", "ended", "added"].includes(kind) ? `${kind}.${detail}` : kind;
    const text = t(`approvals.entry.${what}` as StringKey, {
      name,
      first: first ?? "",
      second: second ?? "",
      others: everybody,
    });
    return html`<li>
      ${
        person === null
          ? html`<span class="clock"><ui-icon name="clock"></ui-icon></span>`
          : html`<ui-avatar .name=${name} .userId=${person.userId}></ui-avatar>`
      }
      <div>
        <p>${text}${node === null ? nothing : html` <span class="node">· ${localized(node)}</span>`}</p>
        <time datetime=${at} title=${formatWhen(at, "exact")}>${formatWhen(at)}</time>
        ${comment === "" ? nothing : html`<blockquote>${comment}</blockquote>`}
        ${signature === "" ? nothing : html`<p class="signature">— ${signature}</p>`}
      </div>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "approval-timeline": ApprovalTimeline;
  }
}
