import { expect, test } from "vitest";
import { leavesGap } from "./gap.ts";

const events = (...ids: string[]) => ids.map((event_id) => ({ event_id }));
const known = new Set(["$1", "$2"]);

test.each([
  ["a limited answer that does not overlap", known, { limited: true, timeline: events("$8", "$9") }, true],
  ["a fresh position that does not overlap", known, { initial: true, limited: true, timeline: events("$9") }, true],
  ["a limited answer that overlaps", known, { limited: true, timeline: events("$2", "$3") }, false],
  ["an answer that continues", known, { timeline: events("$3") }, false],
  ["the first answer of a room", new Set<string>(), { initial: true, limited: true, timeline: events("$1") }, false],
  ["an answer without messages", known, { limited: true, timeline: [] }, false],
])("%s", (_what, ids, answer, gap) => {
  expect(leavesGap(ids, answer)).toBe(gap);
});
