import { describe, expect, test } from "vitest";
import type { PlainEvent } from "./plain-event.ts";
import { countUnread, readUpTo } from "./unread.ts";
import type { ReadMark } from "./unread.ts";

const me = "@me:test";
const event = (id: string, change: Partial<PlainEvent> = {}): PlainEvent => ({
  id,
  type: "m.room.message",
  sender: "@wang:test",
  at: Number(id.slice(1)) * 1000,
  content: { msgtype: "m.text", body: id },
  stateKey: null,
  previous: {},
  redacted: false,
  bundledEdit: null,
  ...change,
});
const edit = (id: string, of: string) =>
  event(id, { content: { body: "* x", "m.relates_to": { rel_type: "m.replace", event_id: of } } });
const reaction = (id: string, of: string) =>
  event(id, { type: "m.reaction", content: { "m.relates_to": { rel_type: "m.annotation", event_id: of, key: "👍" } } });
const thread = (id: string, of: string) =>
  event(id, { content: { body: "t", "m.relates_to": { rel_type: "m.thread", event_id: of } } });
const joins = (id: string, who: string, before?: string) =>
  event(id, {
    type: "m.room.member",
    sender: who,
    stateKey: who,
    content: { membership: "join" },
    previous: before === undefined ? {} : { membership: before },
  });
const named = (id: string, users: string[], room = false) =>
  event(id, { content: { body: "hi", "m.mentions": { user_ids: users, room } } });
const mark = (id: string): ReadMark => ({ eventId: id, at: Number(id.slice(1)) * 1000 + 500 });

interface Row {
  readonly what: string;
  readonly events: PlainEvent[];
  readonly mark?: ReadMark;
  readonly complete?: boolean;
  readonly is: readonly [count: number, more: boolean, mentions: number];
}

const rows: Row[] = [
  { what: "an empty room", events: [], is: [0, false, 0] },
  {
    what: "messages after the mark",
    events: [event("$1"), event("$2"), event("$3")],
    mark: mark("$1"),
    is: [2, false, 0],
  },
  { what: "all read", events: [event("$1"), event("$2")], mark: mark("$2"), is: [0, false, 0] },
  {
    what: "a reaction after the mark",
    events: [event("$1"), reaction("$2", "$1")],
    mark: mark("$1"),
    is: [0, false, 0],
  },
  { what: "an edit after the mark", events: [event("$1"), edit("$2", "$1")], mark: mark("$1"), is: [0, false, 0] },
  {
    what: "a mark on a reaction",
    events: [event("$1"), reaction("$2", "$1"), event("$3")],
    mark: mark("$2"),
    is: [1, false, 0],
  },
  {
    what: "a mark on an edit",
    events: [event("$1"), edit("$2", "$1"), event("$3")],
    mark: mark("$2"),
    is: [1, false, 0],
  },
  { what: "a reply in a thread", events: [event("$1"), thread("$2", "$1")], mark: mark("$1"), is: [0, false, 0] },
  { what: "somebody joining", events: [event("$1"), joins("$2", "@li:test")], mark: mark("$1"), is: [0, false, 0] },
  {
    what: "a deleted message",
    events: [event("$1"), event("$2", { redacted: true, content: {} })],
    mark: mark("$1"),
    is: [0, false, 0],
  },
  {
    what: "own message is read up to",
    events: [event("$1"), event("$2", { sender: me }), event("$3")],
    mark: mark("$1"),
    is: [1, false, 0],
  },
  { what: "since joining, no mark", events: [event("$1"), joins("$2", me, "invite"), event("$3")], is: [1, false, 0] },
  {
    what: "a change of own name is no joining",
    events: [event("$1"), joins("$2", me, "join"), event("$3")],
    complete: true,
    is: [2, false, 0],
  },
  { what: "no mark, window full", events: [event("$1"), event("$2")], is: [2, true, 0] },
  { what: "no mark, whole room", events: [event("$1"), event("$2")], complete: true, is: [2, false, 0] },
  {
    what: "mark on an event that is not served",
    events: [event("$5"), event("$7")],
    mark: { eventId: "$x", at: 6000 },
    is: [1, false, 0],
  },
  {
    what: "mark older than the window",
    events: [event("$5"), event("$6")],
    mark: { eventId: "$1", at: 1500 },
    is: [2, true, 0],
  },
  {
    what: "mention",
    events: [event("$1"), named("$2", [me]), named("$3", ["@li:test"])],
    mark: mark("$1"),
    is: [2, false, 1],
  },
  { what: "mention of everybody", events: [event("$1"), named("$2", [], true)], mark: mark("$1"), is: [1, false, 1] },
  { what: "a read mention", events: [named("$1", [me]), event("$2")], mark: mark("$1"), is: [1, false, 0] },
];

describe("what counts as unread", () => {
  test.each(rows)("$what", ({ events, mark: readTo, complete, is }) => {
    const [count, more, mentions] = is;
    expect(countUnread(events, me, readTo ?? null, complete ?? false)).toEqual({ count, more, mentions });
  });
});

const own = (id: string) => event(id, { sender: me });

test.each<[string, PlainEvent[], ReadMark | null, string | null]>([
  ["the mark", [event("$1"), event("$2"), event("$3")], mark("$2"), "$2"],
  ["one's own message after the mark", [event("$1"), own("$2"), event("$3")], mark("$1"), "$2"],
  ["the mark after one's own message", [own("$1"), event("$2"), event("$3")], mark("$2"), "$2"],
  ["one's own message, the mark being older than what is here", [own("$5"), event("$6")], mark("$1"), "$5"],
  ["the mark, though it is older than what is here", [event("$5")], mark("$1"), "$1"],
  ["nothing known", [event("$1")], null, null],
])("a room opens read up to %s", (_, events, at, expected) => {
  expect(readUpTo(events, me, at)).toBe(expected);
});
