import type { ApprovalColumn, ApprovalField } from "@portico/contract/approvals-form.ts";
import {
  DECIMAL,
  daysOf,
  type FieldValue,
  type FormValues,
  type InitiatorFacts,
  isRange,
  type RowValue,
  visibleFields,
} from "@portico/contract/approvals-values.ts";
import type { World } from "./types.ts";

/** What is wrong with one value: the path below the values, like `rows.2.amount`, and why. */
export interface ValueProblem {
  readonly path: string;
  readonly message:
    | "is missing"
    | "is not valid"
    | "is not asked for"
    | "ends before it begins"
    | "holds no day that counts";
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const LONGEST_TEXT = 4000;
const MOST_ROWS = 100;
const MOST_DAYS = 366;

const isDate = (value: unknown): boolean =>
  typeof value === "string" && DATE.test(value) && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);

const isRealDate = (value: unknown): boolean => {
  try {
    return isDate(value);
  } catch {
    // RangeError: a month or day that does not exist.
    return false;
  }
};

/** Checks what was filled in against the form; gives back exactly the fields that are asked for. */
export function checkValues(
  fields: readonly ApprovalField[],
  given: FormValues,
  initiator: InitiatorFacts,
  world: World,
): { readonly values: FormValues; readonly problems: readonly ValueProblem[] } {
  const problems: ValueProblem[] = [];
  const values: Record<string, FieldValue> = {};
  const asked = visibleFields(fields, given, initiator);
  for (const field of asked) {
    const value = given[field.id];
    if (isBlank(value)) {
      if (field.required) problems.push({ path: field.id, message: "is missing" });
      continue;
    }
    if (field.type === "rows") problems.push(...checkRows(field, value, given, initiator, world));
    else {
      const message = field.type === "range" ? rangeProblem(field, value) : plainProblem(field, value, world);
      if (message !== undefined) problems.push({ path: field.id, message });
    }
    values[field.id] = value;
  }
  const known = new Set(fields.map(({ id }) => id));
  for (const id of Object.keys(given)) if (!known.has(id)) problems.push({ path: id, message: "is not asked for" });
  return { values, problems };
}

const isBlank = (value: FieldValue | undefined): value is undefined =>
  value === undefined ||
  (typeof value === "string" && value.trim() === "") ||
  (Array.isArray(value) && value.length === 0);

function rangeProblem(
  field: Extract<ApprovalField, { type: "range" }>,
  value: FieldValue,
): ValueProblem["message"] | undefined {
  if (!isRange(value) || !isRealDate(value.from) || !isRealDate(value.to)) return "is not valid";
  const halves = value.fromHalf === "pm" || value.toHalf === "am";
  if (halves && !field.halfDays) return "is not valid";
  if (value.from > value.to || (value.from === value.to && value.fromHalf === "pm" && value.toHalf === "am")) {
    return "ends before it begins";
  }
  if (Date.parse(value.to) - Date.parse(value.from) > MOST_DAYS * 86_400_000) return "is not valid";
  return daysOf(value, field.count) > 0 ? undefined : "holds no day that counts";
}

function plainProblem(field: ApprovalColumn, value: FieldValue, world: World): ValueProblem["message"] | undefined {
  if (field.type === "file") {
    const files = Array.isArray(value) && value.every((each) => "url" in each && typeof each.url === "string");
    return files ? undefined : "is not valid";
  }
  if (typeof value !== "string" || value.length > LONGEST_TEXT) return "is not valid";
  const valid = {
    text: () => true,
    number: () => DECIMAL.test(value),
    money: () => DECIMAL.test(value) && !value.startsWith("-"),
    date: () => isRealDate(value),
    choice: () => field.type === "choice" && field.options.some(({ id }) => id === value),
    person: () => world.people.get(value)?.active === true,
    department: () => world.departments.has(value),
  }[field.type];
  return valid() ? undefined : "is not valid";
}

function checkRows(
  field: Extract<ApprovalField, { type: "rows" }>,
  value: FieldValue,
  given: FormValues,
  initiator: InitiatorFacts,
  world: World,
): ValueProblem[] {
  if (!Array.isArray(value) || value.length > MOST_ROWS) return [{ path: field.id, message: "is not valid" }];
  return (value as readonly RowValue[]).flatMap((row, index) => {
    const problems: ValueProblem[] = [];
    for (const column of visibleFields(field.columns, { ...given, ...row }, initiator)) {
      const cell = row[column.id];
      const path = `${field.id}.${index}.${column.id}`;
      if (isBlank(cell)) {
        if (column.required) problems.push({ path, message: "is missing" });
        continue;
      }
      const message = plainProblem(column, cell, world);
      if (message !== undefined) problems.push({ path, message });
    }
    for (const id of Object.keys(row)) {
      if (!field.columns.some((column) => column.id === id))
        problems.push({ path: `${field.id}.${index}.${id}`, message: "is not asked for" });
    }
    return problems;
  });
}
