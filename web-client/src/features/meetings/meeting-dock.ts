import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import type { ResponseOf } from "../../api/types.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { currentMeeting, meetingFills, openMeeting } from "./current-meeting.ts";
import { RingTone } from "./ring-tone.ts";
import { roomSource } from "./room-source.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-button.ts";

type Ringing = ResponseOf<"GET /api/meetings/ringing">["items"][number];

/** Over every page: the meeting on screen, and meetings that ring. The call itself loads when there is one. */
@customElement("meeting-dock")
export class MeetingDock extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      .ring {
        position: fixed;
        z-index: 20;
        inset-block-start: var(--space-4);
        inset-inline-end: var(--space-4);
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
        gap: var(--space-3) var(--space-4);
        inline-size: min(22rem, calc(100vw - 2rem));
        padding: var(--space-4);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        background: var(--color-raised);
        box-shadow: var(--shadow-3);
        --avatar-size: 2.75rem;
        animation: enter var(--motion) var(--ease);
      }
      @keyframes enter {
        from {
          opacity: 0;
          translate: 0 -0.5rem;
        }
      }
      h2 {
        overflow: hidden;
        font-size: var(--text-l);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      p {
        overflow: hidden;
        color: var(--color-text-2);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .choice {
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: 1fr 1fr;
        gap: var(--space-2);
      }
      .choice ui-button {
        display: grid;
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private _ringing: Ringing | null = null;
  @state() private _loaded = false;
  private readonly _tone = new RingTone();
  private _timer: ReturnType<typeof setTimeout> | undefined;

  readonly live = new LiveReload(this, ["meetings"], async () => this._look());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this._timer);
    this._tone.stop();
  }

  override render() {
    const meeting = currentMeeting.value;
    // Read here so that its change renders.
    void meetingFills.value;
    if (meeting !== null && !this._loaded) void this._load();
    return html`${meeting !== null && this._loaded ? html`<meeting-view .wanted=${meeting}></meeting-view>` : nothing}
    ${this._ringing === null || currentMeeting.value !== null ? nothing : this._ring(this._ringing)}`;
  }

  protected override updated(): void {
    // What a meeting covers is not reached by keyboard or read out.
    const covered = currentMeeting.peek() !== null && this._loaded && meetingFills.peek();
    const root = this.getRootNode();
    if (root instanceof ShadowRoot)
      for (const part of root.querySelectorAll<HTMLElement>("main, nav, header")) part.inert = covered;
    if (this._ringing !== null && currentMeeting.peek() === null) this._tone.start();
    else this._tone.stop();
  }

  private _ring(ringing: Ringing) {
    return html`<section class="ring" role="alertdialog" aria-labelledby="who" aria-describedby="what">
      <ui-avatar .name=${ringing.startedByName} .userId=${ringing.startedBy}></ui-avatar>
      <div>
        <h2 id="who">${ringing.startedByName}</h2>
        <p id="what">
          ${ringing.roomName === "" ? t("meetings.calls-you") : t("meetings.calls-into", { room: ringing.roomName })}
        </p>
      </div>
      <div class="choice">
        <ui-button icon="phone-down" @click=${() => this._decline(ringing)}>${t("meetings.decline")}</ui-button>
        <ui-button variant="primary" icon="video" @click=${() => this._accept(ringing)}
          >${t("meetings.accept")}</ui-button
        >
      </div>
    </section>`;
  }

  private async _load(): Promise<void> {
    await import("./meeting-view.ts");
    this._loaded = true;
  }

  private async _look(): Promise<void> {
    if (!this.session.can("meeting.join")) return;
    try {
      const { items } = await api.call("GET /api/meetings/ringing", {});
      this._show(items[0] ?? null);
    } catch (error) {
      // What rings is asked for again with the next change.
      if (!(error instanceof ApiError)) throw error;
    }
  }

  private _show(ringing: Ringing | null): void {
    this._ringing = ringing;
    clearTimeout(this._timer);
    if (ringing === null) return;
    const left = Math.max(0, Date.parse(ringing.until) - Date.now());
    this._timer = setTimeout(() => {
      this._ringing = null;
    }, left);
  }

  private async _decline({ id }: Ringing): Promise<void> {
    this._show(null);
    await api.call("POST /api/meetings/{meetingId}/decline", { params: { meetingId: id } });
  }

  private _accept({ roomId, roomName, startedByName }: Ringing): void {
    this._show(null);
    openMeeting({
      roomId,
      name: roomName || startedByName,
      ring: false,
      source: roomSource(roomId, this.session.credentials.deviceId, false),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "meeting-dock": MeetingDock;
  }
}
