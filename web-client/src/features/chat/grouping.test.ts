import { describe, expect, test } from "vitest";
import type { MessageItem, SystemItem } from "../../matrix/model.ts";
import { groupTimeline } from "./grouping.ts";

const noon = new Date(2026, 10, 23, 12).getTime();
const minute = 60_000;
const person = (name: string) => ({ userId: `@${name}:t`, name, avatar: null, company: null });
const message = (key: string, sender: string, minutes: number): MessageItem => ({
  kind: "message",
  key,
  eventId: `$${key}`,
  sender: person(sender),
  own: sender === "me",
  at: noon + minutes * minute,
  content: { kind: "text", body: key, html: null },
  edited: false,
  quote: null,
  reactions: [],
  mentionsMe: false,
  delivery: { state: "sent" },
  thread: null,
  readers: [],
});
const joined = (key: string, minutes: number): SystemItem => ({
  kind: "system",
  key,
  eventId: `$${key}`,
  at: noon + minutes * minute,
  what: "joined",
  actor: person(key),
  subject: person(key),
  text: "",
});
const shape = (rows: ReturnType<typeof groupTimeline>): string[] =>
  rows.map((row) => {
    if (row.kind === "message") return `${row.startsGroup ? "+" : " "}${row.key}`;
    return row.kind === "system" ? `system ${row.items.map((item) => item.key).join()}` : row.kind;
  });

describe("rows of the timeline", () => {
  test("history that was brought in stands under its own day, with what made the room for it", () => {
    const old = message("old", "li", -8 * 24 * 60);
    const rows = groupTimeline([joined("li", 0), old, message("new", "li", 5)], null);
    expect(rows.map((row) => row.kind)).toEqual(["day", "system", "message", "day", "message"]);
    expect(rows[0]).toMatchObject({ at: old.at });
  });

  test("one person in a row stands together until somebody else speaks", () => {
    const rows = groupTimeline(
      [message("a", "li", 0), message("b", "li", 1), message("c", "wang", 2), message("d", "li", 3)],
      null,
    );
    expect(shape(rows)).toEqual(["day", "+a", " b", "+c", "+d"]);
  });

  test("a pause of five minutes stands apart", () => {
    expect(shape(groupTimeline([message("a", "li", 0), message("b", "li", 5)], null))).toEqual(["day", "+a", "+b"]);
  });

  test("midnight begins a day", () => {
    const rows = groupTimeline([message("a", "li", 12 * 60 - 1), message("b", "li", 12 * 60)], null);
    expect(shape(rows)).toEqual(["day", "+a", "day", "+b"]);
  });

  test("neighbouring system lines fold, and separate what is around them", () => {
    const rows = groupTimeline([message("a", "li", 0), joined("x", 1), joined("y", 1), message("b", "li", 2)], null);
    expect(shape(rows)).toEqual(["day", "+a", "system x,y", "+b"]);
  });

  test("the unread line stands before the first message of somebody else", () => {
    const items = [message("a", "li", 0), message("b", "me", 1), joined("x", 1), message("c", "li", 2)];
    expect(shape(groupTimeline(items, "$a"))).toEqual(["day", "+a", "+b", "system x", "unread", "+c"]);
  });

  test("there is no unread line when nothing follows, or when where it belongs is not loaded", () => {
    const items = [message("a", "li", 0), message("b", "me", 1)];
    expect(shape(groupTimeline(items, "$b"))).not.toContain("unread");
    expect(shape(groupTimeline(items, "$a"))).not.toContain("unread");
    expect(shape(groupTimeline(items, "$older"))).not.toContain("unread");
  });
});
