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
    expect(markdownToHtml("@王磊_A ok?", [{ text: "@王磊_A", userId: "@wang:test" }])).toBe(
      '<a href="https://matrix.to/#/%40wang%3Atest">@王磊_A</a> ok?',
    );
  });

  test("of two names the longer is found first", () => {
    const named = [
      { text: "@Li", userId: "@li:t" },
      { text: "@Li Na", userId: "@lina:t" },
    ];
    expect(markdownToHtml("@Li Na", named)).toContain("%40lina%3At");
  });
});
