import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { IconName } from "../../components/icon-name.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { RouteNode, Signer } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-icon.ts";

const icons: Readonly<Record<Signer["state"], IconName>> = {
  open: "clock",
  waiting: "clock",
  next: "more",
  approved: "check",
  refused: "close",
  returned: "reply",
  closed: "minus",
};

/** A route as it goes for one request: its steps from top to bottom, branches side by side. */
@customElement("approval-route")
export class ApprovalRoute extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .step {
        position: relative;
        padding-block-end: var(--space-4);
        padding-inline-start: var(--space-8);
      }
      .step::before {
        position: absolute;
        inset-block: 1.5rem 0;
        inset-inline-start: 0.6875rem;
        border-inline-start: 2px solid var(--color-line-strong);
        content: "";
      }
      .step:last-child::before {
        display: none;
      }
      .step.done::before {
        border-color: var(--color-accent);
      }
      .mark {
        position: absolute;
        inset-block-start: 0;
        inset-inline-start: 0;
        display: grid;
        place-items: center;
        inline-size: 1.5rem;
        block-size: 1.5rem;
        border: 2px solid var(--color-line-strong);
        border-radius: var(--radius-full);
        background: var(--color-surface);
        color: var(--color-text-3);
        --icon-size: 0.875rem;
      }
      .done > .mark {
        border-color: var(--color-accent);
        background: var(--color-accent);
        color: var(--color-on-accent);
      }
      .active > .mark {
        border-color: var(--color-accent);
        color: var(--color-accent-text);
      }
      .refused > .mark {
        border-color: var(--color-danger);
        background: var(--color-danger);
        color: var(--color-on-danger);
      }
      .name {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--space-2);
        align-items: baseline;
        min-block-size: 1.5rem;
        font-weight: var(--weight-medium);
      }
      .name small,
      .note {
        color: var(--color-text-3);
        font-size: var(--text-s);
        font-weight: normal;
      }
      .signers {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        margin-block-start: var(--space-2);
      }
      .signer {
        display: inline-flex;
        align-items: center;
        gap: var(--space-2);
        padding: 0.1875rem var(--space-3) 0.1875rem 0.1875rem;
        border: 1px solid var(--color-line);
        border-radius: var(--radius-full);
        font-size: var(--text-s);
        --avatar-size: 1.5rem;
        --icon-size: 0.875rem;
      }
      .signer.approved ui-icon {
        color: var(--color-success-text);
      }
      .signer.refused ui-icon,
      .signer.returned ui-icon {
        color: var(--color-danger-text);
      }
      .signer.open {
        border-color: var(--color-accent);
        background: var(--color-accent-soft);
      }
      .signer.closed,
      .signer.next ui-icon {
        color: var(--color-text-3);
      }
      .branches {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr));
        gap: var(--space-3);
        margin-block-start: var(--space-2);
      }
      .branch {
        padding: var(--space-3);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
        background: var(--color-sunken);
      }
      .branch .mark {
        background: var(--color-sunken);
      }
      .branch .done > .mark {
        background: var(--color-accent);
      }
      .branch h4 {
        margin: 0 0 var(--space-3);
        color: var(--color-text-2);
        font-size: var(--text-s);
        font-weight: var(--weight-medium);
      }
      .branch h4:last-child {
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) route: readonly RouteNode[] = [];

  override render() {
    return this._steps(this.route);
  }

  private _steps(nodes: readonly RouteNode[]) {
    return html`<ol>
      ${nodes.map((node) => this._step(node))}
    </ol>`;
  }

  private _step(node: RouteNode): unknown {
    const refused = node.signers.some(({ state }) => state === "refused");
    const icon: IconName = refused
      ? "close"
      : node.state === "done"
        ? "check"
        : node.kind === "copy"
          ? "mail"
          : node.kind === "condition"
            ? "help"
            : node.kind === "parallel"
              ? "department"
              : "user";
    // A condition is only a fork in the road: its branch follows as if it stood here.
    const how = node.mode !== null && node.signers.length > 1 ? t(`approvals.mode.${node.mode}`) : "";
    return html`<li class="step ${node.state} ${refused ? "refused" : ""}">
      <span class="mark"><ui-icon .name=${icon}></ui-icon></span>
      <p class="name">
        ${localized(node.name)} ${how === "" ? nothing : html`<small>${how}</small>`}
        <span class="visually-hidden">${t(`approvals.step.${node.state}`)}</span>
      </p>
      ${node.note === null ? nothing : html`<p class="note">${t(`approvals.note.${node.note}`)}</p>`}
      ${
        node.signers.length === 0
          ? node.choose && node.state === "next"
            ? html`<p class="note">${t("approvals.choose-first")}</p>`
            : nothing
          : html`<div class="signers">${node.signers.map((signer) => this._signer(signer, node))}</div>`
      }
      ${
        node.branches.length === 0
          ? nothing
          : html`<div class="branches">
              ${node.branches.map(
                (branch) =>
                  html`<section class="branch">
                    <h4>${localized(branch.name)}</h4>
                    ${branch.nodes.length === 0 ? nothing : this._steps(branch.nodes)}
                  </section>`,
              )}
            </div>`
      }
    </li>`;
  }

  private _signer({ person, inPlaceOf, added, state }: Signer, { kind }: RouteNode) {
    const name = localized(person.name);
    const more = [
      ...(inPlaceOf === null ? [] : [t("approvals.for", { name: localized(inPlaceOf.name) })]),
      ...(added === null ? [] : [t(`approvals.added.${added}`)]),
      ...(person.left ? [t("approvals.left")] : []),
    ].join(", ");
    return html`<span class="signer ${state}" title=${kind === "copy" ? "" : t(`approvals.signer.${state}`)}>
      <ui-avatar .name=${name} .userId=${person.userId}></ui-avatar>
      <span>${name}${more === "" ? nothing : html` <span class="note">(${more})</span>`}</span>
      ${
        kind === "copy"
          ? nothing
          : html`<ui-icon .name=${icons[state]}></ui-icon
              ><span class="visually-hidden">${t(`approvals.signer.${state}`)}</span>`
      }
    </span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "approval-route": ApprovalRoute;
  }
}
