import { describe, expect, test } from "vitest";
import { foldTimeline } from "./fold.ts";
import type { FoldContext } from "./fold.ts";
import type { MessageItem } from "./model.ts";
import type { Json, PlainEvent } from "./plain-event.ts";

const context: FoldContext = {
  userId: "@me:test",
  personOf: (userId) => ({ userId, name: userId.slice(1, 3), avatar: null, company: null }),
  readersOf: () => [],
  keyOf: () => undefined,
};
let clock = 0;
const event = (id: string, sender: string, content: Json, change: Partial<PlainEvent> = {}): PlainEvent => ({
  id,
  type: "m.room.message",
  sender: `@${sender}:test`,
  at: (clock += 1),
  content,
  stateKey: null,
  previous: {},
  redacted: false,
  bundledEdit: null,
  ...change,
});
const text = (body: string): Json => ({ msgtype: "m.text", body });
const edit = (id: string, sender: string, of: string, body: string) =>
  event(id, sender, {
    ...text(`* ${body}`),
    "m.new_content": text(body),
    "m.relates_to": { rel_type: "m.replace", event_id: of },
  });
const reaction = (id: string, sender: string, of: string, key: string, redacted = false) =>
  event(id, sender, redacted ? {} : { "m.relates_to": { rel_type: "m.annotation", event_id: of, key } }, {
    type: "m.reaction",
    redacted,
  });
const only = (events: PlainEvent[]): MessageItem => {
  const items = foldTimeline(events, context);
  expect(items).toHaveLength(1);
  const [item] = items;
  if (item?.kind !== "message") throw new Error("expected a message");
  return item;
};

describe("folding events into rows", () => {
  test("the newest edit by the author replaces the text", () => {
    const item = only([event("$1", "li", text("a")), edit("$2", "li", "$1", "b"), edit("$3", "li", "$1", "c")]);
    expect(item).toMatchObject({ edited: true, content: { body: "c" } });
  });

  test("somebody else's edit changes nothing", () => {
    expect(only([event("$1", "li", text("a")), edit("$2", "eve", "$1", "b")])).toMatchObject({
      edited: false,
      content: { body: "a" },
    });
  });

  test("an edit that the server bundled is shown", () => {
    const bundledEdit = edit("$2", "li", "$1", "b");
    expect(only([event("$1", "li", text("a"), { bundledEdit })])).toMatchObject({ content: { body: "b" } });
  });

  test("reactions are gathered by key, one for each person", () => {
    const item = only([
      event("$1", "li", text("a")),
      reaction("$2", "me", "$1", "👍"),
      reaction("$3", "wang", "$1", "👍"),
      reaction("$4", "wang", "$1", "👍"),
      reaction("$5", "wang", "$1", "🎉"),
      reaction("$6", "li", "$1", "🎉", true),
    ]);
    expect(item.reactions.map(({ key, people, ownEventId }) => [key, people.length, ownEventId])).toEqual([
      ["👍", 2, "$2"],
      ["🎉", 1, null],
    ]);
  });

  test("a deleted message keeps its place and loses everything else", () => {
    const item = only([event("$1", "li", {}, { redacted: true }), reaction("$2", "me", "$1", "👍")]);
    expect(item).toMatchObject({ content: { kind: "deleted" }, reactions: [], quote: null });
  });

  test("a deleted edit is no message of its own", () => {
    const edited = event("$2", "li", {}, { redacted: true, wasEdit: true });
    expect(foldTimeline([event("$1", "li", text("a")), edited], context)).toHaveLength(1);
  });

  test("a reply quotes the text as it is now", () => {
    const reply = { ...text("ok"), "m.relates_to": { "m.in_reply_to": { event_id: "$1" } } };
    const items = foldTimeline(
      [event("$1", "li", text("a")), event("$2", "me", reply), edit("$3", "li", "$1", "b")],
      context,
    );
    expect(items[1]).toMatchObject({ quote: { eventId: "$1", content: { body: "b" } } });
  });

  test("a reply to something not loaded says so", () => {
    const reply = { ...text("ok"), "m.relates_to": { "m.in_reply_to": { event_id: "$0" } } };
    expect(only([event("$2", "me", reply)]).quote).toEqual({ eventId: "$0", sender: null, content: null });
  });

  test.each([
    ["join", undefined, "li", "joined"],
    ["join", "join", "li", null],
    ["invite", undefined, "boss", "invited"],
    ["leave", "join", "li", "left"],
    ["leave", "join", "boss", "removed"],
    ["leave", "invite", "li", "declined"],
    ["ban", "join", "boss", "removed"],
  ])("membership %s after %s by %s is %s", (membership, before, by, what) => {
    const member = event(
      "$1",
      by,
      { membership, displayname: "Li" },
      {
        type: "m.room.member",
        stateKey: "@li:test",
        previous: before === undefined ? {} : { membership: before },
      },
    );
    const items = foldTimeline([member], context);
    expect(items.map((item) => item.kind === "system" && item.what)).toEqual(what === null ? [] : [what]);
  });
});
