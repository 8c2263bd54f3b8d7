import type { LocalizedText } from "@portico/contract/common.ts";
import type { Db } from "../../../db/connection.ts";
import { openStates } from "../model.ts";
import { listQueues, namesOf } from "../store.ts";
import { type Counted, figureOf } from "./model.ts";
import { listForFigures } from "./store.ts";

type By = "person" | "queue" | "company" | "day";
const DAY_MS = 86_400_000;

/** The figures of the tickets received in a time, days in UTC, both included. */
export async function readFigures(db: Db, { by, from, to }: { by: By; from: string; to: string }) {
  const rows = await listForFigures(db, new Date(from), new Date(Date.parse(to) + DAY_MS));
  const names = await namesOf(
    db,
    [...new Set(rows.flatMap(({ ownerId }) => ownerId ?? []))],
    [...new Set(rows.flatMap(({ customerId }) => customerId ?? []))],
  );
  const queues = new Map((await listQueues(db)).map((row) => [row.id, { en: row.name_en, zh: row.name_zh }]));
  const keyOf = (row: (typeof rows)[number]): string =>
    ({ person: row.ownerId ?? "", queue: row.queueId, company: row.customerId ?? "", day: row.day })[by];
  const nameOf = (key: string): LocalizedText =>
    names.people.get(key) ?? names.companies.get(key) ?? queues.get(key) ?? { en: key, zh: key };
  const counted = rows.map((row): Counted => ({
    key: keyOf(row),
    solved: row.state === "solved" || row.state === "closed",
    open: openStates.includes(row.state),
    firstMinutes: row.firstMinutes,
    solutionMinutes: row.solutionMinutes,
    kept: [row.firstKept, row.solutionKept].filter((kept) => kept !== null),
    score: row.score,
  }));
  const groups = [...Map.groupBy(counted, ({ key }) => key)].map(([key, of]) => figureOf(key, nameOf(key), of));
  const sorted =
    by === "day"
      ? groups.toSorted((a, b) => a.key.localeCompare(b.key))
      : groups.toSorted((a, b) => b.received - a.received);
  return { rows: sorted, total: figureOf("", { en: "All", zh: "合计" }, counted) };
}
