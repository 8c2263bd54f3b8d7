import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Tone } from "../../components/ui-badge.ts";
import type { Column } from "../../components/ui-table.ts";
import type { Tab, TabSelectEvent } from "../../components/ui-tabs.ts";
import { formatNumber } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { sectionStyles } from "./section-styles.ts";
import type { ImportDifference } from "./types.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-input.ts";
import "../../components/ui-table.ts";
import "../../components/ui-tabs.ts";

type Person = ImportDifference["people"][number];
type Room = ImportDifference["rooms"][number];

const personKinds = ["joins", "moves", "changes", "leaves"] as const;
const roomKinds = ["opens", "closes", "changes", "members"] as const;
const tones: Readonly<Record<Person["what"] | Room["what"], Tone>> = {
  joins: "success",
  opens: "success",
  moves: "info",
  changes: "neutral",
  members: "info",
  leaves: "warning",
  closes: "warning",
};
/** Rows drawn at a time. */
const step = 100;

/** What an import changes for people and in rooms: the counts first, then one after the other. */
@customElement("import-difference")
export class ImportDifferenceView extends PorticoElement {
  static override styles = [
    sharedStyles,
    sectionStyles,
    css`
      :host {
        gap: var(--space-3);
      }
      dl {
        display: grid;
        grid-template-columns: repeat(5, minmax(0, 1fr));
        gap: var(--space-2);
      }
      dl > div {
        display: flex;
        flex-direction: column-reverse;
        padding: var(--space-2) var(--space-3);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
      }
      dt {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      dd {
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
        font-variant-numeric: tabular-nums;
      }
      .none dd {
        color: var(--color-text-3);
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
        border-block-end: 1px solid var(--color-line);
      }
      ui-tabs {
        flex: 1;
      }
      ui-input {
        inline-size: 16rem;
        max-inline-size: 100%;
        padding-block-end: var(--space-1);
      }
      @media (max-width: 45rem) {
        dl {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        .bar ui-tabs,
        .bar ui-input {
          flex: 1 0 100%;
        }
      }
    `,
  ];

  @property({ attribute: false }) difference!: ImportDifference;
  @state() private _shows: "people" | "rooms" = "people";
  @state() private _search = "";
  @state() private _shown = step;
  private _roomNames: ReadonlyMap<string, string> = new Map();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("difference")) return;
    const { people, rooms } = this.difference;
    this._roomNames = new Map(rooms.map(({ key, name }) => [key, localized(name)]));
    this._shows = people.length === 0 && rooms.length > 0 ? "rooms" : "people";
    this._search = "";
    this._shown = step;
  }

  override render() {
    const { counts, people, rooms } = this.difference;
    if (people.length + rooms.length === 0) return nothing;
    const tabs: Tab[] = [
      { id: "people", label: t("admin.people"), count: people.length },
      { id: "rooms", label: t("admin.rooms"), count: rooms.length },
    ];
    return html`
      <h3>${t("admin.difference")}</h3>
      <dl>
        ${personKinds.map((kind) => this._tile(t(`admin.person.${kind}`), counts.people[kind] ?? 0))}
        ${roomKinds.map((kind) => this._tile(t(`admin.room.${kind}`), counts.rooms[kind] ?? 0))}
        ${this._tile(t("admin.memberships-begin"), counts.enter)} ${this._tile(t("admin.memberships-end"), counts.exit)}
      </dl>
      <div class="bar">
        <ui-tabs
          .label=${t("admin.difference")}
          .tabs=${tabs}
          .value=${this._shows}
          @ui-select=${this._onTab}
        ></ui-tabs>
        <ui-input
          type="search"
          icon="search"
          labelHidden
          .label=${t("admin.difference-search")}
          .placeholder=${t("admin.difference-search")}
          .value=${this._search}
          @input=${this._onSearch}
        ></ui-input>
      </div>
      ${this._shows === "people" ? this._people() : this._rooms()}
    `;
  }

  private _tile(label: string, count: number) {
    return html`<div class=${count === 0 ? "none" : ""}>
      <dt>${label}</dt>
      <dd>${formatNumber(count)}</dd>
    </div>`;
  }

  private _people() {
    const matching = this.difference.people.filter(({ name, userId }) => this._matches(name.en, name.zh, userId));
    const columns: Column<Person>[] = [
      { id: "who", label: t("admin.column.person"), cell: ({ name }) => localized(name) },
      {
        id: "what",
        label: t("admin.column.action"),
        cell: ({ what }) => html`<ui-badge .tone=${tones[what]}>${t(`admin.person.${what}`)}</ui-badge>`,
      },
      { id: "enter", label: t("admin.column.enters"), cell: ({ enter }) => this._names(enter) },
      { id: "exit", label: t("admin.column.exits"), cell: ({ exit }) => this._names(exit) },
    ];
    return html`<ui-table
        .label=${t("admin.people")}
        .columns=${columns}
        .rows=${matching.slice(0, this._shown)}
        .keyOf=${({ userId }: Person) => userId}
      ></ui-table>
      ${this._more(matching.length)}`;
  }

  private _rooms() {
    const matching = this.difference.rooms.filter(({ name, key }) => this._matches(name.en, name.zh, key));
    const columns: Column<Room>[] = [
      { id: "room", label: t("admin.column.room"), cell: ({ name }) => localized(name) },
      { id: "kind", label: t("admin.column.kind"), cell: ({ kind }) => t(`admin.kind.${kind}`) },
      {
        id: "what",
        label: t("admin.column.action"),
        cell: ({ what }) => html`<ui-badge .tone=${tones[what]}>${t(`admin.room.${what}`)}</ui-badge>`,
      },
      {
        id: "members",
        label: t("admin.column.members"),
        cell: ({ enter, exit }) =>
          [enter === 0 ? "" : `+${formatNumber(enter)}`, exit === 0 ? "" : `−${formatNumber(exit)}`]
            .filter((text) => text !== "")
            .join(" ") || "–",
      },
    ];
    return html`<ui-table
        .label=${t("admin.rooms")}
        .columns=${columns}
        .rows=${matching.slice(0, this._shown)}
        .keyOf=${({ key }: Room) => key}
      ></ui-table>
      ${this._more(matching.length)}`;
  }

  private _names(keys: readonly string[]): string {
    return keys.map((key) => this._roomNames.get(key) ?? key).join(", ") || "–";
  }

  private _matches(...texts: readonly string[]): boolean {
    return this._search === "" || texts.some((text) => text.toLowerCase().includes(this._search));
  }

  private _more(count: number) {
    return count <= this._shown
      ? nothing
      : html`<div class="line">
          <ui-button @click=${() => (this._shown += step)}
            >${t("admin.show-more", { count: count - this._shown })}</ui-button
          >
        </div>`;
  }

  private _onTab(event: TabSelectEvent): void {
    this._shows = event.detail.id === "rooms" ? "rooms" : "people";
    this._shown = step;
  }

  private _onSearch(event: Event): void {
    this._search = (event.target as HTMLInputElement).value.trim().toLowerCase();
    this._shown = step;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "import-difference": ImportDifferenceView;
  }
}
