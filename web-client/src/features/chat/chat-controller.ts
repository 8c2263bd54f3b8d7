import { computed, effect, signal } from "@preact/signals-core";
import type { ReadonlySignal } from "@preact/signals-core";
import { createContext } from "@lit/context";
import type { LocalizedText } from "@portico/contract/common.ts";
import { api } from "../../api/client.ts";
import { ApiError } from "../../api/api-error.ts";
import type { ResponseOf } from "../../api/types.ts";
import { unreadTotal } from "../../contexts/unread.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { Person, RoomSummary } from "../../matrix/model.ts";
import type { MatrixSession } from "../../matrix/session.ts";
import { MediaUrls } from "./media-urls.ts";
import { seePerson } from "./people.ts";
import type { OutsiderRecord, SeenPerson } from "./people.ts";
import { buildRoomTree } from "./room-tree.ts";
import type { RoomSection } from "./room-tree.ts";

/** What the company's records say of a managed room. */
export type RoomFacts = ResponseOf<"GET /api/rooms">["items"][number];

/** The chat of one sign-in: rooms as the user sees them, and who serves them. No DOM. */
export class ChatController {
  readonly matrix: MatrixSession;
  readonly media: MediaUrls;
  /** The room list, ordered. */
  readonly tree: ReadonlySignal<readonly RoomSection[]>;
  /** The company's records could not be had: names come in one language, and purposes only from the rooms themselves. */
  readonly factsMissing: ReadonlySignal<boolean>;
  private readonly _byId: ReadonlySignal<ReadonlyMap<string, RoomSummary>>;
  private readonly _facts = signal<ReadonlyMap<string, RoomFacts>>(new Map());
  private readonly _factsMissing = signal(false);
  private readonly _outsiders: ReadonlySignal<ReadonlyMap<string, OutsiderRecord>>;
  private readonly _invited = signal<ReadonlyMap<string, LocalizedText>>(new Map());
  private readonly _askedOf = new Set<string>();
  private readonly _stopCounting: () => void;
  /** Managed rooms, and the people from outside in them, that the records were last asked for. */
  private _asked = "";
  private _asking = new AbortController();

  constructor(matrix: MatrixSession) {
    this.matrix = matrix;
    this.media = new MediaUrls(async (url, fit) => matrix.media(url, fit));
    this.tree = computed(() => buildRoomTree(matrix.rooms.value));
    this.factsMissing = this._factsMissing;
    this._byId = computed(() => new Map(matrix.rooms.value.map((room) => [room.roomId, room])));
    this._outsiders = computed(
      () =>
        new Map(
          [...this._facts.value.values()].flatMap(({ outsiders }) => outsiders.map((each) => [each.userId, each])),
        ),
    );
    this._stopCounting = effect(() => {
      unreadTotal.value = matrix.rooms.value.reduce(
        (sum, room) =>
          sum + (room.kind === "room" && room.notify !== "off" ? room.unread.count + room.threadUnread : 0),
        0,
      );
      this._askFacts(matrix.rooms.value);
    });
  }

  stop(): void {
    this._stopCounting();
    this._asking.abort();
    unreadTotal.value = 0;
    this.media.clear();
    this.matrix.stop();
  }

  /** A room by id, undefined while unknown. */
  room(roomId: string): RoomSummary | undefined {
    return this._byId.value.get(roomId);
  }

  /** The room's name in the user's language. */
  nameOf(room: RoomSummary): string {
    const facts = this._facts.value.get(room.roomId);
    const name = facts === undefined ? this._nameOfInvited(room) : localized(facts.name);
    return name || room.name || t("chat.unnamed-room");
  }

  /** Who was only invited carries no name in the room yet: the directory knows it. */
  private _nameOfInvited({ direct }: RoomSummary): string {
    if (direct === null || direct.company !== null || direct.name !== direct.userId.slice(1).split(":")[0]) return "";
    const known = this._invited.value.get(direct.userId);
    if (known === undefined && !this._askedOf.has(direct.userId)) {
      this._askedOf.add(direct.userId);
      void this._askName(direct.userId);
    }
    return known === undefined ? "" : localized(known);
  }

  private async _askName(userId: string): Promise<void> {
    const [found] = await Promise.allSettled([api.call("GET /api/directory/people", { query: { userId, limit: 1 } })]);
    const person = found.status === "fulfilled" ? found.value.items[0] : undefined;
    if (person !== undefined) this._invited.value = new Map([...this._invited.peek(), [userId, person.name]]);
  }

  /** Somebody as the user reads him: an outsider's company in the user's language, also when his access is over. */
  see(person: Person): SeenPerson {
    return seePerson(person, this._outsiders.value.get(person.userId), localized);
  }

  /** Companies outside whose people can read here. To a guest his own company is not outside. */
  outsidersIn(room: RoomSummary): readonly string[] {
    const records = this._facts.value.get(room.roomId)?.outsiders.filter((each) => !each.ended);
    const known = records?.map((each) => localized(each.company)) ?? room.purpose?.outsiders ?? [];
    const present = room.outsiders.map((person) => this.see(person).company);
    const own = room.outsiders.find((person) => person.userId === this.matrix.userId);
    const ownCompany = own === undefined ? null : this.see(own).company;
    const companies = new Set([...known, ...present].filter((company) => company !== null));
    if (ownCompany !== null) companies.delete(ownCompany);
    return [...companies];
  }

  /** Asked again whenever the user came into a managed room, or somebody from outside came or went. */
  private _askFacts(rooms: readonly RoomSummary[]): void {
    const managed = rooms
      .filter((room) => room.purpose !== null)
      .map((room) => [room.roomId, ...room.outsiders.map((person) => person.userId).toSorted()].join("+"));
    const wanted = managed.toSorted().join(" ");
    if (managed.length === 0 || wanted === this._asked) return;
    this._asked = wanted;
    void this._loadFacts();
  }

  private async _loadFacts(): Promise<void> {
    this._asking.abort();
    this._asking = new AbortController();
    const { signal } = this._asking;
    try {
      const { items } = await api.call("GET /api/rooms", {}, signal);
      if (signal.aborted) return;
      this._facts.value = new Map(items.map((item) => [item.roomId, item]));
      this._factsMissing.value = false;
    } catch (error) {
      if (signal.aborted) return;
      // Chat works without the application service; the list says what is missing.
      if (!(error instanceof ApiError)) throw error;
      this._factsMissing.value = true;
    }
  }
}

/** The chat that the elements below belong to. */
export const chatContext = createContext<ChatController>(Symbol("chat"));
