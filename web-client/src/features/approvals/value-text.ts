import type { ApprovalColumn, ApprovalField } from "@portico/contract/approvals-form.ts";
import { currencyOf, daysOf, isRange, isRows, sumOf } from "@portico/contract/approvals-values.ts";
import { formatDate } from "../../i18n/format.ts";
import { intlTag, localized, t } from "../../i18n/i18n.ts";
import type { Value, Values } from "./types.ts";

/** Names of people and departments by id, as far as they are known. */
export type NameOf = (id: string) => string;

/** A decimal text in the reader's language; its digits are kept, however many. */
export const decimalText = (text: string, style: Intl.NumberFormatOptions = {}): string =>
  new Intl.NumberFormat(intlTag(), { maximumFractionDigits: 6, ...style }).format(text as unknown as number);

export const moneyText = (amount: string, currency: string): string =>
  /^[A-Z]{3}$/.test(currency)
    ? decimalText(amount, {
        style: "currency",
        currency,
        currencyDisplay: "code",
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
      })
    : decimalText(amount, { minimumFractionDigits: 2 });

const day = (text: string): string => formatDate(`${text}T12:00:00`, "date");

/** First to last day with halves, and how many days that are. */
export function rangeText(value: Value, count: "working" | "calendar"): string {
  if (!isRange(value)) return "";
  const { from, to, fromHalf, toHalf } = value;
  const days = t("approvals.days", { days: daysOf(value, count) });
  const first = fromHalf === "pm" ? `${day(from)} ${t("approvals.afternoon")}` : day(from);
  if (from === to) {
    const half = fromHalf === "am" && toHalf === "am" ? `${day(from)} ${t("approvals.morning")}` : first;
    return `${half} · ${days}`;
  }
  const last = toHalf === "am" ? `${day(to)} ${t("approvals.morning")}` : day(to);
  return `${first} – ${last} · ${days}`;
}

/** Sums of a table's columns, with their currency. */
export const sumText = (field: Extract<ApprovalField, { type: "rows" }>, value: Value, values: Values): string =>
  field.columns
    .filter((column) => column.type === "money")
    .map((column) => moneyText(sumOf(value, column.id), currencyOf(column, values)))
    .join(" · ");

/** One value as a line of text. */
export function valueText(field: ApprovalField | ApprovalColumn, value: Value, values: Values, nameOf: NameOf): string {
  if (field.type === "range") return rangeText(value, field.count);
  if (field.type === "rows") {
    const sum = sumText(field, value, values);
    return sum === "" ? t("approvals.rows", { count: isRows(value) ? value.length : 0 }) : sum;
  }
  if (field.type === "file")
    return Array.isArray(value) ? value.map((file) => ("name" in file ? file.name : "")).join(", ") : "";
  if (typeof value !== "string") return "";
  switch (field.type) {
    case "choice": {
      const option = field.options.find(({ id }) => id === value);
      return option === undefined ? value : localized(option.label);
    }
    case "number":
      return `${decimalText(value)}${field.unit === null ? "" : ` ${localized(field.unit)}`}`;
    case "money":
      return moneyText(value, currencyOf(field, values));
    case "date":
      return day(value);
    case "person":
    case "department":
      return nameOf(value);
    default:
      return value;
  }
}
