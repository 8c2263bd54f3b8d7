// @vitest-environment jsdom
import { describe, expect, test } from "vitest";
import { sanitise } from "./sanitise.ts";

const clean = (html: string): string => {
  const holder = document.createElement("div");
  holder.append(sanitise(html));
  return holder.innerHTML;
};
const link = (href: string, text = "x") =>
  `<a href="${href}" rel="noopener noreferrer external" target="_blank">${text}</a>`;

describe("HTML of other people", () => {
  test.each([
    [
      "formatting",
      "<p>a <strong>b</strong> <em>c</em> <del>d</del></p>",
      "<p>a <strong>b</strong> <em>c</em> <del>d</del></p>",
    ],
    ["a script", "a<script>alert(1)</script>b", "ab"],
    ["a handler", '<p onclick="alert(1)">a</p>', "<p>a</p>"],
    ["styles", '<p style="position:fixed">a</p><style>*{}</style>', "<p>a</p>"],
    ["a frame", '<iframe src="https://evil.example"></iframe>a', "a"],
    ["a form", '<form action="https://evil.example"><input name="password"><button>Go</button></form>', "Go"],
    ["vector graphics", '<svg><a href="javascript:alert(1)"><text>x</text></a></svg>', ""],
    ["a picture elsewhere", '<img src="https://evil.example/p.gif" alt="chart">', "chart"],
    ["a stored picture", '<img src="mxc://s/1" onerror="alert(1)">', ""],
    ["a link", '<a href="https://example.org">x</a>', link("https://example.org")],
    ["a link that opens its opener", '<a href="https://e.org" target="_top" rel="opener">x</a>', link("https://e.org")],
    ["a mail address", '<a href="mailto:a@example.org">x</a>', link("mailto:a@example.org")],
    ["code in a link", '<a href="javascript:alert(1)">x</a>', "<a>x</a>"],
    ["code in a link, disguised", '<a href=" java&#10;script:alert(1)">x</a>', "<a>x</a>"],
    ["data in a link", '<a href="data:text/html,x">x</a>', "<a>x</a>"],
    ["a path on our own origin", '<a href="/admin">x</a>', "<a>x</a>"],
    ["a language", '<pre><code class="language-c++">x</code></pre>', '<pre><code class="language-c++">x</code></pre>'],
    ["another class", '<code class="toolbar">x</code><p class="head">y</p>', "<code>x</code><p>y</p>"],
    ["ids and names", '<p id="app" name="body">a</p>', "<p>a</p>"],
    ["where a list starts", '<ol start="3"><li>c</li></ol>', '<ol start="3"><li>c</li></ol>'],
    ["a spoiler", '<span data-mx-spoiler="end">x</span>', '<span data-mx-spoiler="end">x</span>'],
    ["colours", '<span data-mx-color="#ffffff">x</span>', "<span>x</span>"],
    ["the fallback of a reply", "<mx-reply>old</mx-reply>new", "oldnew"],
    ["our own elements", "<ui-dialog>x</ui-dialog>", "x"],
    [
      "a table",
      "<table><tbody><tr><td>1</td></tr></tbody></table>",
      "<table><tbody><tr><td>1</td></tr></tbody></table>",
    ],
    ["mutation by nesting", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""],
    ["Chinese", "<p>下周三之前</p>", "<p>下周三之前</p>"],
  ])("%s", (_what, html, expected) => {
    expect(clean(html)).toBe(expected);
  });

  test("a thousand levels become a hundred", () => {
    const holder = document.createElement("div");
    holder.append(sanitise(`${"<blockquote>".repeat(1000)}deep`));
    let depth = 0;
    for (let at: Element | null = holder.firstElementChild; at !== null; at = at.firstElementChild) depth += 1;
    expect(depth).toBeLessThanOrEqual(100);
    expect(holder.textContent).toBe("deep");
  });
});
