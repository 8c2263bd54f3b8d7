import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { IconName } from "../../../components/icon-name.ts";
import type { MenuItem, MenuSelectEvent } from "../../../components/ui-menu.ts";
import { t } from "../../../i18n/i18n.ts";
import type { StringKey } from "../../../i18n/keys.ts";
import { PorticoElement } from "../../../lib/portico-element.ts";
import type { Call } from "../../../media/call.ts";
import { sharedStyles } from "../../../styles/shared.ts";
import { act } from "../meeting-actions.ts";
import { drawingBarStyles } from "./drawing-bar-styles.ts";
import type { Drawings } from "./drawings.ts";
import { colours, type Tool, tools } from "./stroke.ts";
import "../../../components/ui-icon.ts";
import "../../../components/ui-menu.ts";

const icons = {
  pen: "edit",
  marker: "highlighter",
  arrow: "arrow-up-right",
  box: "square",
  text: "text",
  pointer: "cursor",
} as const satisfies Record<Tool, IconName>;

const toolNames = {
  pen: "meetings.draw-pen",
  marker: "meetings.draw-marker",
  arrow: "meetings.draw-arrow",
  box: "meetings.draw-box",
  text: "meetings.draw-text",
  pointer: "meetings.draw-pointer",
} as const satisfies Record<Tool, StringKey>;

const colourNames = [
  "meetings.colour-red",
  "meetings.colour-amber",
  "meetings.colour-green",
  "meetings.colour-blue",
  "meetings.colour-white",
] as const satisfies readonly StringKey[];

/** Tools for drawing on a shared screen, and who may; fires `drawing-snapshot`. Closed it is one button. */
@customElement("drawing-bar")
export class DrawingBar extends PorticoElement {
  static override styles = [sharedStyles, drawingBarStyles];

  @property({ attribute: false }) call!: Call;
  @property({ attribute: false }) drawings!: Drawings;
  @property() share = "";
  /** Whether a picture of it can be put into the room. */
  @property({ type: Boolean }) keeps = false;
  @state() private _open = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.drawings.tool.value = null;
  }

  override render() {
    const allowed = this.drawings.mayDraw(this.share);
    const wipes = this.drawings.mayWipe(this.share);
    if (!this._open || (!allowed && !wipes))
      return html`<div class="bar">
        ${this._button("edit", allowed || wipes ? t("meetings.draw") : t("meetings.draw-not-allowed"), this._start, { off: !allowed && !wipes, words: true })}
        ${this._snapshot()}
      </div>`;
    return html`<div class="bar" role="toolbar" aria-label=${t("meetings.draw")}>
      ${tools.map((tool) =>
        this._button(icons[tool], t(toolNames[tool]), () => this._choose(tool), {
          pressed: this.drawings.tool.value === tool,
        }),
      )}
      <span class="line"></span>
      ${colours.map((colour, at) => this._swatch(colour, at))}
      <span class="line"></span>
      ${this._button("clock", t("meetings.draw-fades"), () => (this.drawings.fades.value = !this.drawings.fades.peek()), { pressed: this.drawings.fades.value })}
      ${this._button("undo", t("meetings.draw-undo"), () => this.drawings.undo(this.share))}
      ${this._button("trash", t(wipes ? "meetings.draw-clear-all" : "meetings.draw-clear-own"), () => this.drawings.clear(this.share, wipes))}
      ${wipes ? this._rights() : nothing} ${this._snapshot()}
      ${this._button("close", t("meetings.draw-stop"), this._stop)}
    </div>`;
  }

  private _button(
    icon: IconName,
    label: string,
    act: () => unknown,
    { pressed, off = false, words = false }: { pressed?: boolean; off?: boolean; words?: boolean } = {},
  ) {
    return html`<button
      type="button"
      title=${label}
      aria-label=${label}
      aria-pressed=${pressed ?? nothing}
      ?disabled=${off}
      @click=${act}
    >
      <ui-icon .name=${icon}></ui-icon>${words ? html`<span>${label}</span>` : nothing}
    </button>`;
  }

  private _swatch(colour: string, at: number) {
    const name = t(colourNames[at] ?? colourNames[0]);
    return html`<button
      type="button"
      class="swatch"
      title=${name}
      aria-label=${name}
      aria-pressed=${this.drawings.colour.value === at}
      @click=${() => (this.drawings.colour.value = at)}
    >
      <span .style=${`background:${colour}`}></span>
    </button>`;
  }

  private _snapshot() {
    if (!this.keeps) return nothing;
    return this._button("camera", t("meetings.snapshot"), () =>
      this.dispatchEvent(new CustomEvent("drawing-snapshot")),
    );
  }

  private _rights() {
    return html`<ui-menu .items=${this._rightItems()} @ui-select=${this._allow}>
      <button type="button" title=${t("meetings.draw-rights")} aria-label=${t("meetings.draw-rights")}>
        <ui-icon name="people"></ui-icon>
      </button>
    </ui-menu>`;
  }

  private _rightItems(): MenuItem[] {
    const state = this.call.state.value;
    const drawing = state?.drawing ?? "none";
    const named = this.call.seats.value.filter(
      ({ own, recorder, role, identity }) =>
        !own && !recorder && role !== "host" && role !== "co-host" && identity !== this.share,
    );
    return [
      { id: "all", label: t("meetings.draw-all"), checked: drawing === "all" },
      { id: "none", label: t("meetings.draw-none"), checked: drawing === "none" },
      ...named.map(({ identity, name }, at) => ({
        id: `person:${identity}`,
        label: name,
        checked: drawing === "some" && state?.drawers.includes(identity) === true,
        ...(at === 0 && { section: t("meetings.draw-some") }),
      })),
    ];
  }

  private readonly _allow = async (event: MenuSelectEvent): Promise<void> => {
    const { id } = event.detail;
    if (id === "all" || id === "none") return act(this.call, { action: "drawing", drawing: id, identities: [] });
    const state = this.call.state.peek();
    const before = state?.drawing === "some" ? state.drawers : [];
    const identity = id.slice("person:".length);
    const identities = before.includes(identity) ? before.filter((each) => each !== identity) : [...before, identity];
    return act(this.call, { action: "drawing", drawing: "some", identities });
  };

  private readonly _start = (): void => {
    this._open = true;
    if (this.drawings.mayDraw(this.share)) this.drawings.tool.value = "pen";
  };

  private readonly _stop = (): void => {
    this._open = false;
    this.drawings.tool.value = null;
  };

  private _choose(tool: Tool): void {
    this.drawings.tool.value = this.drawings.tool.peek() === tool ? null : tool;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "drawing-bar": DrawingBar;
  }
}
