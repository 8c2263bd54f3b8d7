import { consume } from "@lit/context";
import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
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
import { currentMeeting, openMeeting } from "./current-meeting.ts";
import { roomSource } from "./room-source.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon.ts";

type Meeting = NonNullable<ResponseOf<"GET /api/rooms/{roomId}/meeting">["meeting"]>;

const mostFaces = 5;

/** Over a conversation: the meeting that goes on in its room, who is in it, and the way in. */
@customElement("meeting-strip")
export class MeetingStrip extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        flex: none;
      }
      section {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-block-size: var(--control-l);
        padding: var(--space-1) var(--space-3) var(--space-1) var(--space-4);
        background: var(--color-success-soft);
        color: var(--color-success-text);
      }
      .dot {
        flex: none;
        inline-size: 0.5rem;
        block-size: 0.5rem;
        border-radius: var(--radius-full);
        background: currentColor;
        animation: pulse 2s infinite;
      }
      @keyframes pulse {
        50% {
          opacity: 0.35;
        }
      }
      p {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        font-weight: var(--weight-medium);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .faces {
        display: flex;
        padding-inline-start: var(--space-2);
        --avatar-size: 1.625rem;
        --avatar-ring: var(--color-success-soft);
      }
      .faces li {
        margin-inline-start: calc(-1 * var(--space-1));
        border: 2px solid var(--color-success-soft);
        border-radius: var(--radius-full);
        line-height: 0;
      }
      .more {
        align-self: center;
        padding-inline-start: var(--space-1);
        font-size: var(--text-s);
        line-height: 1;
      }
      @media (max-width: 45rem) {
        .faces {
          display: none;
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property() roomId = "";
  @property() name = "";
  @state() private _meeting: Meeting | null = null;
  private _asked = "";

  readonly live = new LiveReload(this, ["meetings"], async () => this._load());

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("roomId") || this._asked === this.roomId) return;
    this._meeting = null;
    void this._load();
  }

  override render() {
    const meeting = this._meeting;
    if (meeting === null || currentMeeting.value?.roomId === this.roomId) return nothing;
    const present = meeting.people.filter((person) => person.present);
    const rest = present.length - mostFaces;
    return html`<section aria-label=${t("meetings.going-on")}>
      <span class="dot"></span>
      <p>${this._words(present.map(({ name }) => name))}</p>
      <ul class="faces" aria-hidden="true">
        ${present.slice(0, mostFaces).map(
          ({ name, userId, company }) =>
            html`<li title=${name}>
              <ui-avatar .name=${name} .userId=${userId ?? name} ?outside=${company !== null}></ui-avatar>
            </li>`,
        )}
        ${rest > 0 ? html`<span class="more">+${rest}</span>` : nothing}
      </ul>
      <ui-button size="small" variant="primary" icon="video" @click=${this._join}>${t("meetings.join")}</ui-button>
    </section>`;
  }

  private _words(names: readonly string[]): string {
    if (names.length === 0) return t("meetings.going-on");
    return t("meetings.going-on-with", { name: names[0] ?? "", others: names.length - 1 });
  }

  private async _load(): Promise<void> {
    const { roomId } = this;
    this._asked = roomId;
    if (roomId === "" || !this.session.can("meeting.join")) return;
    try {
      const { meeting } = await api.call("GET /api/rooms/{roomId}/meeting", { params: { roomId } });
      if (this.roomId === roomId) this._meeting = meeting;
    } catch (error) {
      // A conversation works without the strip; the next change asks again.
      if (!(error instanceof ApiError)) throw error;
      this._meeting = null;
    }
  }

  private _join(): void {
    openMeeting({
      roomId: this.roomId,
      name: this.name,
      ring: false,
      source: roomSource(this.roomId, this.session.credentials.deviceId, false),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "meeting-strip": MeetingStrip;
  }
}
