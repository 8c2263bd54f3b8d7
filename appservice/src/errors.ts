import { errors, type ErrorCode } from "@portico/contract/errors.ts";
import type { Hindrance } from "@portico/contract/error-body.ts";

export interface ProblemItem {
  readonly path: string;
  readonly message: string;
}

/** A refusal or failure with a code of the error table; the only kind that services throw on purpose. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: Readonly<Record<string, string | number>>;
  readonly problems: readonly ProblemItem[];

  constructor(
    code: ErrorCode,
    fields: Record<string, string | number> = {},
    options: { cause?: unknown; problems?: readonly ProblemItem[] } = {},
  ) {
    super(describe(code, fields), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.fields = fields;
    this.problems = options.problems ?? [];
  }
}

/** What was thrown, for those who look after the installation: its code where it has one, else `INTERNAL`. */
export function hindranceOf(thrown: unknown): Hindrance {
  if (thrown instanceof AppError) return { code: thrown.code, fields: { ...thrown.fields }, detail: thrown.message };
  return { code: "INTERNAL", fields: {}, detail: thrown instanceof Error ? thrown.message : String(thrown) };
}

function describe(code: ErrorCode, fields: Record<string, string | number>): string {
  return errors[code].message.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(fields[name] ?? whole));
}
