import { z } from "zod";

/** What the database of an earlier release held: its newest migration, whose it was, and rows by table. */
export const Release = z.strictObject({
  migration: z.string(),
  serverName: z.string(),
  company: z.strictObject({ en: z.string(), zh: z.string() }),
  rows: z.record(z.string(), z.array(z.unknown())),
});
export type Release = z.infer<typeof Release>;
