import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { MenuSelectEvent } from "../../components/ui-menu.ts";
import { t } from "../../i18n/i18n.ts";
import type { IconName } from "../../components/icon-name.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { Call } from "../../media/call.ts";
import type { Picture, Seat } from "../../media/types.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { MeetingTile } from "./meeting-tile.ts";
import type { Drawings } from "./drawing/drawings.ts";
import { snapshotOf } from "./drawing/snapshot.ts";
import { columnsFor } from "./layout.ts";
import { endForAll, raiseHand } from "./meeting-actions.ts";
import { stageStyles } from "./meeting-stage-styles.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-menu.ts";
import "./drawing/drawing-bar.ts";
import "./drawing/share-drawing.ts";
import "./meeting-people.ts";
import "./meeting-tile.ts";

interface Tile {
  readonly id: string;
  readonly seat: Seat;
  readonly picture: Picture | null;
  readonly screen: boolean;
}

const isTyping = (event: KeyboardEvent): boolean => {
  const [target] = event.composedPath();
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
};

/** A picture of a shared screen with what is drawn on it. */
export type SnapshotEvent = CustomEvent<{ readonly blob: Blob; readonly width: number; readonly height: number }>;

/**
 * The meeting on screen: everybody's pictures, what is shown, and the controls.
 * Fires `meeting-leave`, `meeting-small`, `meeting-large` and `meeting-snapshot`.
 */
@customElement("meeting-stage")
export class MeetingStage extends PorticoElement {
  static override styles = [sharedStyles, stageStyles];

  @property({ attribute: false }) call!: Call;
  @property({ attribute: false }) drawings!: Drawings;
  @property() name = "";
  @property() roomId = "";
  @property({ type: Boolean, reflect: true }) small = false;
  @state() private _layout: "grid" | "speaker" = "grid";
  @state() private _people = false;
  @state() private _size = { width: 1280, height: 720 };
  @state() private _now = Date.now();
  private _spoke = "";
  private _pinned = "";
  private _clock: ReturnType<typeof setInterval> | undefined;
  private readonly _watch = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    const { width, height } = entry.contentRect;
    this._size = { width, height };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this._onKey);
    this._clock = setInterval(() => (this._now = Date.now()), 1000);
    this._watch.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this._onKey);
    clearInterval(this._clock);
    this._watch.disconnect();
  }

  override render() {
    const tiles = this._tiles();
    if (this.small) return this._smallWindow(tiles);
    return html`<div class="frame">
      ${this._head()}
      <div class="middle">
        <div class="pictures">${this._pictures(tiles)}</div>
        ${this._people ? html`<meeting-people .call=${this.call} .roomId=${this.roomId} @meeting-close=${() => (this._people = false)}></meeting-people>` : nothing}
      </div>
      ${this._controls()}
    </div>`;
  }

  private _tiles(): Tile[] {
    const seats = this.call.seats.value.filter(({ recorder }) => !recorder);
    const screens = seats.flatMap((seat) =>
      seat.screen === null ? [] : [{ id: `${seat.identity}/screen`, seat, picture: seat.screen, screen: true }],
    );
    const faces = seats.map((seat) => ({ id: seat.identity, seat, picture: seat.camera, screen: false }));
    return [...screens, ...faces];
  }

  private _head() {
    const state = this.call.state.value;
    const phase = this.call.phase.value;
    return html`<header>
      ${
        this.roomId === ""
          ? nothing
          : html`<ui-icon-button
              icon="chevron-down"
              .label=${t("meetings.to-chat")}
              @click=${() => this._fire("meeting-small")}
            ></ui-icon-button>`
      }
      <div class="title">
        <h1>${this.name || t("meetings.meeting")}</h1>
        <p>${state === null ? "" : this._clockText(state.startedAt)}</p>
      </div>
      <div class="marks" role="status">
        ${phase === "reconnecting" ? html`<ui-badge tone="warning">${t("meetings.reconnecting")}</ui-badge>` : nothing}
        ${
          state?.recording == null
            ? nothing
            : html`<ui-badge tone="danger"><span class="red"></span>${t("meetings.recording")}</ui-badge>`
        }
        ${state?.locked === true ? html`<ui-badge><ui-icon name="lock"></ui-icon>${t("meetings.locked")}</ui-badge>` : nothing}
        ${this.call.needsClick.value ? html`<ui-button size="small" @click=${async () => this.call.allowSound()}>${t("meetings.allow-sound")}</ui-button>` : nothing}
      </div>
      <ui-icon-button
        .icon=${this._layout === "grid" ? "speaker-view" : "grid"}
        .label=${this._layout === "grid" ? t("meetings.layout-speaker") : t("meetings.layout-grid")}
        @click=${() => (this._layout = this._layout === "grid" ? "speaker" : "grid")}
      ></ui-icon-button>
      <ui-icon-button
        icon="picture-in-picture"
        .label=${t("meetings.picture-in-picture")}
        @click=${this._float}
      ></ui-icon-button>
      <ui-icon-button icon="maximize" .label=${t("meetings.full-screen")} @click=${this._fill}></ui-icon-button>
    </header>`;
  }

  private _clockText(from: string): string {
    const seconds = Math.max(0, Math.floor((this._now - Date.parse(from)) / 1000));
    const two = (value: number): string => String(value).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    return `${hours > 0 ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  }

  private _pictures(tiles: readonly Tile[]) {
    const main = this._main(tiles);
    if (main !== null) {
      const rest = tiles.filter(({ id }) => id !== main.id);
      return html`<div class="speaker">
        <div class="main">${this._tile(main, true)}${main.screen ? this._drawingBar(main) : nothing}</div>
        <div class="row">
          ${repeat(
            rest,
            ({ id }) => id,
            (tile) => this._tile(tile),
          )}
        </div>
      </div>`;
    }
    const { width, height } = this._size;
    const alone = tiles.length === 1;
    // With one other person the own picture is small in the corner, as on the phone.
    const pair = tiles.length === 2 && tiles.some(({ seat }) => seat.own);
    const columns = pair ? 1 : columnsFor(tiles.length, width - (this._people ? 340 : 0), height - 140);
    return html`<div class="grid ${pair ? "pair" : ""}" .style=${`--columns:${columns}`}>
        ${repeat(
          tiles.toSorted((a, b) => Number(a.seat.own) - Number(b.seat.own)),
          ({ id }) => id,
          (tile) => html`<div class=${pair && tile.seat.own ? "own" : "cell"}>${this._tile(tile)}</div>`,
        )}
      </div>
      ${alone ? html`<p class="alone">${t("meetings.alone")}</p>` : nothing}`;
  }

  /** What is shown large: what the user chose, a shared screen, or who speaks. */
  private _main(tiles: readonly Tile[]): Tile | null {
    const pinned = tiles.find(({ id }) => id === this._pinned);
    if (pinned !== undefined) return pinned;
    const foreign = tiles.find(({ screen, seat }) => screen && !seat.own) ?? tiles.find(({ screen }) => screen);
    if (foreign !== undefined) return foreign;
    if (this._layout === "grid" || tiles.length < 2) return null;
    const speaking = tiles.find(({ seat }) => seat.speaking && !seat.own);
    if (speaking !== undefined) this._spoke = speaking.id;
    return tiles.find(({ id }) => id === this._spoke) ?? tiles.find(({ seat }) => !seat.own) ?? null;
  }

  private _tile({ id, seat, picture, screen }: Tile, large = false) {
    return html`<meeting-tile
      .seat=${seat}
      .picture=${picture}
      ?screen=${screen}
      data-identity=${seat.identity}
      @dblclick=${() => this._pin(id)}
      >${
        screen
          ? html`<share-drawing
              slot="over"
              .drawings=${this.drawings}
              .share=${seat.identity}
              ?open=${large && !this.small}
            ></share-drawing>`
          : nothing
      }</meeting-tile
    >`;
  }

  private _drawingBar({ seat }: Tile) {
    return html`<drawing-bar
      .call=${this.call}
      .drawings=${this.drawings}
      .share=${seat.identity}
      ?keeps=${this.roomId !== ""}
      @drawing-snapshot=${async () => this._snapshot(seat.identity)}
    ></drawing-bar>`;
  }

  private async _snapshot(share: string): Promise<void> {
    const video = this.renderRoot.querySelector<MeetingTile>(".main meeting-tile")?.video;
    if (video == null) return;
    const nameOf = (identity: string): string | null => this.drawings.nameOf(identity);
    const detail = await snapshotOf(video, this.drawings.boards.of(share), nameOf);
    if (detail !== null) this.dispatchEvent(new CustomEvent("meeting-snapshot", { detail }) satisfies SnapshotEvent);
  }

  private _pin(id: string): void {
    // Two strokes in a row are no double click.
    if (this.drawings.tool.peek() !== null) return;
    this._pinned = this._pinned === id ? "" : id;
    this.requestUpdate();
  }

  private _controls() {
    const { microphone, camera, screen } = this.call.own.value;
    const own = this.call.seats.value.find((seat) => seat.own);
    const hand = own?.handAt !== null && own !== undefined;
    const waiting = this.call.state.value?.waiting ?? 0;
    const leads = own?.role === "host" || own?.role === "co-host";
    return html`<div class="controls" role="toolbar" aria-label=${t("meetings.controls")}>
      ${this._control(microphone ? "microphone" : "microphone-off", t(microphone ? "meetings.mute" : "meetings.unmute"), "M", !microphone, this._toggleMicrophone)}
      ${this._control(camera ? "video" : "video-off", t(camera ? "meetings.stop-video" : "meetings.start-video"), "V", !camera, this._toggleCamera)}
      ${own?.role === "guest" ? nothing : this._control("screen", t(screen ? "meetings.stop-share" : "meetings.share"), "S", false, this._toggleScreen, screen)}
      ${this._control("hand", t(hand ? "meetings.lower-hand" : "meetings.raise-hand"), "H", false, this._toggleHand, hand)}
      ${this._control("people", t("meetings.people-short"), "", false, () => (this._people = !this._people), this._people, leads ? waiting : 0)}
      ${this.roomId === "" ? nothing : this._control("chat", t("meetings.chat"), "", false, () => this._fire("meeting-small"))}
      <ui-menu class="end" .items=${this._leaveItems(leads)} @ui-select=${this._onLeave}>
        <button type="button" class="control leave" aria-label=${t("meetings.leave")} title=${t("meetings.leave")}>
          <ui-icon name="phone-down"></ui-icon><span>${t("meetings.leave")}</span>
        </button>
      </ui-menu>
    </div>`;
  }

  private _leaveItems(leads: boolean) {
    return [
      { id: "leave", label: t("meetings.leave-alone"), icon: "sign-out" as const },
      ...(leads ? [{ id: "end", label: t("meetings.end-for-all"), icon: "phone-down" as const, danger: true }] : []),
    ];
  }

  private _control(
    icon: IconName,
    label: string,
    key: string,
    warn: boolean,
    act: () => unknown,
    pressed: boolean | null = null,
    count = 0,
  ) {
    const title = key === "" ? label : `${label} (${key})`;
    return html`<button
      type="button"
      class="control ${warn ? "warn" : ""} ${pressed === true ? "on" : ""}"
      aria-pressed=${pressed ?? nothing}
      aria-keyshortcuts=${key === "" ? nothing : key}
      title=${title}
      @click=${act}
    >
      <ui-icon .name=${icon}></ui-icon><span>${label}</span>
      ${count > 0 ? html`<ui-badge count tone="danger">${count}</ui-badge>` : nothing}
    </button>`;
  }

  private _smallWindow(tiles: readonly Tile[]) {
    const main = this._main(tiles) ?? tiles.find(({ seat }) => !seat.own) ?? tiles[0];
    const { microphone } = this.call.own.value;
    return html`<div class="mini">
      ${main === undefined ? nothing : this._tile(main)}
      <div class="bar">
        <ui-icon-button
          size="small"
          .icon=${microphone ? "microphone" : "microphone-off"}
          .label=${t(microphone ? "meetings.mute" : "meetings.unmute")}
          @click=${this._toggleMicrophone}
        ></ui-icon-button>
        <ui-icon-button
          size="small"
          icon="monitor"
          .label=${t("meetings.to-meeting")}
          @click=${() => this._fire("meeting-large")}
        ></ui-icon-button>
        <ui-icon-button
          size="small"
          class="red"
          icon="phone-down"
          .label=${t("meetings.leave")}
          @click=${() => this._fire("meeting-leave")}
        ></ui-icon-button>
      </div>
    </div>`;
  }

  private readonly _toggleMicrophone = async (): Promise<void> =>
    this.call.setMicrophone(!this.call.own.peek().microphone);
  private readonly _toggleCamera = async (): Promise<void> => this.call.setCamera(!this.call.own.peek().camera);
  private readonly _toggleScreen = async (): Promise<void> => this.call.setScreen(!this.call.own.peek().screen);
  private readonly _toggleHand = async (): Promise<void> => {
    const own = this.call.seats.peek().find((seat) => seat.own);
    if (own !== undefined) await raiseHand(this.call, own.handAt === null);
  };

  private readonly _onKey = (event: KeyboardEvent): void => {
    if (this.small || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const acts: Readonly<Record<string, () => Promise<void>>> = {
      m: this._toggleMicrophone,
      v: this._toggleCamera,
      s: this._toggleScreen,
      h: this._toggleHand,
    };
    const act = acts[event.key.toLowerCase()];
    if (act === undefined) return;
    event.preventDefault();
    void act();
  };

  private readonly _onLeave = async (event: MenuSelectEvent): Promise<void> => {
    if (event.detail.id === "end") {
      this.call.endsForAll = true;
      await endForAll(this.call);
    }
    this._fire("meeting-leave");
  };

  private readonly _fill = async (): Promise<void> => {
    if (document.fullscreenElement === null) await this.requestFullscreen();
    else await document.exitFullscreen();
  };

  /** The large picture in a window of the system's own. */
  private readonly _float = async (): Promise<void> => {
    const video = this.renderRoot.querySelector<HTMLElement & { video: HTMLVideoElement | null }>(
      ".main meeting-tile, .cell meeting-tile",
    )?.video;
    if (document.pictureInPictureElement !== null) await document.exitPictureInPicture();
    else await video?.requestPictureInPicture();
  };

  private _fire(name: "meeting-leave" | "meeting-small" | "meeting-large"): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "meeting-stage": MeetingStage;
  }
}
