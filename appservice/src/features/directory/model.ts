import type { Locale } from "@portico/contract/common.ts";

interface Named {
  readonly name_en: string;
  readonly name_zh: string;
  /** Company of an outsider. */
  readonly company: string | null;
}

/**
 * The name under which an account speaks in Matrix: both scripts, that of the
 * installation's language first; outsiders carry their company as a badge.
 */
export function displayName({ name_en: en, name_zh: zh, company }: Named, locale: Locale): string {
  if (company !== null) return `${en} (${company})`;
  if (zh === "" || zh === en) return en;
  return locale === "zh" ? `${zh} ${en}` : `${en} ${zh}`;
}
