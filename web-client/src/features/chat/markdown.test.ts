import { describe, expect, test } from "vitest";
import { markdownToHtml } from "./markdown.ts";

describe("Markdown to a message's HTML", () => {
  test.each([
    ["plain text", "just words", null],
    ["plain Chinese text", "下周三之前请整理好", null],
    ["characters of HTML", "a < b & c", null],
    ["two lines", "one\ntwo", null],
    ["emphasis", "**Q4** and *more*", "<strong>Q4</strong> and <em>more</em>"],
    ["emphasis within Chinese", "请把 **报价** 整理好", "请把 <strong>报价</strong> 整理好"],
    ["code", "use `a < b`", "use <code>a &lt; b</code>"],
    ["typed HTML stays text", "<b>x</b> **y**", "&lt;b&gt;x&lt;/b&gt; <strong>y</strong>"],
    ["a typed script is plain text", "<script>alert(1)</script>", null],
    ["a list", "- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"],
    ["a picture becomes a link", "![p](https://e.org/p.png)", '<a href="https://e.org/p.png">p</a>'],
    ["two paragraphs", "a\n\n**b**", "<p>a</p>\n<p><strong>b</strong></p>"],
  ])("%s", (_what, text, html) => {
    expect(markdownToHtml(text)).toBe(html);
  });

  test("a fenced block keeps its language", () => {
    expect(markdownToHtml("```c\nint i;\n```")).toBe('<pre><code class="language-c">int i;\n</code></pre>');
  });

  test("a mention becomes a link to the person, whatever the name holds", () => {
    expect(markdownToHtml("@王磊_A ok?", [{ text: "@王磊_A", userId: "@wang:test", at: 0 }])).toBe(
      '<a href="https://matrix.to/#/%40wang%3Atest">@王磊_A</a> ok?',
    );
  });

  test("two people of one name are two links", () => {
    const named = [
      { text: "@Wang Wei", userId: "@ww1:t", at: 0 },
      { text: "@Wang Wei", userId: "@ww2:t", at: 14 },
    ];
    const html = markdownToHtml("@Wang Wei and @Wang Wei", named) ?? "";
    expect(html.indexOf("%40ww1%3At")).toBeGreaterThan(0);
    expect(html.indexOf("%40ww2%3At")).toBeGreaterThan(html.indexOf("%40ww1%3At"));
  });
});

describe("what means something else in Chinese chat", () => {
  const link = (href: string) => `<a href="${href}">${href}</a>`;
  test.each([
    ["大约~12万和~510万", null],
    ["3~5天，10~20人", null],
    ["~~作废~~", "<del>作废</del>"],
    ["请看https://example.com/a?b=1，谢谢。", `请看${link("https://example.com/a?b=1")}，谢谢。`],
    ["（https://example.com）", `（${link("https://example.com")}）`],
    ["见https://example.com/a。下一句", `见${link("https://example.com/a")}。下一句`],
    ["mail li@example.com", null],
    ["**见** https://example.com/x、y", `<strong>见</strong> ${link("https://example.com/x")}、y`],
  ])("%s", (text, html) => {
    expect(markdownToHtml(text)).toBe(html);
  });
});
