import type { AudienceKind, AudiencePart } from "@portico/contract/announcements.ts";
import type { Context } from "../../context.ts";
import { inTransaction, type Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { AnnouncementRow } from "../../db/tables/announcement.ts";
import { deterministicId } from "../../deterministic-id.ts";
import { AppError } from "../../errors.ts";
import type { Actor } from "../../policy/actor.ts";
import { holds, requireAbility, requireVisible } from "../../policy/engine.ts";
import { insertChanges } from "../live/index.ts";
import { allParts, nameParts, partsLedBy, partsOf, peopleIn } from "./audience/store.ts";
import { presentAll, subjectOf } from "./present.ts";
import { publish, tellReaders } from "./publish.ts";
import { followRooms } from "./rooms.ts";
import {
  audienceOf,
  changeAnnouncement,
  type Content,
  deleteAnnouncement,
  type Draft,
  findAnnouncement,
  insertAnnouncement,
  isAddressed,
  keepEdition,
  listAnnouncements,
  listEditions,
  listReaders,
  lockAnnouncement,
  markConfirmed,
  markRead,
  updateAnnouncement,
} from "./store.ts";

const HOUR_MS = 3_600_000;

/** Announcements: written, published now or later, corrected, recalled; read, confirmed and reminded of. */
export function createAnnouncementService({ db }: Pick<Context, "db">) {
  const missing = () => new AppError("NOT_FOUND", { noun: "announcement" });

  async function addressedTo(actor: Actor, id: string): Promise<boolean> {
    return isAddressed(db, id, await partsOf(db, personIdOf(actor)));
  }

  async function readable(actor: Actor, id: string): Promise<{ row: AnnouncementRow; addressed: boolean }> {
    const row = await findAnnouncement(db, id);
    if (row === undefined) throw missing();
    const addressed = await addressedTo(actor, id);
    requireVisible(actor, "announcement.read", "announcement", subjectOf(row, addressed));
    return { row, addressed };
  }

  async function whole(actor: Actor, id: string) {
    const { row, addressed } = await readable(actor, id);
    const [announcement] = await presentAll(db, [row], actor, () => addressed);
    if (announcement === undefined) throw missing();
    return { announcement, editions: await listEditions(db, id) };
  }

  /** Refuses an audience outside of what the actor may announce to, and parts that do not exist. */
  async function requireAudience(actor: Actor, audience: readonly AudiencePart[]): Promise<void> {
    const named = await nameParts(db, audience);
    const known = new Set(named.map(nameOfPart));
    const unknown = audience.filter((part) => !known.has(nameOfPart(part)));
    if (unknown.length > 0) {
      const problems = unknown.map(({ kind, id }) => ({ path: "body.audience", message: `no ${kind} ${id}` }));
      throw new AppError("REQUEST_INVALID", {}, { problems });
    }
    if (holds(actor, "announcement.write-all")) return;
    const led = new Set((await partsLedBy(db, requirePerson(actor))).map(nameOfPart));
    const outside = named.filter((part) => !led.has(nameOfPart(part)));
    if (outside.length > 0) {
      throw new AppError("ANNOUNCEMENT_AUDIENCE", { names: outside.map(({ name }) => name.en).join(", ") });
    }
  }

  /** Does something with an announcement that the actor handles and that nobody changed meanwhile. */
  async function handle(
    actor: Actor,
    id: string,
    expectedVersion: number | null,
    work: (tx: Tx, row: AnnouncementRow) => Promise<void>,
  ): Promise<void> {
    const { addressed } = await readable(actor, id);
    await inTransaction(db, async (tx) => {
      const row = await lockAnnouncement(tx, id);
      if (row === undefined) throw missing();
      requireAbility(actor, "announcement.handle", subjectOf(row, addressed));
      if (expectedVersion !== null && row.version !== expectedVersion) throw new AppError("VERSION_CONFLICT");
      await work(tx, row);
    });
  }

  const requireState = (row: AnnouncementRow, ...states: readonly AnnouncementRow["state"][]): void => {
    if (!states.includes(row.state)) throw new AppError("ANNOUNCEMENT_STATE", { state: row.state });
  };

  /** A published one is corrected: what was read stays readable, and everybody is asked again. */
  async function correct(tx: Tx, actor: Actor, row: AnnouncementRow, draft: Draft): Promise<void> {
    const changed = contentOf(row) !== contentOf(draft);
    if (changed) await keepEdition(tx, row, row.author_id);
    // Whom it is for stays: others would have learned of it, and some would lose what they confirmed.
    await changeAnnouncement(tx, row.id, { ...draft, audience: await audienceOf(tx, row.id) });
    await updateAnnouncement(tx, row.id, changed ? { edition: row.edition + 1, corrected_at: new Date() } : {});
    if (row.room_key !== null && row.comments_open !== draft.commentsOpen) await followRooms(tx, row.room_key);
    if (changed) {
      await recordEvent(tx, actor, "announcement.corrected", { announcementId: row.id, edition: row.edition + 1 });
    } else await recordEvent(tx, actor, "announcement.changed", { announcementId: row.id });
  }

  return {
    async list(
      actor: Actor,
      {
        cursor,
        limit,
        ...filter
      }: { view: "front" | "archive" | "mine"; from?: AudienceKind | undefined } & {
        cursor?: string | undefined;
        limit: number;
      },
    ) {
      const offset = offsetOf(cursor);
      const personId = personIdOf(actor);
      const parts = await partsOf(db, personId);
      const { items, total } = await listAnnouncements(db, filter, { personId, parts }, { offset, limit });
      const next = offset + items.length;
      return {
        // What the list of the front holds is for the asker; in the own list only the author's rights count.
        items: await presentAll(db, items, actor, () => filter.view !== "mine"),
        nextCursor: next < total && items.length > 0 ? String(next) : null,
        total,
      };
    },

    async audiences(actor: Actor) {
      const all = holds(actor, "announcement.write-all");
      const parts = all ? await allParts(db) : await partsLedBy(db, requirePerson(actor));
      return { items: await nameParts(db, parts), people: all };
    },

    async countAudience(actor: Actor, audience: readonly AudiencePart[]) {
      await requireAudience(actor, audience);
      return { people: (await peopleIn(db, audience)).length };
    },

    async write(actor: Actor, { requestId, ...draft }: Draft & { readonly requestId: string }) {
      const authorId = requirePerson(actor);
      await requireAudience(actor, draft.audience);
      const id = deterministicId("announcement", authorId, requestId);
      await inTransaction(db, async (tx) => {
        const isNew = await insertAnnouncement(tx, id, authorId, draft);
        if (isNew) await recordEvent(tx, actor, "announcement.written", { announcementId: id });
      });
      return whole(actor, id);
    },

    get: whole,

    async change(
      actor: Actor,
      id: string,
      { expectedVersion, ...draft }: Draft & { readonly expectedVersion: number },
    ) {
      await readable(actor, id);
      await requireAudience(actor, draft.audience);
      await handle(actor, id, expectedVersion, async (tx, row) => {
        requireState(row, "draft", "scheduled", "published");
        if (row.state === "published") return correct(tx, actor, row, draft);
        await changeAnnouncement(tx, id, draft);
        await updateAnnouncement(tx, id);
        return recordEvent(tx, actor, "announcement.changed", { announcementId: id });
      });
      return whole(actor, id);
    },

    async remove(actor: Actor, id: string) {
      await handle(actor, id, null, async (tx, row) => {
        requireState(row, "draft", "scheduled");
        await deleteAnnouncement(tx, id);
        await recordEvent(tx, actor, "announcement.deleted", { announcementId: id });
      });
      return null;
    },

    async publish(
      actor: Actor,
      id: string,
      { expectedVersion, at }: { readonly expectedVersion: number; readonly at?: string | null | undefined },
    ) {
      await requireAudience(actor, (await readable(actor, id)) && (await audienceOf(db, id)));
      await handle(actor, id, expectedVersion, async (tx, row) => {
        requireState(row, "draft", "scheduled");
        if (at === undefined) return publish(tx, actor, id, new Date());
        if (at === null) {
          await updateAnnouncement(tx, id, { state: "draft", publish_at: null });
          return recordEvent(tx, actor, "announcement.changed", { announcementId: id });
        }
        const moment = new Date(at);
        if (moment <= new Date()) {
          const problems = [{ path: "body.at", message: "must be in the future" }];
          throw new AppError("REQUEST_INVALID", {}, { problems });
        }
        await updateAnnouncement(tx, id, { state: "scheduled", publish_at: moment });
        return recordEvent(tx, actor, "announcement.scheduled", { announcementId: id, at });
      });
      return whole(actor, id);
    },

    async recall(actor: Actor, id: string, expectedVersion: number) {
      await handle(actor, id, expectedVersion, async (tx, row) => {
        requireState(row, "published");
        await updateAnnouncement(tx, id, { state: "recalled" });
        if (row.room_key !== null) await followRooms(tx, row.room_key);
        await recordEvent(tx, actor, "announcement.recalled", { announcementId: id });
        await tellReaders(tx, id);
      });
      const row = await findAnnouncement(db, id);
      // An administrator who recalls somebody else's no longer sees it.
      if (row === undefined) throw missing();
      const [announcement] = await presentAll(db, [row], actor, () => false);
      if (announcement === undefined) throw missing();
      return { announcement, editions: await listEditions(db, id) };
    },

    async read(actor: Actor, id: string) {
      const { row, addressed } = await readable(actor, id);
      const personId = personIdOf(actor);
      if (personId === null || !addressed || row.state !== "published") return null;
      await inTransaction(db, async (tx) => {
        if (!(await markRead(tx, id, personId, row.edition))) return;
        const users = actor.kind === "operator" ? [] : [actor.userId];
        await insertChanges(tx, [{ topic: "announcements", ids: [id], users }]);
      });
      return null;
    },

    async confirm(actor: Actor, id: string, edition: number) {
      const { row, addressed } = await readable(actor, id);
      const personId = requirePerson(actor);
      if (row.state !== "published" || !addressed) throw new AppError("ANNOUNCEMENT_STATE", { state: row.state });
      if (row.edition !== edition) throw new AppError("VERSION_CONFLICT");
      await inTransaction(db, async (tx) => {
        if (await markConfirmed(tx, id, personId, edition)) {
          await recordEvent(tx, actor, "announcement.confirmed", { announcementId: id, personId, edition });
        }
      });
      return whole(actor, id);
    },

    async readers(
      actor: Actor,
      id: string,
      { cursor, limit, state }: { cursor?: string | undefined; limit: number; state: "all" | "unread" | "unconfirmed" },
    ) {
      const { row, addressed } = await readable(actor, id);
      requireAbility(actor, "announcement.handle", subjectOf(row, addressed));
      const offset = offsetOf(cursor);
      const people = await peopleIn(db, await audienceOf(db, id));
      const all = await listReaders(
        db,
        row,
        people.map(({ personId }) => personId),
      );
      const wanted = all.filter(({ readAt, confirmedAt }) =>
        state === "all" ? true : state === "unread" ? readAt === null : confirmedAt === null,
      );
      const items = wanted.slice(offset, offset + limit);
      const next = offset + items.length;
      return {
        items: items.map((each) => ({
          person: { personId: each.personId, userId: each.userId, name: { en: each.en, zh: each.zh } },
          department:
            each.departmentEn === null ? null : { en: each.departmentEn, zh: each.departmentZh ?? each.departmentEn },
          readAt: each.readAt?.toISOString() ?? null,
          confirmedAt: each.confirmedAt?.toISOString() ?? null,
        })),
        nextCursor: next < wanted.length && items.length > 0 ? String(next) : null,
        total: wanted.length,
        people: all.length,
        read: all.filter(({ readAt }) => readAt !== null).length,
        confirmed: all.filter(({ confirmedAt }) => confirmedAt !== null).length,
        remindedAt: row.reminded_at?.toISOString() ?? null,
      };
    },

    async remind(actor: Actor, id: string) {
      let reminded = 0;
      await handle(actor, id, null, async (tx, row) => {
        requireState(row, "published");
        const now = new Date();
        if (row.reminded_at !== null && now.getTime() - row.reminded_at.getTime() < HOUR_MS) {
          throw new AppError("ANNOUNCEMENT_REMINDED");
        }
        reminded = (await listMissing(tx, row)).length;
        await updateAnnouncement(tx, id, { reminded_at: now });
        await recordEvent(tx, actor, "announcement.reminded", { announcementId: id, count: reminded });
      });
      return { reminded };
    },
  };
}

/** Those who have not read it or, where that is asked, not confirmed it; without who wrote it. */
export async function listMissing(db: Tx | Context["db"], row: AnnouncementRow) {
  const people = await peopleIn(db, await audienceOf(db, row.id));
  const all = await listReaders(
    db,
    row,
    people.map(({ personId }) => personId),
  );
  return all.filter(
    ({ personId, readAt, confirmedAt }) =>
      personId !== row.author_id && (row.must_confirm ? confirmedAt === null : readAt === null),
  );
}

const nameOfPart = ({ kind, id }: AudiencePart): string => `${kind} ${id}`;
const contentOf = ({ title, text, files }: Content): string => JSON.stringify([title, text, files]);
const personIdOf = (actor: Actor): string | null => (actor.kind === "operator" ? null : actor.personId);

function requirePerson(actor: Actor): string {
  const personId = personIdOf(actor);
  if (personId === null) throw new AppError("ABILITY_MISSING", { ability: "announcement.write" });
  return personId;
}

function offsetOf(cursor: string | undefined): number {
  const offset = cursor === undefined ? 0 : Number(/^\d{1,7}$/.exec(cursor)?.[0] ?? Number.NaN);
  if (Number.isNaN(offset)) {
    const problems = [{ path: "query.cursor", message: "was not given out by this list" }];
    throw new AppError("REQUEST_INVALID", {}, { problems });
  }
  return offset;
}
