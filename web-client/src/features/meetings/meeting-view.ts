import { consume } from "@lit/context";
import { html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../../api/api-error.ts";
import { showToast } from "../../components/toasts.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { Call } from "../../media/call.ts";
import { Preview } from "../../media/preview.ts";
import type { Connection, ControlMessage, EndReason } from "../../media/types.ts";
import type { CallPresence } from "../../matrix/rtc.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { currentMeeting, meetingFills } from "./current-meeting.ts";
import type { WantedMeeting } from "./current-meeting.ts";
import { Drawings } from "./drawing/drawings.ts";
import { keepSnapshot } from "./keep-snapshot.ts";
import type { SnapshotEvent } from "./meeting-stage.ts";
import { viewStyles } from "./meeting-view-styles.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon-button.ts";
import "./meeting-prejoin.ts";
import "./meeting-stage.ts";

const endWords = {
  left: "meetings.ended-left",
  removed: "meetings.ended-removed",
  over: "meetings.ended-over",
  elsewhere: "meetings.ended-elsewhere",
  refused: "meetings.ended-refused",
} as const satisfies Record<EndReason, StringKey>;

const told = {
  muted: "meetings.told-muted",
  "ask-unmute": "meetings.told-ask-unmute",
  "share-stopped": "meetings.told-share-stopped",
  "hand-lowered": "meetings.told-hand-lowered",
  role: "meetings.told-role",
  drawing: "meetings.told-drawing",
} as const satisfies Record<ControlMessage["kind"], StringKey>;

/** One meeting from the device check to its end: fills the window, or stays in the corner while the user is elsewhere. */
@customElement("meeting-view")
export class MeetingView extends PorticoElement {
  static override styles = [sharedStyles, viewStyles];

  /** Absent for a guest by link. */
  @consume({ context: sessionContext })
  @property({ attribute: false })
  session: Session | undefined;
  @property({ attribute: false }) wanted!: WantedMeeting;
  @state() private _call: Call | null = null;
  private _drawings: Drawings | null = null;
  @state() private _busy = false;
  @state() private _failure: unknown = null;
  private readonly _preview = new Preview();
  private _presence: CallPresence | null = null;
  private _started: Promise<void> = Promise.resolve();
  private _path = location.pathname;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this._call === null) this._started = this._preview.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._preview.stop();
    this._drawings?.stop();
    void this._call?.leave();
    void this._presence?.leave();
  }

  override render() {
    const call = this._call;
    if (call === null)
      return html`<section class="full" role="dialog" aria-modal="true" aria-label=${this.wanted.name}>
        <meeting-prejoin
          .preview=${this._preview}
          .heading=${this.wanted.name || t("meetings.meeting")}
          .text=${t("meetings.check-text")}
          .busy=${this._busy}
          .failure=${this._failure}
          @meeting-join=${this._join}
          @meeting-cancel=${this._close}
        ></meeting-prejoin>
      </section>`;
    const ended = call.ended.value;
    if (ended !== null) return this._over(ended);
    const full = meetingFills.value;
    return html`<section class=${full ? "full stage" : "small"} aria-label=${this.wanted.name}>
      <meeting-stage
        .call=${call}
        .drawings=${this._drawings}
        .name=${this.wanted.name}
        .roomId=${this.wanted.roomId}
        ?small=${!full}
        @meeting-leave=${async () => call.leave()}
        @meeting-small=${this._toChat}
        @meeting-large=${() => (meetingFills.value = true)}
        @meeting-snapshot=${async (event: SnapshotEvent) => this._keep(call, event.detail)}
      ></meeting-stage>
    </section>`;
  }

  private _over(reason: EndReason) {
    if (reason === "left") return nothing;
    return html`<section class="full" role="dialog" aria-modal="true" aria-label=${t(endWords[reason])}>
      <ui-empty icon="phone-down" level="1" .heading=${t(endWords[reason])} .text=${this.wanted.name}>
        <ui-button variant="primary" @click=${this._close}>${t("components.done")}</ui-button>
      </ui-empty>
    </section>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    // Leaving needs no farewell.
    if (this._call?.ended.peek() === "left") queueMicrotask(() => this._close());
  }

  private readonly _join = async (): Promise<void> => {
    this._busy = true;
    this._failure = null;
    const call = new Call(this.wanted.source, this._preview.choice.peek());
    call.onConnected = (connection) => void this._enter(connection);
    call.onControl = (message) => this._tell(message);
    const drawings = new Drawings(call);
    try {
      // Devices that the browser still opens come along.
      await this._started;
      await call.start([this._preview.audio.peek(), this._preview.video.peek()].filter((track) => track !== null));
      this._preview.take();
      this._drawings = drawings;
      this._call = call;
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof Error)) throw error;
      drawings.stop();
      this._failure = error;
    } finally {
      this._busy = false;
    }
  };

  /** Other MatrixRTC clients see who has a member event. Media do not wait for it. */
  private async _enter({ roomId, url, serviceUrl }: Connection): Promise<void> {
    if (this.session === undefined || this._presence !== null) return;
    const [{ chatOfSession }, { enterCall }] = await Promise.all([
      import("../chat/chat-of-session.ts"),
      import("../../matrix/rtc.ts"),
    ]);
    const { matrix } = await chatOfSession(this.session);
    if (!this.isConnected) return;
    this._presence = enterCall(matrix, roomId, { url, serviceUrl });
  }

  private async _keep(call: Call, picture: SnapshotEvent["detail"]): Promise<void> {
    const meetingId = call.connection?.meetingId;
    if (this.session === undefined || meetingId === undefined) return;
    const kept = await keepSnapshot(this.session, meetingId, picture);
    showToast(kept.words, kept.failed ? "danger" : "success");
  }

  private _tell({ kind, by }: ControlMessage): void {
    showToast(t(told[kind], { name: by }), "info");
  }

  private readonly _toChat = (): void => {
    meetingFills.value = false;
    const path = `/rooms/${encodeURIComponent(this.wanted.roomId)}`;
    if (this.wanted.roomId !== "" && location.pathname === this._path && location.pathname !== path) navigate(path);
  };

  private readonly _close = (): void => {
    currentMeeting.value = null;
    this.dispatchEvent(new CustomEvent("meeting-closed", { bubbles: true, composed: true }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "meeting-view": MeetingView;
  }
}
