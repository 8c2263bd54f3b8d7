import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inTransaction, type Tx } from "../../appservice/src/db/connection.ts";
import { recordEvent } from "../../appservice/src/db/record-event.ts";
import { lockStructure } from "../../appservice/src/db/structure-lock.ts";
import { lockActiveAdmins } from "../../appservice/src/features/directory/store.ts";
import { lockAccount } from "../../appservice/src/features/links/store.ts";
import { hurry } from "../../appservice/src/features/rooms/accounts/store.ts";
import { findRoom, setRoomId } from "../../appservice/src/features/rooms/store.ts";
import { type OwnDatabase, ownDatabase } from "../support/own-database.ts";
import { waitFor } from "../support/wait-for.ts";

/** Transactions that meet; PostgreSQL would end one of two that wait for each other. */
let own: OwnDatabase;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.drop());
beforeEach(async () => {
  await own.rows("TRUNCATE managed_room, account CASCADE");
});

const SOMEBODY = { kind: "system", name: "test" } as const;
const room = { purpose: "company", name_en: "A", name_zh: "" } as const;
const account = { user_id: "@a:x", class: "staff", role: "admin", name_en: "A", name_zh: "", locale: "en" } as const;
const { user_id } = account;
/** A transaction that is not begun again. */
const once = <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> => own.db.transaction().execute(work);
const rename = (tx: Tx, key: string) =>
  tx.updateTable("managed_room").set({ name_en: "B" }).where("key", "=", key).execute();
const record = (tx: Tx) => recordEvent(tx, SOMEBODY, "audit.checked", {});

test("two that end at the same moment wait for one another, whether they change the policy first or record what happened", async () => {
  let second: Promise<void> = Promise.resolve();
  await once(async (tx) => {
    await record(tx);
    // As its end begins to do.
    await sql`SET CONSTRAINTS place_in_outbox IMMEDIATE`.execute(tx);
    second = once(async (other) => {
      await other
        .insertInto("managed_room")
        .values({ ...room, key: "first", kind: "room", parent_key: null })
        .execute();
      await record(other);
    });
    await waitFor("the other one is at its end", () => own.waitsForLock());
    await tx
      .insertInto("managed_room")
      .values({ ...room, key: "second", kind: "room", parent_key: null })
      .execute();
  });
  await expect(second).resolves.toBeUndefined();
});

test("a new room is noted while an import changes the space and then the room", async () => {
  await own.db
    .insertInto("managed_room")
    .values([
      { ...room, key: "space", kind: "space", parent_key: null },
      { ...room, key: "room", kind: "room", parent_key: "space" },
    ])
    .execute();
  let noted: Promise<void> = Promise.resolve();
  await once(async (tx) => {
    await lockStructure(tx);
    await rename(tx, "space");
    noted = once(async (other) => setRoomId(other, (await findRoom(other, "room"))!, "!room"));
    await waitFor("the new room waits", () => own.waitsForLock());
    await rename(tx, "room");
  });
  await expect(noted).resolves.toBeUndefined();
  expect(await findRoom(own.db, "room")).toMatchObject({ name_en: "B", room_id: "!room" });
});

test("who signs in meets an import that has his memberships in hand", async () => {
  await own.db.insertInto("account").values(account).execute();
  const keys = ["first", "second"];
  await own.db
    .insertInto("managed_room")
    .values(keys.map((key) => ({ ...room, key, kind: "room" as const, parent_key: null })))
    .execute();
  await own.db
    .insertInto("membership_gap")
    .values(keys.map((room_key) => ({ room_key, user_id, priority: 4, cause: null, problem: null })))
    .execute();
  const touch = (tx: Tx, key: string) =>
    tx.updateTable("membership_gap").set({ attempts: 1 }).where("room_key", "=", key).execute();
  let hurried: Promise<void> = Promise.resolve();
  await once(async (tx) => {
    await touch(tx, "second");
    hurried = hurry(own.db, user_id);
    await waitFor("the sign-in waits", () => own.waitsForLock());
    await touch(tx, "first");
  });
  await hurried;
  const { rows } = await own.rows("SELECT room_key, priority FROM membership_gap ORDER BY room_key");
  expect(rows).toEqual(keys.map((room_key) => ({ room_key, priority: 2 })));
});

test.each([
  ["administrators are counted", lockActiveAdmins],
  ["he gets a link", (tx: Tx) => lockAccount(tx, user_id)],
])("somebody is wanted in a room while %s", async (_, lock) => {
  await own.db.insertInto("account").values(account).execute();
  await own.db
    .insertInto("managed_room")
    .values({ ...room, key: "room", kind: "room", parent_key: null })
    .execute();
  await once(async (tx) => {
    await lock(tx);
    await own.rows("INSERT INTO wanted_membership (room_key, user_id, source) VALUES ('room', $1, 'manual')", [
      user_id,
    ]);
  });
});

test("of two that lock each other out, the one that is ended begins again", async () => {
  const keys = ["first", "second"] as const;
  await own.db
    .insertInto("managed_room")
    .values(keys.map((key) => ({ ...room, key, kind: "room" as const, parent_key: null })))
    .execute();
  const holds = { first: Promise.withResolvers<void>(), second: Promise.withResolvers<void>() };
  type Key = keyof typeof holds;
  let begun = 0;
  const renameBoth = (mine: Key, others: Key) => async (tx: Tx) => {
    begun += 1;
    await rename(tx, mine);
    holds[mine].resolve();
    await holds[others].promise;
    await rename(tx, others);
    return mine;
  };
  await expect(
    Promise.all([
      inTransaction(own.db, renameBoth("first", "second")),
      inTransaction(own.db, renameBoth("second", "first")),
    ]),
  ).resolves.toEqual(keys);
  expect(begun).toBe(3);
});

test("work that fails by itself is not begun again", async () => {
  let begun = 0;
  const fails = inTransaction(own.db, async (tx) => {
    begun += 1;
    await sql`SELECT 1 / 0`.execute(tx);
  });
  await expect(fails).rejects.toThrow("division by zero");
  expect(begun).toBe(1);
});
