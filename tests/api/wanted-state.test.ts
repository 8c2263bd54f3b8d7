import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "../../appservice/src/db/connection.ts";
import { keysToReconcile, markReconciled, findRoom, setRoomId } from "../../appservice/src/features/rooms/store.ts";
import { type OwnDatabase, ownDatabase } from "../support/own-database.ts";

let own: OwnDatabase;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.drop());

test("a room that was made a moment before the space that lists it is looked at again when there is the space", async () => {
  const { db } = own;
  const common = { purpose: "company", name_en: "A", name_zh: "" } as const;
  await db
    .insertInto("managed_room")
    .values([
      { ...common, key: "space", kind: "space", parent_key: null },
      { ...common, key: "room", kind: "room", parent_key: "space" },
      { ...common, key: "other", kind: "room", parent_key: null },
    ])
    .execute();
  const made = (key: string) => inTransaction(db, async (tx) => setRoomId(tx, (await findRoom(tx, key))!, `!${key}`));
  for (const key of ["room", "other"]) {
    await made(key);
    await own.rows("UPDATE managed_room SET loaded_at = now() WHERE key = $1", [key]);
    await markReconciled(db, (await findRoom(db, key))!);
  }
  expect(await keysToReconcile(db, 10)).toEqual([]);

  await made("space");
  expect(await keysToReconcile(db, 10)).toEqual(["space", "room"]);
});
