import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { formatNumber } from "../i18n/format.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import { type TreeNode, treeLines } from "./tree-lines.ts";
import "./ui-icon.ts";

/** Which node was chosen. */
export type TreeSelectEvent = CustomEvent<{ id: string }>;

/**
 * A tree to choose one node from, by mouse or by keys: up and down move, right
 * opens, left closes or goes to the parent (WAI-ARIA tree pattern). A large one
 * shows its top and the way to the chosen node at first. Fires `ui-select`.
 */
@customElement("ui-tree")
export class UiTree extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
      }
      [role="treeitem"] {
        display: flex;
        align-items: center;
        gap: var(--space-1);
        min-block-size: var(--row);
        padding-inline: calc(var(--space-1) + var(--level) * var(--space-4)) var(--space-2);
        border-radius: var(--radius-m);
        color: var(--color-text-2);
        cursor: pointer;
        user-select: none;
        --icon-size: 1rem;
      }
      [role="treeitem"]:hover {
        background: var(--color-hover);
      }
      [role="treeitem"]:focus-visible {
        outline-offset: -2px;
      }
      [aria-selected="true"] {
        background: var(--color-accent-soft);
        color: var(--color-accent-text);
        font-weight: var(--weight-medium);
      }
      .twist {
        display: grid;
        place-items: center;
        flex: none;
        inline-size: 1.5rem;
        block-size: 1.5rem;
        border-radius: var(--radius-s);
        transition: rotate var(--motion-fast) var(--ease);
      }
      [aria-expanded="true"] > .twist {
        rotate: 90deg;
      }
      .label {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .count {
        color: var(--color-text-3);
        font-size: var(--text-xs);
        font-weight: 400;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property() label = "";
  @property({ attribute: false }) nodes: readonly TreeNode[] = [];
  /** Id of the chosen node. */
  @property() value = "";
  /** What the user has opened and closed. */
  @state() private _chosen: ReadonlyMap<string, boolean> = new Map();

  override render() {
    const lines = treeLines(this.nodes, this.value, this._chosen);
    const stop = lines.some(({ node }) => node.id === this.value) ? this.value : lines[0]?.node.id;
    return html`<div role="tree" aria-label=${this.label} @keydown=${this._onKeyDown}>
      ${lines.map(({ node, level, open }) => {
        const expanded = node.children.length === 0 ? nothing : open;
        return html`<div
          role="treeitem"
          data-id=${node.id}
          .style=${`--level:${level}`}
          aria-level=${level + 1}
          aria-expanded=${expanded}
          aria-selected=${node.id === this.value}
          tabindex=${node.id === stop ? 0 : -1}
          @click=${() => this._choose(node.id)}
        >
          <span class="twist" @click=${(event: Event) => this._twist(event, node, open)}
            >${node.children.length === 0 ? nothing : html`<ui-icon name="chevron-right"></ui-icon>`}</span
          >
          <span class="label">${node.label}</span>
          ${node.count === undefined ? nothing : html`<span class="count">${formatNumber(node.count)}</span>`}
        </div>`;
      })}
    </div>`;
  }

  private _choose(id: string): void {
    this.value = id;
    this.dispatchEvent(new CustomEvent("ui-select", { detail: { id } }));
  }

  private _twist(event: Event, node: TreeNode, open: boolean): void {
    if (node.children.length === 0) return;
    event.stopPropagation();
    this._setOpen(node.id, !open);
  }

  private _setOpen(id: string, open: boolean): void {
    this._chosen = new Map([...this._chosen, [id, open]]);
  }

  private _focus(id: string | undefined | null): void {
    if (id === undefined || id === null) return;
    this.renderRoot.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus();
  }

  private _onKeyDown(event: KeyboardEvent): void {
    const lines = treeLines(this.nodes, this.value, this._chosen);
    const focused = event.target instanceof HTMLElement ? event.target.dataset["id"] : undefined;
    const at = lines.findIndex(({ node }) => node.id === focused);
    const line = lines[at];
    if (line === undefined) return;
    const { node, parent } = line;
    const open = node.children.length > 0 && line.open;
    const actions: Partial<Record<string, () => void>> = {
      ArrowDown: () => this._focus(lines[at + 1]?.node.id),
      ArrowUp: () => this._focus(lines[at - 1]?.node.id),
      Home: () => this._focus(lines[0]?.node.id),
      End: () => this._focus(lines.at(-1)?.node.id),
      ArrowRight: () => (open ? this._focus(node.children[0]?.id) : this._setOpen(node.id, true)),
      ArrowLeft: () => (open ? this._setOpen(node.id, false) : this._focus(parent)),
      Enter: () => this._choose(node.id),
      " ": () => this._choose(node.id),
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-tree": UiTree;
  }
}
