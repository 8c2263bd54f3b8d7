import { expect, test } from "vitest";
import { cellsToMarkdown } from "./cells.ts";
import { markdownToHtml } from "./markdown.ts";

test("cells become a table", () => {
  const table = cellsToMarkdown("型号\t数量\r\nHB-20\t12\r\nA|B\t\r\n");
  expect(table).toBe("| 型号 | 数量 |\n| --- | --- |\n| HB-20 | 12 |\n| A\\|B |  |");
  expect(markdownToHtml(table ?? "")).toContain("<td>A|B</td>");
});

test.each(["one line", "a\tb", "a\tb\nno tab", "", "line\nline"])("%j is no table", (text) => {
  expect(cellsToMarkdown(text)).toBeNull();
});
