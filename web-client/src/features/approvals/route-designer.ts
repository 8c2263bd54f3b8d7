import type { ApprovalDefinition, ApprovalNode } from "@portico/contract/approvals-form.ts";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { IconName } from "../../components/icon-name.ts";
import type { MenuSelectEvent } from "../../components/ui-menu.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { newNode, withNode, withNodes } from "./design-edit.ts";
import type { Place } from "./design-edit.ts";
import { nameOf } from "./names.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-menu.ts";
import "./node-editor.ts";

const kinds = ["approve", "handle", "copy", "condition", "parallel"] as const;
const icons: Readonly<Record<ApprovalNode["kind"], IconName>> = {
  approve: "approve",
  handle: "hand",
  copy: "mail",
  condition: "help",
  parallel: "department",
};

/** The route as a flow from top to bottom; a node opens when it is pressed. Fires `design-change` with `definition` set. */
@customElement("route-designer")
export class RouteDesigner extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      .flow {
        display: grid;
        justify-items: center;
        min-inline-size: 0;
      }
      .add,
      .wire {
        position: relative;
        display: grid;
        place-items: center;
        min-block-size: 2.5rem;
        min-inline-size: 2rem;
      }
      .add::before,
      .wire::before {
        position: absolute;
        inset-block: 0;
        border-inline-start: 2px solid var(--color-line-strong);
        content: "";
      }
      .add ui-menu {
        position: relative;
        border: 1px solid var(--color-line-strong);
        border-radius: var(--radius-full);
        background: var(--color-surface);
      }
      .end {
        padding: var(--space-1) var(--space-4);
        border-radius: var(--radius-full);
        background: var(--color-neutral-soft);
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .node {
        inline-size: min(100%, 17rem);
        border: 1px solid var(--color-line-strong);
        border-radius: var(--radius-l);
        background: var(--color-raised);
        box-shadow: var(--shadow-1);
      }
      .node.open {
        inline-size: min(100%, 44rem);
        border-color: var(--color-accent);
      }
      .node.wrong {
        border-color: var(--color-danger);
      }
      .title {
        display: flex;
        align-items: center;
        padding-inline-end: var(--space-2);
      }
      .title button {
        display: grid;
        flex: 1;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 var(--space-3);
        align-items: center;
        min-inline-size: 0;
        padding: var(--space-3) var(--space-4);
        border: 0;
        border-radius: inherit;
        background: none;
        cursor: pointer;
        text-align: start;
        --icon-size: 1.25rem;
      }
      .title ui-icon {
        grid-row: span 2;
        color: var(--color-accent-text);
      }
      strong {
        overflow: hidden;
        font-weight: var(--weight-medium);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      small {
        overflow: hidden;
        color: var(--color-text-2);
        font-size: var(--text-s);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      node-editor {
        padding: var(--space-4);
        border-block-start: 1px solid var(--color-line);
      }
      .branches {
        display: flex;
        gap: var(--space-4);
        max-inline-size: 100%;
        padding: var(--space-4) var(--space-3) var(--space-3);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        background: var(--color-sunken);
        overflow-x: auto;
      }
      .branch {
        flex: 1 0 11rem;
        min-inline-size: 11rem;
      }
      .branch h4 {
        margin: 0;
        font-size: var(--text-s);
        font-weight: var(--weight-medium);
        text-align: center;
      }
      @media (max-width: 45rem) {
        .branches {
          flex-direction: column;
        }
      }
    `,
  ];

  @property({ attribute: false }) definition!: ApprovalDefinition;
  /** Ids of nodes that something is wrong with. */
  @property({ attribute: false }) wrong: ReadonlySet<string> = new Set();
  @state() private _open: string | null = null;

  override render() {
    return html`<div class="flow">
      <span class="end">${t("approvals.design.start")}</span>
      ${this._nodes(this.definition.nodes, { fork: null, branch: null })}
      <span class="end">${t("approvals.design.end")}</span>
    </div>`;
  }

  private _nodes(nodes: readonly ApprovalNode[], place: Place): unknown {
    return html`${this._add(place, 0)}${nodes.map((node, index) => [this._node(node, place), this._add(place, index + 1)])}`;
  }

  private _add(place: Place, at: number) {
    return html`<div class="add">
      <ui-menu
        .label=${t("approvals.design.add-node")}
        .items=${kinds.map((id) => ({ id, label: t(`approvals.kind.${id}`), icon: icons[id] }))}
        @ui-select=${(event: MenuSelectEvent) => {
          const kind = kinds.find((each) => each === event.detail.id) ?? "approve";
          const node = newNode(kind, this.definition, t(`approvals.kind.${kind}`));
          this._open = node.id;
          this._set(withNodes(this.definition, place, (nodes) => nodes.toSpliced(at, 0, node)));
        }}
      >
        <ui-icon-button
          size="small"
          icon="plus"
          .label=${t("approvals.design.add-node")}
          .expanded=${false}
        ></ui-icon-button>
      </ui-menu>
    </div>`;
  }

  private _node(node: ApprovalNode, place: Place) {
    const open = this._open === node.id;
    return html`<div class="node ${open ? "open" : ""} ${this.wrong.has(node.id) ? "wrong" : ""}">
        <div class="title">
          <button
            type="button"
            aria-expanded=${open ? "true" : "false"}
            @click=${() => (this._open = open ? null : node.id)}
          >
            <ui-icon .name=${icons[node.kind]}></ui-icon>
            <strong>${localized(node.name)}</strong>
            <small>${this._about(node)}</small>
          </button>
          <ui-icon-button
            size="small"
            icon="trash"
            .label=${t("approvals.design.remove-node", { name: localized(node.name) })}
            @click=${() => this._set(withNodes(this.definition, place, (nodes) => nodes.filter(({ id }) => id !== node.id)))}
          ></ui-icon-button>
        </div>
        ${
          open
            ? html`<node-editor
                .node=${node}
                .definition=${this.definition}
                @node-change=${(event: Event) => this._set(withNode(this.definition, (event.currentTarget as HTMLElementTagNameMap["node-editor"]).node))}
              ></node-editor>`
            : nothing
        }
      </div>
      ${
        "branches" in node
          ? html`<div class="wire"></div>
              <div class="branches">
                ${node.branches.map(
                  (branch) =>
                    html`<section class="branch">
                      <h4>${localized(branch.name)}</h4>
                      <div class="flow">${this._nodes(branch.nodes, { fork: node.id, branch: branch.id })}</div>
                    </section>`,
                )}
              </div>`
          : nothing
      }`;
  }

  private _about(node: ApprovalNode): string {
    if ("branches" in node) return t(`approvals.kind.${node.kind}`);
    const { who } = node;
    switch (who.kind) {
      case "people":
        return who.ids.map(nameOf).join(t("approvals.and")) || t("approvals.design.nobody-yet");
      case "manager":
        return t("approvals.about.manager", { level: who.level });
      case "managers":
        return t("approvals.about.managers", { level: who.upTo });
      case "head":
        return t("approvals.about.head", { above: who.above });
      case "role":
        return t(`directory.role.${who.role}`);
      default:
        return t(`approvals.who.${who.kind}`);
    }
  }

  private _set(definition: ApprovalDefinition): void {
    this.definition = definition;
    this.dispatchEvent(new Event("design-change", { bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "route-designer": RouteDesigner;
  }
}
