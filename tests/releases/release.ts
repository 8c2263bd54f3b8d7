import { readFileSync } from "node:fs";
import { z } from "zod";

/** What the database of an earlier release held: its newest migration, whose it was, and rows by table. */
export const Release = z.strictObject({
  migration: z.string(),
  serverName: z.string(),
  company: z.strictObject({ en: z.string(), zh: z.string() }),
  rows: z.record(z.string(), z.array(z.unknown())),
});
export type Release = z.infer<typeof Release>;

const DAY_MS = 86_400_000;
const TIME = /(?<=")\d{4}-\d\d-\d\d(?=T\d\d:\d\d:\d\d)/g;

/**
 * What a file holds, as if it had been recorded within the last day: sessions
 * and accounts that have run out since then had not when the upgrade came.
 */
export function readRelease(file: string): Release {
  const text = readFileSync(file, "utf8");
  const recorded = Math.max(...[...text.matchAll(/"at": "([^"]+)"/g)].map(([, at]) => Date.parse(at ?? "")));
  const days = Math.floor((Date.now() - recorded) / DAY_MS);
  const later = (day: string): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
  return Release.parse(JSON.parse(text.replaceAll(TIME, later)));
}
