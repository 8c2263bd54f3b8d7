import type { ApprovalColumn, ApprovalCondition, ApprovalField } from "./approvals-form.ts";

/*
 * Arithmetic of filled-in forms, the same in browser and service. Amounts are
 * decimal text and are added as whole numbers, so that 0.10 and 0.20 are 0.30.
 */

/** First and last day (YYYY-MM-DD) with the half that each begins or ends with. */
export interface RangeValue {
  readonly from: string;
  readonly fromHalf: "am" | "pm";
  readonly to: string;
  readonly toHalf: "am" | "pm";
}
/** A file in the homeserver's media store. */
export interface FileValue {
  readonly name: string;
  readonly url: string;
  readonly size: number;
  readonly type: string;
}
export type PlainValue = string | readonly FileValue[];
export type RowValue = Readonly<Record<string, PlainValue>>;
export type FieldValue = PlainValue | RangeValue | readonly RowValue[];
export type FormValues = Readonly<Record<string, FieldValue>>;

const SCALE = 6;
export const DECIMAL = /^-?\d{1,15}(\.\d{1,6})?$/;

const toUnits = (text: string): bigint => {
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const units = BigInt(whole) * 10n ** BigInt(SCALE) + BigInt(fraction.padEnd(SCALE, "0"));
  return text.startsWith("-") ? -units : units;
};

const fromUnits = (units: bigint): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(SCALE + 1, "0");
  const fraction = digits.slice(-SCALE).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -SCALE)}${fraction === "" ? "" : `.${fraction}`}`;
};

/** The exact sum of decimal texts; what is no decimal counts nothing. */
export const sumDecimals = (texts: readonly string[]): string =>
  fromUnits(texts.filter((text) => DECIMAL.test(text)).reduce((sum, text) => sum + toUnits(text), 0n));

/** Below 0, 0, above 0: like the difference of two decimal texts. */
export const compareDecimals = (left: string, right: string): number => {
  const difference = toUnits(left) - toUnits(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

const DAY_MS = 86_400_000;
const SATURDAY = 6;
const SUNDAY = 0;

const isWorkday = (time: number): boolean => {
  const weekday = new Date(time).getUTCDay();
  return weekday !== SATURDAY && weekday !== SUNDAY;
};

/**
 * Days that a range takes, halves included; in one calendar year where that is
 * asked for. Working days are Monday to Friday. Nothing when the range is not complete or ends before it begins.
 */
export function daysOf(range: RangeValue, count: "working" | "calendar", year?: number): number {
  const [from, to] = [Date.parse(range.from), Date.parse(range.to)];
  let days = 0;
  for (let time = from; time <= to; time += DAY_MS) {
    if (year !== undefined && new Date(time).getUTCFullYear() !== year) continue;
    if (count === "working" && !isWorkday(time)) continue;
    days += 1 - (time === from && range.fromHalf === "pm" ? 0.5 : 0) - (time === to && range.toHalf === "am" ? 0.5 : 0);
  }
  return days;
}

export const isRange = (value: FieldValue | undefined): value is RangeValue =>
  typeof value === "object" && "from" in value;
export const isRows = (value: FieldValue | undefined): value is readonly RowValue[] =>
  Array.isArray(value) && value.every((row) => !("url" in row));

/** Sum of one column of detail rows. */
export const sumOf = (value: FieldValue | undefined, column: string): string =>
  sumDecimals(isRows(value) ? value.flatMap((row) => (typeof row[column] === "string" ? [row[column]] : [])) : []);

/** What conditions know of who asks. */
export interface InitiatorFacts {
  /** The own department and all above it. */
  readonly departments: readonly string[];
  /** Level of the rank; 0: none. */
  readonly level: number;
  readonly role: string;
}

type Fields = readonly (ApprovalField | ApprovalColumn)[];

/** The value that a test looks at, as text, or several of which one may do; null: there is none. */
function operand(of: string, fields: Fields, values: FormValues, initiator: InitiatorFacts): readonly string[] | null {
  const [id = "", part = ""] = of.split(".");
  if (id === "initiator") {
    if (part === "department") return initiator.departments;
    return [part === "level" ? String(initiator.level) : initiator.role];
  }
  const field = fields.find((each) => each.id === id);
  const value = values[id];
  if (field?.type === "range" && isRange(value))
    return [part === "days" ? String(daysOf(value, field.count)) : value.from];
  if (field?.type === "rows") return [part === "" ? String(isRows(value) ? value.length : 0) : sumOf(value, part)];
  return typeof value === "string" && value !== "" ? [value] : null;
}

function compare(left: string, op: string, right: string): boolean {
  if (op === "eq")
    return left === right || (DECIMAL.test(left) && DECIMAL.test(right) && compareDecimals(left, right) === 0);
  const both = DECIMAL.test(left) && DECIMAL.test(right);
  const difference = both ? compareDecimals(left, right) : left < right ? -1 : left > right ? 1 : 0;
  if (op === "lt") return difference < 0;
  if (op === "le") return difference <= 0;
  return op === "gt" ? difference > 0 : difference >= 0;
}

/** Whether a condition holds; a value that is not there meets only "is not". */
export function holds(
  condition: ApprovalCondition,
  fields: Fields,
  values: FormValues,
  initiator: InitiatorFacts,
): boolean {
  const met = condition.tests.map(({ of, op, value }) => {
    const found = operand(of, fields, values, initiator);
    if (op === "ne") return found === null || !found.some((each) => compare(each, "eq", value));
    return found !== null && found.some((each) => compare(each, op, value));
  });
  return condition.match === "all" ? met.every(Boolean) : met.some(Boolean);
}

/** The fields that are asked for with these values, in order. */
export const visibleFields = <Field extends ApprovalField | ApprovalColumn>(
  fields: readonly Field[],
  values: FormValues,
  initiator: InitiatorFacts,
): Field[] => fields.filter(({ when }) => when === null || holds(when, fields, values, initiator));

/** The currency that an amount is in. */
export const currencyOf = (field: { readonly currency: string }, values: FormValues): string => {
  const chosen = values[field.currency];
  return (typeof chosen === "string" && chosen !== "" ? chosen : field.currency).toUpperCase();
};
