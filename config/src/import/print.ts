import type { ImportReport } from "@portico/contract/imports.ts";
import { tableLines, type Terminal } from "../terminal.ts";

/** Prints an import: its files, its rows, what changes for people and rooms, and the outcome last. */
export function printReport(report: ImportReport, terminal: Terminal): void {
  const { difference, files } = report;
  const roomNames = new Map(difference.rooms.map(({ key, name }) => [key, name.en]));
  const roomsOf = (sign: string, keys: readonly string[]): string[] =>
    keys.map((key) => `${sign}${roomNames.get(key) ?? key}`);

  block(
    terminal,
    "Files",
    files.map(({ name, encoding, rows, sha256 }) => [name, encoding ?? "unreadable", `${rows ?? 0} rows`, sha256]),
  );
  block(
    terminal,
    "Rows",
    report.rows.map((row) => [
      // A record that is in no file has no line.
      row.line > 0 ? `${row.file}:${row.line}` : row.file,
      row.action,
      row.id,
      row.problems.length > 0
        ? row.problems
            .map(({ code, field, value }) => `${code} ${field}${value === "" ? "" : ` "${value}"`}`)
            .join(", ")
        : row.changes.map(({ field, from, to }) => `${field}: ${from || "–"} → ${to || "–"}`).join(", "),
    ]),
  );
  block(
    terminal,
    "People",
    difference.people.map(({ userId, what, enter, exit }) => [
      userId,
      what,
      [...roomsOf("+", enter), ...roomsOf("-", exit)].join(", "),
    ]),
  );
  block(
    terminal,
    "Rooms",
    difference.rooms.map(({ name, kind, what, enter, exit }) => [name.en, kind, what, `+${enter} -${exit}`]),
  );
  for (const { what, leaving, total } of report.brakes) {
    const option = what === "people" ? "--confirm-leavers" : "--confirm-departments";
    terminal.line(`Unusually many: ${leaving} of ${total} ${what} go. To apply this, add: ${option} ${leaving}`);
  }
  if (report.refusal !== null) terminal.line(`Refused: ${report.refusal.detail} (${report.refusal.code})`);
  terminal.line(outcomeOf(report));
}

/** Counts and outcome of an import in one line. */
export function outcomeOf({
  applied,
  counts,
  difference,
}: Pick<ImportReport, "applied" | "counts"> & {
  readonly difference: Pick<ImportReport["difference"], "counts">;
}): string {
  const { enter, exit } = difference.counts;
  const rows = listOf(counts);
  const memberships = enter + exit === 0 ? "" : `; memberships +${enter} -${exit}`;
  return `${rows || "no rows"}${memberships}. ${applied ? "Imported." : "Nothing was changed."}`;
}

const listOf = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([action, count]) => `${count} ${action}`)
    .join(", ");

function block(terminal: Terminal, heading: string, rows: readonly (readonly string[])[]): void {
  if (rows.length === 0) return;
  terminal.line(heading);
  for (const line of tableLines(rows)) terminal.line(line);
  terminal.line();
}
