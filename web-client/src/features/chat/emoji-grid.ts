import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { noteRecent, recentEmoji } from "./emoji-recent.ts";
import type { Emoji } from "./emoji-data.ts";
import "../../components/ui-input.ts";

/** What is used at work; others come from the keyboard. The first row is for reactions. */
const emoji = [
  ..."👍 ❤️ 😄 🎉 👀 🙏 ✅ ❌".split(" "),
  ..."😀 😂 🙂 😉 😊 😍 😎 🤔".split(" "),
  ..."😅 😮 😢 😭 😡 😴 🤝 👏".split(" "),
  ..."👌 👎 💪 ✌️ 🙌 👋 🤷 🫡".split(" "),
  ..."🔥 ⭐ 💡 ❓ ❗ ⚠️ 🚀 🏆".split(" "),
  ..."📌 📎 📅 ⏰ 📈 📦 ☕ 🍜".split(" "),
];
const columns = 8;

/** The same sign is written with and without the mark that asks for its colours. */
const bare = (text: string): string => text.replaceAll("\uFE0F", "");
const atWork = new Set(emoji.map(bare));

/**
 * Emoji to choose from: those of work, those used lately, and by search all
 * others, which load when it is shown. Arrow keys move, Enter chooses. Fires
 * `emoji-chosen`.
 */
@customElement("emoji-grid")
export class EmojiGrid extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      .grid {
        display: grid;
        grid-template-columns: repeat(8, 2.25rem);
      }
      ui-input {
        margin-block-end: var(--space-2);
      }
      .scroll {
        max-block-size: min(18rem, 50dvh);
        overflow: auto;
      }
      .none {
        padding: var(--space-4);
        color: var(--color-text-3);
        text-align: center;
      }
      .grid button {
        block-size: 2.25rem;
        padding: 0;
        border: 0;
        border-radius: var(--radius-s);
        background: none;
        font-size: 1.25rem;
        line-height: 1;
        cursor: pointer;
      }
      .grid button:hover {
        background: var(--color-hover);
      }
    `,
  ];

  @state() private _term = "";
  @state() private _all: readonly Emoji[] | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this._onKey);
    void this._load();
  }

  override render() {
    const wanted = this._term.trim().toLowerCase();
    const recent = recentEmoji().filter((each) => !atWork.has(bare(each)));
    const others = (this._all ?? []).filter(
      (each) => each.words.includes(wanted) && (wanted !== "" || !atWork.has(bare(each.emoji))),
    );
    const shown =
      wanted === "" ? [...emoji, ...recent, ...others.map((each) => each.emoji)] : others.map((each) => each.emoji);
    const names = new Map(others.map((each) => [each.emoji, each.name]));
    return html`<ui-input
        type="search"
        icon="search"
        labelHidden
        .label=${t("chat.emoji-search")}
        .placeholder=${t("chat.emoji-search")}
        @input=${(event: Event) => (this._term = (event.currentTarget as HTMLElementTagNameMap["ui-input"]).value)}
      ></ui-input>
      <div class="scroll">
        <div class="grid" role="group" aria-label=${t("chat.emoji")}>
          ${[...new Set(shown)].map(
            (each, at) =>
              html`<button
                type="button"
                title=${names.get(each) ?? nothing}
                tabindex=${at === 0 ? 0 : -1}
                @click=${() => this._choose(each)}
              >
                ${each}
              </button>`,
          )}
        </div>
        ${shown.length === 0 ? html`<p class="none">${t("chat.none-found")}</p>` : nothing}
      </div>`;
  }

  private async _load(): Promise<void> {
    const [found] = await Promise.allSettled([import("./emoji-data.ts").then(async (data) => data.allEmoji())]);
    // Without them the small set stays.
    if (found.status === "fulfilled") this._all = found.value;
  }

  /** Moves the focus to the first one. */
  override focus(): void {
    this._buttons[0]?.focus();
  }

  private get _buttons(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".grid button")];
  }

  private readonly _onKey = (event: KeyboardEvent): void => {
    const buttons = this._buttons;
    const at = buttons.findIndex((each) => each.matches(":focus"));
    const steps: Partial<Record<string, number>> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns,
      ArrowUp: -columns,
    };
    const step = steps[event.key];
    // In the search field the arrows move the caret; the one down goes to what was found.
    if (step === undefined || (at === -1 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    event.stopPropagation();
    if (at === -1) return buttons[0]?.focus();
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };

  private _choose(emoji: string): void {
    noteRecent(emoji);
    this.dispatchEvent(new CustomEvent("emoji-chosen", { detail: { emoji } }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "emoji-grid": EmojiGrid;
  }
}
