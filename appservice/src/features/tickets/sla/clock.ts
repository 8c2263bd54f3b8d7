import type { TicketState } from "@portico/contract/tickets-schemas.ts";
import { addOfficeTime, type Calendar, officeTimeBetween } from "./calendar.ts";

/** What is promised, in minutes of office hours; null: nothing. */
export interface Promised {
  readonly first: number | null;
  readonly next: number | null;
  readonly solution: number | null;
}

/** What the clock looks at, in order of time. */
export type ClockEvent =
  | { readonly at: Date; readonly kind: "state"; readonly state: TicketState }
  | { readonly at: Date; readonly kind: "message"; readonly side: "customer" | "agent" };

export type What = "first" | "next" | "solution";

interface Step {
  readonly from: Date;
  readonly to: Date | null;
  readonly state: TicketState;
  readonly runs: boolean;
}

interface Target {
  readonly what: What;
  readonly minutes: number;
  /** Null while the clock stands, or where the calendar has no such time. */
  readonly dueAt: Date | null;
  readonly metAt: Date | null;
  /** Null: still open. */
  readonly kept: boolean | null;
}

export interface Clock {
  readonly steps: readonly Step[];
  readonly targets: readonly Target[];
  readonly firstAt: Date | null;
  readonly solvedAt: Date | null;
  /** What is due next. */
  readonly due: { readonly what: What; readonly at: Date } | null;
}

const MINUTE = 60_000;
/** The clock of the solution stands while the customer has to act, and once nothing is left to do. */
const runs = (state: TicketState): boolean => state === "new" || state === "open" || state === "waiting_us";
const ended = (state: TicketState): boolean =>
  state === "solved" || state === "closed" || state === "merged" || state === "spam";

/** Reads the record of a ticket: when something is due, and each step that led to it. The same record always gives the same times. */
export function readClock(
  createdAt: Date,
  events: readonly ClockEvent[],
  promised: Promised,
  calendar: Calendar,
): Clock {
  const steps: Step[] = [];
  let state: TicketState = "new";
  let since = createdAt;
  let firstAt: Date | null = null;
  /** Since when the customer waits for an answer after the first one. */
  let waitingSince: Date | null = null;
  let solvedAt: Date | null = null;
  for (const event of events) {
    if (event.kind === "message") {
      if (event.side === "customer") waitingSince ??= firstAt === null ? null : event.at;
      else {
        firstAt ??= event.at;
        waitingSince = null;
      }
      continue;
    }
    if (event.state === state) continue;
    steps.push({ from: since, to: event.at, state, runs: runs(state) });
    if (ended(event.state) && !ended(state)) solvedAt = event.at;
    if (!ended(event.state)) solvedAt = null;
    ({ state } = event);
    since = event.at;
  }
  steps.push({ from: since, to: null, state, runs: runs(state) });

  const targets: Target[] = [];
  const over = ended(state);
  if (promised.first !== null) {
    const dueAt = addOfficeTime(calendar, createdAt, promised.first * MINUTE);
    const met = firstAt ?? (over ? solvedAt : null);
    targets.push({ what: "first", minutes: promised.first, dueAt, metAt: met, kept: keptBy(dueAt, met) });
  }
  if (promised.next !== null && waitingSince !== null && !over) {
    const dueAt = addOfficeTime(calendar, waitingSince, promised.next * MINUTE);
    targets.push({ what: "next", minutes: promised.next, dueAt, metAt: null, kept: null });
  }
  if (promised.solution !== null) {
    const { dueAt, spent } = solutionDue(steps, promised.solution * MINUTE, calendar);
    const kept = over ? spent <= promised.solution * MINUTE : null;
    targets.push({ what: "solution", minutes: promised.solution, dueAt, metAt: solvedAt, kept });
  }
  const open = targets
    .filter((target) => target.kept === null && target.dueAt !== null)
    // While the customer has to act nothing is due, not even an answer.
    .filter(() => runs(state))
    .toSorted((a, b) => (a.dueAt?.getTime() ?? 0) - (b.dueAt?.getTime() ?? 0))[0];
  const due = open?.dueAt == null ? null : { what: open.what, at: open.dueAt };
  return { steps, targets, firstAt, solvedAt, due };
}

const keptBy = (dueAt: Date | null, metAt: Date | null): boolean | null =>
  metAt === null ? null : dueAt === null || metAt <= dueAt;

/** Goes through the steps that run until the promised time is used up. */
function solutionDue(steps: readonly Step[], promised: number, calendar: Calendar) {
  let spent = 0;
  let dueAt: Date | null = null;
  for (const step of steps) {
    if (!step.runs) continue;
    if (step.to === null) {
      dueAt ??= addOfficeTime(calendar, step.from, Math.max(0, promised - spent));
      continue;
    }
    const used = officeTimeBetween(calendar, step.from, step.to);
    if (dueAt === null && spent + used > promised) dueAt = addOfficeTime(calendar, step.from, promised - spent);
    spent += used;
  }
  return { dueAt, spent };
}

/** Minutes of office hours in which the clock ran. */
export const minutesRun = ({ steps }: Pick<Clock, "steps">, calendar: Calendar): number =>
  steps.reduce((sum, { from, to, runs: ran }) => sum + (ran && to ? officeTimeBetween(calendar, from, to) : 0), 0) /
  MINUTE;
