const cell = (text: string): string => text.trim().replaceAll("|", "\\|").replaceAll("\n", " ");

/** A selection of spreadsheet cells (tabs between columns) as a Markdown table; null for other text. */
export const cellsToMarkdown = (text: string): string | null => {
  const lines = text.replaceAll("\r\n", "\n").replace(/\n+$/, "").split("\n");
  const rows = lines.map((line) => line.split("\t"));
  const [first] = rows;
  const columns = first?.length ?? 0;
  // Text with an occasional tab is no table: all rows of a selection are equally wide.
  if (first === undefined || columns < 2 || rows.length < 2 || rows.some((row) => row.length !== columns)) return null;
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(first), line(first.map(() => "---")), ...rows.slice(1).map(line)].join("\n");
};
