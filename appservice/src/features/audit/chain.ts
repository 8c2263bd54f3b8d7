import { createHash } from "node:crypto";

/** What the hash of an entry covers. */
export interface ChainedEntry {
  readonly eventId: number;
  readonly name: string;
  readonly actor: string;
  readonly subject: string;
  readonly payload: unknown;
  readonly at: Date;
}

/** Hash of the entry before the first. */
export const CHAIN_START = "0".repeat(64);

/**
 * SHA-256 over the hash before and the entry. Keys are sorted, because the
 * database does not keep their order, so who holds any one hash can check
 * everything that came before it.
 */
export function hashEntry(before: string, entry: ChainedEntry): string {
  const { eventId, name, actor, subject, payload, at } = entry;
  const text = JSON.stringify([before, eventId, name, actor, subject, canonical(payload), at.toISOString()]);
  return createHash("sha256").update(text).digest("hex");
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
}
