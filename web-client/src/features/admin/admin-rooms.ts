import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { showToast } from "../../components/toasts.ts";
import type { Column } from "../../components/ui-table.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { Poll } from "../../lib/poll.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { changedByText, differenceText, sidesText } from "./room-difference-text.ts";
import { sectionStyles } from "./section-styles.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-table.ts";

type Overview = ResponseOf<"GET /api/rooms/reconciler">;
type Scan = NonNullable<Overview["lastScan"]>;
type Difference = ResponseOf<"GET /api/rooms/scans/{scanId}">["differences"][number];
type Contested = Overview["contested"][number];
interface Shown {
  readonly overview: Overview;
  readonly differences: readonly Difference[];
}

/** Milliseconds between looks while a scan runs, and while none does. */
const often = 1500;
const seldom = 15_000;
const tones = { listed: "neutral", waiting: "warning", repaired: "success", contested: "danger" } as const;

const cellStyles = css`
  strong {
    display: block;
    min-inline-size: 7rem;
    font-weight: var(--weight-medium);
  }
  .by {
    display: inline-block;
    min-inline-size: 5rem;
  }
  time {
    white-space: nowrap;
  }
`;

/** Whether managed rooms are as the company wants them: what waits, what somebody fights over, scans. */
@customElement("admin-rooms")
export class AdminRooms extends PorticoElement {
  static override styles = [
    sharedStyles,
    sectionStyles,
    css`
      .line {
        flex-wrap: wrap;
        margin-block-end: var(--space-3);
      }
      ui-banner {
        margin-block-end: var(--space-3);
      }
      h3 {
        margin-block-start: var(--space-6);
      }
    `,
  ];

  @state() private _busy = false;

  private readonly _state = new Poll<Shown>(this, {
    load: async (signal) => {
      const overview = await api.call("GET /api/rooms/reconciler", {}, signal);
      if (overview.lastScan === null) return { overview, differences: [] };
      const params = { scanId: overview.lastScan.id };
      const { differences } = await api.call("GET /api/rooms/scans/{scanId}", { params }, signal);
      return { overview, differences };
    },
    next: (value) => (value?.overview.lastScan?.finishedAt === null ? often : seldom),
  });
  protected readonly live = new LiveReload(this, ["reconciler"], this._state.look);

  override render() {
    const { value, error } = this._state;
    return html`<section>
      <div class="line">
        <h2>${t("admin.rooms-title")}</h2>
        <span class="grow"></span>
        <ui-button size="small" ?disabled=${this._busy} @click=${async () => this._scan(true)}
          >${t("admin.rooms-dry-run")}</ui-button
        >
        <ui-button size="small" ?disabled=${this._busy} @click=${async () => this._scan(false)}
          >${t("admin.rooms-scan")}</ui-button
        >
      </div>
      ${error === null ? nothing : html`<ui-banner tone="danger">${errorText(error)}</ui-banner>`}
      ${value === null ? html`<ui-skeleton rows="5"></ui-skeleton>` : this._content(value)}
    </section>`;
  }

  private _content({ overview, differences }: Shown) {
    const { contested, problems, lastScan } = overview;
    return html`
      <p class="lead">${this._summary(overview)}</p>
      ${problems.map(({ room, problem }) => html`<ui-banner tone="warning">${localized(room)}: ${problem}</ui-banner>`)}
      ${
        contested.length === 0
          ? nothing
          : html`<h3>${t("admin.rooms-contested")}</h3>
              <p class="lead">${t("admin.rooms-contested-lead")}</p>
              <ui-table
                .label=${t("admin.rooms-contested")}
                .rows=${contested}
                .cellStyles=${cellStyles}
                .columns=${this._contestedColumns}
              ></ui-table>`
      }
      <h3>${t("admin.rooms-last-scan")}</h3>
      <p class="lead">${lastScan === null ? t("admin.rooms-no-scan") : this._scanText(lastScan)}</p>
      ${
        differences.length === 0
          ? nothing
          : html`<ui-table
              .label=${t("admin.rooms-differences")}
              .rows=${differences}
              .cellStyles=${cellStyles}
              .columns=${this._differenceColumns}
            ></ui-table>`
      }
    `;
  }

  private _summary({ rooms, memberships, contested }: Overview): string {
    if (rooms.due + memberships.waiting > 0) {
      return t("admin.rooms-waiting", { rooms: rooms.due, members: memberships.waiting });
    }
    return t(contested.length === 0 ? "admin.rooms-right" : "admin.rooms-right-but", { count: rooms.total });
  }

  private _scanText(scan: Scan): string {
    const { rooms, lookedAt, differences: count } = scan;
    if (scan.finishedAt === null) return t("admin.rooms-scanning", { done: lookedAt, rooms });
    const time = formatDate(scan.finishedAt, "moment");
    return t(scan.dryRun ? "admin.rooms-dry-ran" : "admin.rooms-scanned", { time, rooms, count });
  }

  private get _differenceColumns(): Column<Difference>[] {
    return [
      ...this._columns,
      {
        id: "state",
        label: t("admin.rooms-state"),
        cell: (row) => html`<ui-badge .tone=${tones[row.state]}>${t(`admin.rooms-state.${row.state}`)}</ui-badge>`,
      },
    ];
  }

  private get _contestedColumns(): Column<Contested>[] {
    return [
      ...this._columns,
      {
        id: "since",
        label: t("admin.rooms-since"),
        cell: ({ since }) =>
          html`<time datetime=${since}>${formatDate(since, "day")} ${formatDate(since, "time")}</time>`,
        wideOnly: true,
      },
      {
        id: "release",
        label: t("admin.rooms-release"),
        actions: true,
        cell: ({ roomId, room }) =>
          html`<ui-button
            size="small"
            aria-label=${t("admin.rooms-release-of", { room: localized(room) })}
            @click=${async () => this._release(roomId)}
            >${t("admin.rooms-release")}</ui-button
          >`,
      },
    ];
  }

  /** What both tables say of one thing that is not as it shall be. */
  private get _columns(): Column<Omit<Difference, "state">>[] {
    return [
      { id: "room", label: t("admin.rooms-room"), cell: ({ room }) => html`<strong>${localized(room)}</strong>` },
      { id: "what", label: t("admin.rooms-what"), cell: differenceText },
      { id: "wanted", label: t("admin.rooms-wanted"), cell: (row) => sidesText(row).wanted },
      { id: "actual", label: t("admin.rooms-actual"), cell: (row) => sidesText(row).actual },
      { id: "by", label: t("admin.rooms-by"), cell: (row) => html`<span class="by">${changedByText(row)}</span>` },
    ];
  }

  private async _scan(dryRun: boolean): Promise<void> {
    await this._do(() => api.call("POST /api/rooms/scans", { body: { dryRun } }));
  }

  private async _release(roomId: string): Promise<void> {
    await this._do(() => api.call("POST /api/rooms/{roomId}/release", { params: { roomId } }));
  }

  private async _do(command: () => Promise<unknown>): Promise<void> {
    this._busy = true;
    const [result] = await Promise.allSettled([command()]);
    this._busy = false;
    if (result.status === "rejected") showToast(errorText(result.reason), "danger");
    await this._state.look();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "admin-rooms": AdminRooms;
  }
}
