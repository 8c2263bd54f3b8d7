import type { LocalizedText } from "@portico/contract/common.ts";
import type { Figure } from "@portico/contract/tickets-schemas.ts";

/** What the figures need of one ticket. */
export interface Counted {
  readonly key: string;
  readonly solved: boolean;
  readonly open: boolean;
  readonly firstMinutes: number | null;
  readonly solutionMinutes: number | null;
  readonly kept: readonly boolean[];
  readonly score: number | null;
}

/** The middle value; of two in the middle their mean. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value));
const share = (values: readonly boolean[]): number | null =>
  values.length === 0 ? null : values.filter(Boolean).length / values.length;

/** The figures of some tickets. CSAT counts answers of 4 and 5 as satisfied. */
export function figureOf(key: string, name: LocalizedText, tickets: readonly Counted[]): Figure {
  const first = tickets.flatMap(({ firstMinutes }) => firstMinutes ?? []);
  const solution = tickets.flatMap(({ solved, solutionMinutes }) => (solved ? (solutionMinutes ?? []) : []));
  const scores = tickets.flatMap(({ score }) => score ?? []);
  return {
    key,
    name,
    received: tickets.length,
    solved: tickets.filter(({ solved }) => solved).length,
    backlog: tickets.filter(({ open }) => open).length,
    firstMedian: rounded(median(first)),
    firstMean: rounded(mean(first)),
    solutionMedian: rounded(median(solution)),
    kept: share(tickets.flatMap(({ kept }) => kept)),
    rated: scores.length,
    satisfied: share(scores.map((score) => score >= 4)),
  };
}
