import { describe, expect, test } from "vitest";
import { guestState, newGuestIds, readCursor, writeCursor } from "./model.ts";

const now = new Date("2026-06-01T12:00:00Z");
const earlier = new Date("2026-05-01T12:00:00Z");
const sooner = new Date("2026-07-01T12:00:00Z");

describe("state of a guest", () => {
  const table = [
    { expiresAt: sooner, arrivedAt: null, revokedAt: null, state: "invited" },
    { expiresAt: sooner, arrivedAt: earlier, revokedAt: null, state: "active" },
    { expiresAt: now, arrivedAt: earlier, revokedAt: null, state: "expired" },
    { expiresAt: earlier, arrivedAt: null, revokedAt: null, state: "expired" },
    { expiresAt: sooner, arrivedAt: null, revokedAt: earlier, state: "revoked" },
    { expiresAt: earlier, arrivedAt: earlier, revokedAt: earlier, state: "revoked" },
  ] as const;
  test.each(table)("$state", ({ state, ...guest }) => {
    expect(guestState(guest, now)).toBe(state);
  });
});

test("a new guest's user id begins with the reserved prefix and never repeats", () => {
  const ids = Array.from({ length: 100 }, () => newGuestIds("guest-", "example.org"));
  expect(new Set(ids.map((each) => each.userId)).size).toBe(100);
  for (const { userId } of ids) expect(userId).toMatch(/^@guest-[0-9a-f]{16}:example\.org$/);
});

test("asking twice gives the same id, and only to the one who asked", () => {
  const id = (invitedBy: string, requestId: string) =>
    newGuestIds("guest-", "example.org", { invitedBy, requestId }).id;
  expect(id("@a:x", "one")).toBe(id("@a:x", "one"));
  expect(new Set([id("@a:x", "one"), id("@a:x", "two"), id("@b:x", "one")]).size).toBe(3);
  expect(id("@a:x", "one")).toMatch(/^[0-9a-f-]{36}$/);
});

describe("cursor", () => {
  test("survives the way to the client and back", () => {
    const position = { invitedAt: now, id: "0b5d1c52-6a9b-4a58-9d8f-2f3a0c4f9c11" };
    expect(readCursor(writeCursor(position))).toEqual(position);
  });
  test.each(["", "x", "AAAA", Buffer.from("1 ; drop table").toString("base64url")])("refuses %j", (cursor) => {
    expect(readCursor(cursor)).toBeUndefined();
  });
});
