import { expect, test } from "vitest";
import { isFewEmoji } from "./few-emoji.ts";
import { linkify } from "./linkify.ts";
import { markdownToHtml } from "./markdown.ts";
import { mentionAt } from "./mention-query.ts";
import { plainWords } from "../../matrix/plain-words.ts";
import { contentOf } from "../../matrix/message-content.ts";

test.each(["👍", "👍🏽", "👨‍👩‍👧‍👦", "🇨🇳", "❤️", "👍👍👍", "1️⃣"])("%s is drawn large", (text) => {
  expect(isFewEmoji(text)).toBe(true);
});
test.each(["", "1", "123", "👍 well", "👍👍👍👍", "👍🏽".repeat(25), "上海"])("%s is text", (text) => {
  expect(isFewEmoji(text)).toBe(false);
});

const asHtml = (html: string) => ({ kind: "text", body: "", html }) as const;
/** What the client computes from others' words, over inputs that made such functions slow elsewhere. */
const computed: Readonly<Record<string, (text: string) => unknown>> = {
  emoji: isFewEmoji,
  links: linkify,
  markdown: (text) => markdownToHtml(text),
  mention: (text) => mentionAt(text, text.length),
  words: (text) => plainWords(asHtml(text)),
  content: (text) => contentOf("m.room.message", { msgtype: "m.text", body: text }, false),
};
const hostile = [
  "👍🏽",
  "https://",
  "(",
  "> a\n",
  "<a ",
  "&#x",
  "@a",
  "~~",
  "* ",
  "`",
  "[",
  "）。",
  "\u202E",
  "https://a.b)",
];

test.each(Object.entries(computed))("%s grows no faster than the text", (_name, of) => {
  const took = (text: string): number => {
    const began = performance.now();
    of(text);
    return performance.now() - began;
  };
  for (const piece of hostile) {
    const [short, long] = [400, 3200].map((times) => `${piece.repeat(times)} words`);
    const before = Math.min(took(short ?? ""), took(short ?? ""));
    const after = Math.min(took(long ?? ""), took(long ?? ""));
    // Eight times the text may take sixty-four times as long (and a pause of the machine), never thousands.
    expect(after, `${piece} repeated`).toBeLessThan(64 * before + 250);
  }
});
