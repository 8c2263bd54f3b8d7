import { consume } from "@lit/context";
import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { currentMeeting, openMeeting } from "./current-meeting.ts";
import { roomSource } from "./room-source.ts";
import "../../components/ui-button.ts";

/** Starts or joins the meeting of a room, from its header. */
@customElement("meeting-button")
export class MeetingButton extends PorticoElement {
  static override styles = [sharedStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property() roomId = "";
  @property() name = "";

  override render() {
    if (!this.session.can("meeting.start")) return nothing;
    const here = currentMeeting.value?.roomId === this.roomId;
    return html`<ui-button size="small" icon="video" ?disabled=${here} @click=${this._open}
      >${t("meetings.meet")}</ui-button
    >`;
  }

  private _open(): void {
    openMeeting({
      roomId: this.roomId,
      name: this.name,
      ring: true,
      source: roomSource(this.roomId, this.session.credentials.deviceId, true),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "meeting-button": MeetingButton;
  }
}
