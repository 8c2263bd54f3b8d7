/** One line of the result: ours beside the bare engine, and their ratio. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly bare: number;
  /** What the ratio should be, in words. */
  readonly goal: string;
}

/** The value below which that share of all lies. */
export function percentile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((left, right) => left - right);
  const found = ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))];
  if (found === undefined) throw new Error("nothing was measured");
  return found;
}

/** The middle value; of an even count, the upper one of the two. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function printRows(rows: readonly Row[]): void {
  const table = rows.map((row) => ({
    what: row.what,
    ours: `${row.ours.toFixed(1)} ${row.unit}`,
    bare: `${row.bare.toFixed(1)} ${row.unit}`,
    ratio: (row.ours / row.bare).toFixed(3),
    goal: row.goal,
  }));
  const columns = ["what", "ours", "bare", "ratio", "goal"] as const;
  const width = Object.fromEntries(
    columns.map((column) => [column, Math.max(column.length, ...table.map((row) => row[column].length))]),
  );
  const line = (cells: Readonly<Record<string, string>>) =>
    columns.map((column) => (cells[column] ?? "").padEnd(width[column] ?? 0)).join("  ");
  process.stdout.write(
    `\n${[line(Object.fromEntries(columns.map((column) => [column, column]))), ...table.map(line)].join("\n")}\n`,
  );
}
