import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { showToast } from "../../components/toasts.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { Call } from "../../media/call.ts";
import { sharedStyles } from "../../styles/shared.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-button.ts";

type Waiting = ResponseOf<"GET /api/meetings/{meetingId}/lobby">["items"][number];

/** Who waits at the door, for hosts. Read again whenever their number changes. */
@customElement("meeting-lobby")
export class MeetingLobby extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      section {
        margin: 0 var(--space-3) var(--space-2);
        padding: var(--space-3);
        border-radius: var(--radius-m);
        background: var(--color-outside-soft);
        color: var(--color-outside-text);
      }
      h3 {
        display: flex;
        align-items: center;
        justify-content: space-between;
        font-size: var(--text-m);
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto auto;
        align-items: center;
        gap: var(--space-2);
        padding-block-start: var(--space-2);
        color: var(--color-text);
      }
      .who {
        min-inline-size: 0;
        line-height: var(--leading-tight);
      }
      .who span {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .company {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
    `,
  ];

  @property({ attribute: false }) call!: Call;
  @state() private _waiting: readonly Waiting[] = [];
  private _asked = -1;

  override render() {
    const count = this.call.state.value?.waiting ?? 0;
    if (count !== this._asked) void this._load(count);
    if (this._waiting.length === 0) return nothing;
    return html`<section aria-label=${t("meetings.waiting")}>
      <h3>
        ${t("meetings.waiting-count", { count: this._waiting.length })}
        ${
          this._waiting.length > 1
            ? html`<ui-button
                size="small"
                @click=${async () => Promise.all(this._waiting.map(async (each) => this._decide(each, true)))}
                >${t("meetings.admit-all")}</ui-button
              >`
            : nothing
        }
      </h3>
      <ul>
        ${this._waiting.map(
          (each) =>
            html`<li>
              <ui-avatar outside .name=${each.name}></ui-avatar>
              <div class="who">
                <span>${each.name}</span><span class="company">${each.company || t("meetings.by-link")}</span>
              </div>
              <ui-button size="small" @click=${async () => this._decide(each, false)}>${t("meetings.deny")}</ui-button>
              <ui-button size="small" variant="primary" @click=${async () => this._decide(each, true)}
                >${t("meetings.admit")}</ui-button
              >
            </li>`,
        )}
      </ul>
    </section>`;
  }

  private async _load(count: number): Promise<void> {
    this._asked = count;
    const meetingId = this.call.connection?.meetingId;
    if (meetingId === undefined) return;
    try {
      this._waiting = (await api.call("GET /api/meetings/{meetingId}/lobby", { params: { meetingId } })).items;
    } catch (error) {
      // Whoever has just handed over sees the door no longer.
      if (!(error instanceof ApiError)) throw error;
      this._waiting = [];
    }
  }

  private async _decide({ id }: Waiting, admit: boolean): Promise<void> {
    const meetingId = this.call.connection?.meetingId;
    if (meetingId === undefined) return;
    this._waiting = this._waiting.filter((each) => each.id !== id);
    try {
      await api.call("POST /api/meetings/{meetingId}/lobby/{entryId}", {
        params: { meetingId, entryId: id },
        body: { admit },
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      showToast(errorText(error), "danger");
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "meeting-lobby": MeetingLobby;
  }
}
