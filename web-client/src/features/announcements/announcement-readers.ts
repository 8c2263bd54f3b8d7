import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PagedList } from "../../lib/paged-list.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { Announcement, Reader, Readers } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-progress.ts";
import "../../components/ui-select.ts";
import "../../components/ui-skeleton.ts";

const states = ["all", "unread", "unconfirmed"] as const;
type State = (typeof states)[number];

/** Who has read an announcement and confirmed it, for whoever follows it. */
@customElement("announcement-readers")
export class AnnouncementReaders extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3);
        align-items: center;
      }
      .top p {
        flex: 1;
        min-inline-size: 12rem;
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: var(--space-3);
        align-items: center;
        padding-block: var(--space-2);
        border-block-end: 1px solid var(--color-line);
        --avatar-size: 1.75rem;
      }
      small,
      .quiet {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .late {
        color: var(--color-warning-text, var(--color-text-2));
      }
      .more {
        display: flex;
        justify-content: center;
      }
    `,
  ];

  @property({ attribute: false }) announcement!: Announcement;
  @state() private _state: State = "all";
  @state() private _figures: Pick<Readers, "people" | "read" | "confirmed"> | null = null;
  @state() private _busy = false;
  private _shown = "";
  private readonly _list = new PagedList<Reader>(this);
  protected readonly live = new LiveReload(this, ["announcements"], () => this._start());

  protected override willUpdate(): void {
    const shown = `${this.announcement.id} ${this._state}`;
    if (shown === this._shown) return;
    this._shown = shown;
    void this._start();
  }

  override render() {
    const figures = this._figures;
    const { mustConfirm } = this.announcement;
    return html`<div class="top">
        <p>
          ${
            figures === null
              ? nothing
              : mustConfirm
                ? t("announcements.figures-confirmed", figures)
                : t("announcements.figures-read", figures)
          }
        </p>
        <ui-select
          labelHidden
          .label=${t("announcements.show")}
          .value=${this._state}
          .options=${states
            .filter((each) => each !== "unconfirmed" || mustConfirm)
            .map((value) => ({ value, label: t(`announcements.readers.${value}`) }))}
          @change=${(event: Event) => {
            const chosen = (event.currentTarget as HTMLElementTagNameMap["ui-select"]).value;
            this._state = states.find((each) => each === chosen) ?? "all";
          }}
        ></ui-select>
        <ui-button size="small" icon="bell" .busy=${this._busy} @click=${this._remind}
          >${t("announcements.remind")}</ui-button
        >
      </div>
      ${this._rows()}`;
  }

  private _rows() {
    const { items, state: stands, error, hasMore } = this._list;
    if (items.length === 0 && stands === "loading") return html`<ui-skeleton avatars rows="5"></ui-skeleton>`;
    if (items.length === 0 && stands === "failed") {
      return html`<ui-empty
        icon="offline"
        tone="danger"
        .heading=${t("announcements.failed")}
        .text=${errorText(error)}
      >
        <ui-button icon="refresh" @click=${this._start}>${t("components.retry")}</ui-button>
      </ui-empty>`;
    }
    if (items.length === 0) return html`<p class="quiet">${t("announcements.nobody-missing")}</p>`;
    return html`<ul>
        ${items.map((reader) => this._row(reader))}
      </ul>
      ${
        hasMore
          ? html`<div class="more">
              <ui-button .busy=${stands === "loading"} @click=${() => this._list.more()}
                >${t("announcements.more")}</ui-button
              >
            </div>`
          : nothing
      }`;
  }

  private _row({ person, department, readAt, confirmedAt }: Reader) {
    const at = confirmedAt ?? readAt;
    const words =
      confirmedAt !== null
        ? "announcements.did-confirm"
        : readAt === null
          ? "announcements.not-read"
          : "announcements.did-read";
    return html`<li>
      <ui-avatar .name=${localized(person.name)} .userId=${person.userId}></ui-avatar>
      <span
        >${localized(person.name)}
        ${department === null ? nothing : html`<small>${localized(department)}</small>`}</span
      >
      <small class=${at === null ? "late" : ""} title=${at === null ? nothing : formatWhen(at, "exact")}
        >${t(words, { when: at === null ? "" : formatWhen(at) })}</small
      >
    </li>`;
  }

  private readonly _start = async (): Promise<void> =>
    this._list.start(async (cursor, signal) => {
      const answer = await api.call(
        "GET /api/announcements/{announcementId}/readers",
        {
          params: { announcementId: this.announcement.id },
          query: { state: this._state, limit: 50, ...(cursor === null ? {} : { cursor }) },
        },
        signal,
      );
      const { people, read, confirmed } = answer;
      this._figures = { people, read, confirmed };
      return answer;
    });

  private async _remind(): Promise<void> {
    this._busy = true;
    try {
      const { reminded } = await api.call("POST /api/announcements/{announcementId}/remind", {
        params: { announcementId: this.announcement.id },
      });
      showToast(t("announcements.reminded", { count: reminded }));
    } catch (error) {
      showToast(errorText(error), "danger");
    } finally {
      this._busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "announcement-readers": AnnouncementReaders;
  }
}
