import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import type { IconName } from "./icon-name.ts";
import "./ui-icon.ts";

/** One line of a menu. */
export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  /** Present in a choice of one: whether this one is chosen. */
  readonly checked?: boolean;
  /** Draws a line above, and a caption when it has words. */
  readonly section?: string;
}

/** Which line was chosen. */
export type MenuSelectEvent = CustomEvent<{ id: string }>;

const gap = 4;
const edge = 8;

/**
 * A menu behind the control in the default slot. Arrow keys, Home, End and
 * first letters move; Enter chooses; Esc and Tab close. Fires `ui-select`.
 */
@customElement("ui-menu")
export class UiMenu extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: inline-flex;
      }
      [popover] {
        position: fixed;
        inset: auto;
        min-inline-size: 12rem;
        max-inline-size: min(22rem, calc(100vw - 1rem));
        max-block-size: calc(100dvh - 1rem);
        margin: 0;
        padding: var(--space-1);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
        background: var(--color-raised);
        color: var(--color-text);
        box-shadow: var(--shadow-3);
        overflow: auto;
      }
      [popover]:popover-open {
        animation: enter var(--motion-fast) var(--ease);
      }
      @keyframes enter {
        from {
          opacity: 0;
          scale: 0.98;
        }
      }
      .header ::slotted(*) {
        padding: var(--space-2) var(--space-3) var(--space-3);
      }
      [role^="menuitem"] {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        inline-size: 100%;
        min-block-size: var(--row);
        padding: var(--space-1) var(--space-3);
        border: 0;
        border-radius: var(--radius-s);
        background: transparent;
        font-size: var(--text-m);
        text-align: start;
        cursor: pointer;
        --icon-size: 1.125rem;
      }
      [role^="menuitem"]:hover,
      [role^="menuitem"]:focus-visible {
        outline: none;
        background: var(--color-hover);
      }
      [role^="menuitem"]:focus-visible {
        box-shadow: inset 0 0 0 2px var(--color-focus);
      }
      [role^="menuitem"] > ui-icon {
        color: var(--color-text-3);
      }
      .danger,
      .danger > ui-icon {
        color: var(--color-danger-text);
      }
      .grow {
        flex: 1;
      }
      .check {
        color: var(--color-accent-text);
      }
      .section {
        margin: var(--space-1) 0;
        border-block-start: 1px solid var(--color-line);
      }
      .caption {
        padding: var(--space-2) var(--space-3) var(--space-1);
        color: var(--color-text-3);
        font-size: var(--text-xs);
      }
    `,
  ];

  /** What the menu is called for those who do not see it. */
  @property() label = "";
  @property({ attribute: false }) items: readonly MenuItem[] = [];
  @state() private _open = false;
  @query("[popover]") private readonly _popover!: HTMLElement;
  @query("slot:not([name])") private readonly _slot!: HTMLSlotElement;

  override render() {
    return html`
      <slot @click=${this._toggle} @keydown=${this._onTriggerKey}></slot>
      <div
        popover
        role="menu"
        aria-label=${this.label}
        @toggle=${this._onToggle}
        @keydown=${this._onKeyDown}
        @click=${this._onItem}
      >
        <div class="header" role="presentation"><slot name="header"></slot></div>
        ${this._open ? this.items.map((item) => this._item(item)) : nothing}
      </div>
    `;
  }

  private _item(item: MenuItem) {
    const { section } = item;
    return html`
      ${section === undefined ? nothing : html`<div class="section" role="separator"></div>`}
      ${
        section === undefined || section === ""
          ? nothing
          : html`<div class="caption" role="presentation">${section}</div>`
      }
      <button
        type="button"
        tabindex="-1"
        data-id=${item.id}
        role=${item.checked === undefined ? "menuitem" : "menuitemradio"}
        aria-checked=${item.checked ?? nothing}
        class=${item.danger === true ? "danger" : nothing}
      >
        ${item.icon === undefined ? nothing : html`<ui-icon .name=${item.icon}></ui-icon>`}
        <span class="grow">${item.label}</span>
        ${item.checked === true ? html`<ui-icon class="check" name="check"></ui-icon>` : nothing}
      </button>
    `;
  }

  private get _trigger(): HTMLElement | undefined {
    return this._slot.assignedElements().find((each) => each instanceof HTMLElement);
  }

  private get _buttons(): HTMLElement[] {
    return [...this._popover.querySelectorAll<HTMLElement>("[role^='menuitem']")];
  }

  private async _toggle(): Promise<void> {
    if (this._open) {
      this._popover.hidePopover();
      return;
    }
    this._open = true;
    await this.updateComplete;
    this._popover.showPopover();
    this._place();
    this._buttons[0]?.focus();
  }

  /** Below the trigger where there is room, else above; never over the edge of the window. */
  private _place(): void {
    const anchor = this._trigger?.getBoundingClientRect();
    if (anchor === undefined) return;
    const { offsetWidth: width, offsetHeight: height } = this._popover;
    const below = anchor.bottom + gap;
    const top = below + height <= innerHeight - edge ? below : anchor.top - gap - height;
    const left = anchor.left + width <= innerWidth - edge ? anchor.left : anchor.right - width;
    this._popover.style.top = `${Math.max(edge, Math.min(top, innerHeight - edge - height))}px`;
    this._popover.style.left = `${Math.max(edge, Math.min(left, innerWidth - edge - width))}px`;
  }

  private _onToggle(event: ToggleEvent): void {
    this._open = event.newState === "open";
    const trigger = this._trigger;
    if (trigger !== undefined && "expanded" in trigger) trigger.expanded = this._open;
  }

  private _onTriggerKey(event: KeyboardEvent): void {
    if (event.key !== "ArrowDown" || this._open) return;
    event.preventDefault();
    void this._toggle();
  }

  private _onKeyDown(event: KeyboardEvent): void {
    const buttons = this._buttons;
    const at = buttons.findIndex((each) => each.matches(":focus"));
    const steps: Partial<Record<string, number>> = {
      ArrowDown: (at + 1) % buttons.length,
      ArrowUp: (at - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    };
    const letter = event.key.length === 1 ? event.key.toLowerCase() : null;
    const byLetter = buttons.findIndex(
      (each, index) => index > at && letter !== null && each.innerText.trim().toLowerCase().startsWith(letter),
    );
    const target = steps[event.key] ?? (byLetter === -1 ? undefined : byLetter);
    if (target !== undefined) {
      event.preventDefault();
      buttons[target]?.focus();
    } else if (event.key === "Tab" || event.key === "Escape") {
      // Esc must not reach a dialog around the menu.
      if (event.key === "Escape") event.preventDefault();
      event.stopPropagation();
      this._popover.hidePopover();
      this._trigger?.focus();
    }
  }

  private _onItem(event: Event): void {
    const button = event.composedPath().find((each) => each instanceof HTMLElement && each.dataset["id"] !== undefined);
    if (!(button instanceof HTMLElement)) return;
    this._popover.hidePopover();
    this._trigger?.focus();
    const id = button.dataset["id"] ?? "";
    this.dispatchEvent(new CustomEvent("ui-select", { detail: { id } }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-menu": UiMenu;
  }
}
