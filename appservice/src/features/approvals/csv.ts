import type { ApprovalSummary } from "@portico/contract/approvals.ts";
import { type FieldValue, isRange, sumOf } from "@portico/contract/approvals-values.ts";

/** A cell that no spreadsheet takes for a formula (OWASP, "CSV injection"). */
const safe = (text: string): string => (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text);
const quoted = (text: string): string => `"${safe(text).replaceAll('"', '""')}"`;

function cellText(field: ApprovalSummary["highlights"][number]["field"], value: FieldValue): string {
  if (isRange(value)) return `${value.from} ${value.fromHalf} - ${value.to} ${value.toHalf}`;
  if (field.type === "choice") return field.options.find(({ id }) => id === value)?.label.en ?? "";
  if (field.type === "rows") {
    return field.columns
      .filter(({ type }) => type === "money" || type === "number")
      .map((column) => `${column.label.en}: ${sumOf(value, column.id)}`)
      .join("; ");
  }
  return typeof value === "string" ? value : "";
}

const head = ["Number", "Form", "Version", "Asked by", "State", "Asked at", "Changed at", "Waits for", "Details"];

/** Requests as CSV (RFC 4180), one line each. */
export const toCsv = (items: readonly ApprovalSummary[]): string =>
  [
    head,
    ...items.map((item) => [
      String(item.number),
      item.form.name.en,
      String(item.form.version),
      item.initiator.name.en,
      item.status,
      item.submittedAt,
      item.changedAt,
      item.waitingFor.map(({ name }) => name.en).join("; "),
      item.highlights.map(({ field, value }) => `${field.label.en}: ${cellText(field, value)}`).join(" | "),
    ]),
  ]
    .map((row) => row.map(quoted).join(","))
    .join("\r\n")
    .concat("\r\n");
