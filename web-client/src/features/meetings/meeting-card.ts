import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import type { ResponseOf } from "../../api/types.ts";
import { showDialog } from "../../components/show-dialog.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { minutesBetween } from "./attendance.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon.ts";

type Meeting = ResponseOf<"GET /api/meetings/{meetingId}">;
const mostFaces = 8;

/** What stays of a meeting in its conversation: how long, who was there, and the list of it. */
@customElement("meeting-card")
export class MeetingCard extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        max-inline-size: 26rem;
      }
      .card {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-1) var(--space-3);
        padding: var(--space-3) var(--space-4);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
        background: var(--color-raised);
      }
      .waiting {
        min-block-size: 6.5rem;
      }
      .icon {
        display: grid;
        grid-row: span 2;
        place-items: center;
        inline-size: 2.5rem;
        block-size: 2.5rem;
        border-radius: var(--radius-m);
        background: var(--color-accent-soft);
        color: var(--color-accent-text);
      }
      h3 {
        font-size: var(--text-m);
      }
      .quiet {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .foot {
        display: flex;
        grid-column: 1 / -1;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-3);
        padding-block-start: var(--space-2);
      }
      .faces {
        display: flex;
        gap: var(--space-1);
        --avatar-size: 1.625rem;
      }
    `,
  ];

  @property() meetingId = "";
  @state() private _meeting: Meeting | null = null;
  @state() private _failed = false;

  readonly live = new LiveReload(this, ["meetings"], async () => {
    if (this._meeting?.endedAt === null) await this._load();
  });

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("meetingId")) void this._load();
  }

  override render() {
    if (this._failed) return html`<div class="card"><span class="quiet">${t("meetings.card-failed")}</span></div>`;
    const meeting = this._meeting;
    if (meeting === null) return html`<div class="card waiting"></div>`;
    const { people, startedAt, endedAt } = meeting;
    const minutes = minutesBetween(startedAt, endedAt);
    return html`<article class="card">
      <span class="icon"><ui-icon name="video"></ui-icon></span>
      <h3>${endedAt === null ? t("meetings.card-live") : t("meetings.card-ended")}</h3>
      <p class="quiet">
        ${formatDate(startedAt, "moment")} · ${t("meetings.card-facts", { minutes, count: people.length })}
      </p>
      <div class="foot">
        <span class="faces">
          ${people
            .slice(0, mostFaces)
            .map(
              ({ name, userId, company }) =>
                html`<ui-avatar
                  title=${name}
                  .name=${name}
                  .userId=${userId ?? name}
                  ?outside=${company !== null}
                ></ui-avatar>`,
            )}
          ${people.length > mostFaces ? html`<span class="quiet">+${people.length - mostFaces}</span>` : nothing}
        </span>
        <ui-button size="small" @click=${this._open}>${t("meetings.attendance")}</ui-button>
      </div>
    </article>`;
  }

  private async _load(): Promise<void> {
    const { meetingId } = this;
    try {
      const meeting = await api.call("GET /api/meetings/{meetingId}", { params: { meetingId } });
      if (this.meetingId === meetingId) this._meeting = meeting;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this._failed = true;
    }
  }

  private readonly _open = async (): Promise<void> => {
    const { DialogAttendance } = await import("./dialog-attendance.ts");
    const dialog = new DialogAttendance();
    if (this._meeting !== null) dialog.meeting = this._meeting;
    await showDialog(dialog);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "meeting-card": MeetingCard;
  }
}
