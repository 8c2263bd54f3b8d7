import { expect, test } from "vitest";
import { envelopeOf, type ItemKey, readItemId, stateOf, writeItemId } from "./model.ts";

test.each<ItemKey>([
  { kind: "inbox", eventId: "$abc:example.org" },
  { kind: "outbox", eventId: 12, consumer: "matrix" },
  { kind: "rejected", id: 3 },
])("an id survives the way out and back: %j", (key) => {
  expect(readItemId(writeItemId(key))).toEqual(key);
});

test.each(["", "inbox:", "outbox:1", "outbox:x:matrix", "outbox:1:'", "rejected:-1", "other:1"])(
  "%j is no id",
  (id) => {
    expect(readItemId(id)).toBeUndefined();
  },
);

test("the state follows from the marks", () => {
  const at = new Date();
  expect(stateOf({ doneAt: at, parkedAt: null, attempts: 3 })).toBe("done");
  expect(stateOf({ doneAt: null, parkedAt: at, attempts: 8 })).toBe("parked");
  expect(stateOf({ doneAt: null, parkedAt: null, attempts: 1 })).toBe("retrying");
  expect(stateOf({ doneAt: null, parkedAt: null, attempts: 0 })).toBe("waiting");
});

test("an operator never sees what people wrote", () => {
  const shown = envelopeOf({ type: "m.room.message", content: { body: "secret" }, unsigned: { prev_content: {} } });
  expect(shown).toEqual({ type: "m.room.message" });
});
