import { describe, expect, test } from "vitest";
import type { MeetingState } from "../../../media/types.ts";
import { Boards } from "./board.ts";
import { frameIn } from "./frame.ts";
import { visibility } from "./stroke.ts";
import { type DrawingMessage, encode, type SentStroke } from "./wire.ts";

const state: MeetingState = {
  meetingId: "m",
  startedAt: "",
  locked: false,
  lobby: true,
  drawing: "some",
  drawers: ["drawer"],
  roles: { host: "host", sharer: "member", drawer: "member", other: "member" },
  hands: [],
  waiting: 0,
  recording: null,
};
const stroke = (id: string, more: Partial<SentStroke> = {}): SentStroke => ({
  id,
  tool: "pen",
  colour: 1,
  fades: false,
  points: [10, 20],
  text: "",
  done: false,
  ...more,
});

function boards() {
  const all = new Boards();
  const send = (from: string, message: DrawingMessage, now = 0) => all.receive(encode(message), from, state, now);
  const ids = () => all.of("sharer").map(({ id }) => id);
  return { all, send, ids };
}

describe("what others draw", () => {
  test.each([
    ["host", true],
    ["sharer", true],
    ["drawer", true],
    ["other", false],
    ["stranger", false],
  ])("%s: %s", (from, drawn) => {
    const { send, ids } = boards();
    expect(send(from, { kind: "stroke", share: "sharer", stroke: stroke("a") })).toBe(drawn);
    expect(ids()).toEqual(drawn ? ["a"] : []);
  });

  test("grows by its author's points in order, and is whole at its end", () => {
    const { all, send } = boards();
    send("drawer", { kind: "stroke", share: "sharer", stroke: stroke("a") });
    send("drawer", { kind: "points", share: "sharer", id: "a", from: 2, points: [30, 40] });
    // A packet that came twice, and one of somebody else.
    send("drawer", { kind: "points", share: "sharer", id: "a", from: 2, points: [30, 40] });
    send("host", { kind: "points", share: "sharer", id: "a", from: 4, points: [1, 1] });
    expect(all.of("sharer")[0]).toMatchObject({ author: "drawer", points: [10, 20, 30, 40] });
    send("drawer", {
      kind: "stroke",
      share: "sharer",
      stroke: stroke("a", { points: [10, 20, 30, 40, 5, 6], done: true }),
    });
    expect(all.of("sharer")[0]).toMatchObject({ points: [10, 20, 30, 40, 5, 6], done: true });
  });

  test("is taken back by its author, and wiped by who shares or leads", () => {
    const { send, ids } = boards();
    for (const id of ["a", "b"]) send("drawer", { kind: "stroke", share: "sharer", stroke: stroke(id) });
    send("host", { kind: "stroke", share: "sharer", stroke: stroke("c") });
    expect(send("drawer", { kind: "clear", share: "sharer", all: true })).toBe(false);
    send("drawer", { kind: "delete", share: "sharer", ids: ["a", "c"] });
    expect(ids()).toEqual(["b", "c"]);
    send("drawer", { kind: "clear", share: "sharer", all: false });
    expect(ids()).toEqual(["c"]);
    send("sharer", { kind: "clear", share: "sharer", all: true });
    expect(ids()).toEqual([]);
  });

  test("is told to late comers by who shares and nobody else", () => {
    const { all, send } = boards();
    const strokes = [{ ...stroke("a", { done: true }), author: "drawer" }];
    expect(send("host", { kind: "sync", share: "sharer", strokes })).toBe(false);
    expect(send("sharer", { kind: "sync", share: "sharer", strokes })).toBe(true);
    expect(all.of("sharer")).toMatchObject([{ id: "a", author: "drawer" }]);
  });

  test("that is no message, or a flood, changes nothing", () => {
    const { all, send } = boards();
    for (const text of ["", "{", "[]", '{"kind":"stroke","share":"sharer","stroke":{"id":"a"}}'])
      expect(all.receive(new TextEncoder().encode(text), "host", state, 0)).toBe(false);
    const far = stroke("a", { points: [-1, 70_000] });
    expect(send("host", { kind: "stroke", share: "sharer", stroke: far })).toBe(false);
    const sent = Array.from({ length: 100 }, (_, at) =>
      send("drawer", { kind: "stroke", share: "sharer", stroke: stroke(`s${at}`) }),
    );
    expect(sent.filter(Boolean)).toHaveLength(60);
  });
});

test("a fading stroke goes, one that stays does not", () => {
  const { all, send, ids } = boards();
  send("host", { kind: "stroke", share: "sharer", stroke: stroke("fades", { fades: true, done: true }) });
  send("host", { kind: "stroke", share: "sharer", stroke: stroke("stays", { done: true }) });
  expect(all.expire("sharer", 3000)).toBe(true);
  expect(visibility(all.of("sharer")[0]!, 4350)).toBeCloseTo(0.5);
  expect(all.expire("sharer", 6000)).toBe(false);
  expect(ids()).toEqual(["stays"]);
});

test.each([
  [
    { width: 1600, height: 900 },
    { x: 0, y: 0, width: 1600, height: 900 },
  ],
  [
    { width: 1600, height: 1000 },
    { x: 0, y: 50, width: 1600, height: 900 },
  ],
  [
    { width: 390, height: 844 },
    { x: 0, y: 312.3125, width: 390, height: 219.375 },
  ],
])("a picture of 16:9 in %o", (box, frame) => {
  expect(frameIn(box, { width: 1280, height: 720 })).toEqual(frame);
});
