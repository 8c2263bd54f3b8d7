import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inTransaction } from "../../appservice/src/db/connection.ts";
import { endRoom, roomByKey, roomIdOf, roomsOfOwner, wantMembers, wantRoom } from "../../appservice/src/rooms/index.ts";
import { setRoomId } from "../../appservice/src/features/rooms/store.ts";
import { type OwnDatabase, ownDatabase } from "../support/own-database.ts";

/** What capabilities want, as it stands in the tables. */
let own: OwnDatabase;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.drop());
beforeEach(async () => {
  await own.rows("TRUNCATE managed_room, account CASCADE");
  await own.rows(
    `INSERT INTO account (user_id, class, role, name_en, name_zh, locale)
     SELECT id, 'staff', 'staff', id, '', 'en' FROM unnest('{@a:x,@b:x,@c:x}'::text[]) AS id`,
  );
});

const owner = { kind: "thing", id: "7" };
const wish = { key: "thing:7:room", kind: "room", owner, name: { en: "Thing", zh: "东西" } } as const;
const want = (more: Partial<Parameters<typeof wantRoom>[1]> = {}) =>
  inTransaction(own.db, (tx) => wantRoom(tx, { ...wish, ...more }));
const members = (source: { kind: string; id: string }, ...wanted: [string, number][]) =>
  inTransaction(own.db, (tx) =>
    wantMembers(
      tx,
      wish.key,
      source,
      wanted.map(([userId, power]) => ({ userId, power })),
    ),
  );
const wanted = async () => (await own.rows("SELECT user_id, power FROM wanted_member ORDER BY user_id")).rows;
const version = async () => (await roomByKey(own.db, wish.key))?.wanted_version;

test("a room is wanted once, and what is wanted otherwise counts up", async () => {
  await want();
  const first = await version();
  await want();
  expect(await version()).toBe(first);
  await want({ name: { en: "Other", zh: "" } });
  await want({ name: { en: "Other", zh: "" }, powers: { begin: 50 } });
  await want({ name: { en: "Other", zh: "" }, powers: { begin: 50 } });
  expect(await version()).toBe(Number(first) + 2);
  expect(await roomsOfOwner(own.db, owner)).toMatchObject([
    { name_en: "Other", purpose: "owned", owner_kind: "thing", owner_id: "7", powers: { begin: 50 } },
  ]);
});

test("each source has its own members, and the highest power counts", async () => {
  await want();
  await members({ kind: "thing", id: "7" }, ["@a:x", 50], ["@b:x", 0], ["@b:x", 10]);
  await members({ kind: "other", id: "1" }, ["@b:x", 100], ["@c:x", 0]);
  expect(await wanted()).toEqual([
    { user_id: "@a:x", power: 50 },
    { user_id: "@b:x", power: 99 },
    { user_id: "@c:x", power: 0 },
  ]);
  await members({ kind: "other", id: "1" });
  await members({ kind: "thing", id: "7" }, ["@b:x", 0]);
  expect(await wanted()).toEqual([{ user_id: "@b:x", power: 0 }]);
  await expect(members(owner, ["@nobody:x", 0])).rejects.toThrow("wanted_membership");
});

test("a room that ended is closed, and open again when it is wanted once more", async () => {
  await want();
  const end = () => inTransaction(own.db, (tx) => endRoom(tx, wish.key));
  await end();
  const closed = (await roomByKey(own.db, wish.key))?.archived_at;
  expect(closed).toBeInstanceOf(Date);
  await end();
  await want({ archived: true });
  expect((await roomByKey(own.db, wish.key))?.archived_at).toEqual(closed);
  await want();
  expect((await roomByKey(own.db, wish.key))?.archived_at).toBeNull();
  await expect(inTransaction(own.db, (tx) => endRoom(tx, "nothing"))).resolves.toBeUndefined();
});

test("its id is known once there is the Matrix room, and a room of the directory is nobody else's", async () => {
  await want();
  expect(await roomIdOf(own.db, wish.key)).toBeNull();
  await inTransaction(own.db, async (tx) => setRoomId(tx, (await roomByKey(tx, wish.key))!, "!made"));
  expect(await roomIdOf(own.db, wish.key)).toBe("!made");
  await own.rows(
    "INSERT INTO managed_room (key, kind, purpose, name_en, name_zh) VALUES ('company:room', 'room', 'company', 'A', '')",
  );
  await expect(want({ key: "company:room" })).rejects.toThrow("belongs to the directory");
});
