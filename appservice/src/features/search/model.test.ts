import { describe, expect, it, test } from "vitest";
import { contentOf, correctionOf, excerpt, fold, pairsOf, wordsOf } from "./model.ts";

test("pairs of a word are among those of every text that contains it", () => {
  for (const [text, word] of [
    ["我家在上海东边", "上海"],
    ["Release notes for HB-310", "hb-31"],
    ["ＡＢＣ full width", "bc"],
    ["👍🏽 and 🎉🎉", "🎉"],
    ["Grüße aus Köln", "köl"],
  ] as const) {
    const pairs = new Set(pairsOf(fold(text)));
    expect(fold(text)).toContain(fold(word));
    expect(pairsOf(fold(word)).every((pair) => pairs.has(pair))).toBe(true);
  }
});

test("words of a question are few and folded", () => {
  expect(wordsOf("  上海  Offer ＳＯ ")).toEqual(["上海", "offer", "so"]);
  expect(wordsOf("a ".repeat(500))).toHaveLength(12);
  expect(wordsOf("   ")).toEqual([]);
});

test("folding and cutting stay linear in long texts", () => {
  const long = "上海".repeat(200_000);
  expect(fold(long).length).toBeLessThanOrEqual(20_000);
  expect(pairsOf(fold(long))).toEqual(["上海", "海上"]);
  expect(excerpt(long, ["海上"]).length).toBeLessThan(200);
});

describe("what can be found of a message", () => {
  it.each([
    [
      { msgtype: "m.text", body: "hello" },
      { text: "hello", file: null },
    ],
    [
      { msgtype: "m.image", body: "a.png" },
      { text: "", file: "a.png" },
    ],
    [
      { msgtype: "m.file", body: "see this", filename: "b.pdf" },
      { text: "see this", file: "b.pdf" },
    ],
    [{ msgtype: "m.text", body: "  " }, null],
    [{ body: 7 }, null],
    [
      { msgtype: "m.text", body: "nul\0 \ud800" },
      { text: "nul \ufffd", file: null },
    ],
    [
      { msgtype: "m.text", body: "> <@a:b> old\n\nnew", "m.relates_to": { "m.in_reply_to": { event_id: "$1" } } },
      { text: "new", file: null },
    ],
    [
      { msgtype: "m.text", body: "> a quote of mine" },
      { text: "> a quote of mine", file: null },
    ],
  ])("%j", (content, found) => {
    expect(contentOf(content)).toEqual(found);
  });

  it("is what a correction says", () => {
    const content = { "m.relates_to": { rel_type: "m.replace", event_id: "$1" }, "m.new_content": { body: "new" } };
    expect(correctionOf(content)).toEqual({ of: "$1", content: { body: "new" } });
    expect(correctionOf({ body: "x" })).toBeNull();
  });
});
