import type { TicketPerson, TicketState } from "@portico/contract/tickets-schemas.ts";
import type { Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { TicketEntryRow, TicketPolicyRow, TicketRow } from "../../db/tables/ticket.ts";
import { deterministicId } from "../../deterministic-id.ts";
import { AppError } from "../../errors.ts";
import { isOver, stateAfterAgent, stateAfterCustomer } from "./model.ts";
import { followTicket } from "./rooms/rooms.ts";
import { officeTimeBetween } from "./sla/calendar.ts";
import { minutesRun, type Promised, readClock } from "./sla/clock.ts";
import * as store from "./store.ts";

/** Something that somebody wrote. */
export interface Writing {
  readonly id: string;
  readonly kind: "message" | "note";
  readonly side: "customer" | "agent";
  readonly author: TicketPerson;
  readonly text: string;
  /** Where the ticket stands after it. */
  readonly state?: TicketState | undefined;
  /** It stands in the Matrix room already. */
  readonly fromMatrix?: boolean;
  readonly at?: Date;
}

const who = ({ author }: Pick<Writing, "author">) => ({ kind: "system" as const, name: author.userId ?? "visitor" });

/** The promise that fits a ticket best: what names its company, type or priority goes before what does not. */
export function promisedFor(
  policies: readonly TicketPolicyRow[],
  ticket: Pick<TicketRow, "priority" | "type_id" | "customer_id">,
): Promised {
  const fits = policies.filter(
    (policy) =>
      (policy.priority === null || policy.priority === ticket.priority) &&
      (policy.type_id === null || policy.type_id === ticket.type_id) &&
      (policy.customer_id === null || policy.customer_id === ticket.customer_id),
  );
  const weight = (policy: TicketPolicyRow) =>
    (policy.customer_id === null ? 0 : 4) + (policy.type_id === null ? 0 : 2) + (policy.priority === null ? 0 : 1);
  const [best] = fits.toSorted((a, b) => weight(b) - weight(a));
  return {
    first: best?.first_minutes ?? null,
    next: best?.next_minutes ?? null,
    solution: best?.solution_minutes ?? null,
  };
}

/** Reads the record anew and writes what it promises. */
export async function recomputeClock(tx: Tx, ticket: TicketRow) {
  const queue = await store.findQueue(tx, ticket.queue_id);
  if (queue === undefined) throw new Error(`ticket ${ticket.id} is in no queue`);
  const promised = promisedFor(await store.listPolicies(tx), ticket);
  const clock = readClock(ticket.created_at, await store.clockEvents(tx, ticket.id), promised, queue.calendar);
  const first =
    clock.firstAt === null ? null : officeTimeBetween(queue.calendar, ticket.created_at, clock.firstAt) / 60_000;
  const solution = clock.solvedAt === null ? null : minutesRun(clock, queue.calendar);
  await store.writeClock(tx, ticket.id, clock, { first, solution });
  return { clock, calendar: queue.calendar, promised };
}

/** What is written to the record of a ticket, by whichever way it came. All of it in the caller's transaction. */
export function createTicketWriter() {
  async function noteChange(
    tx: Tx,
    ticketId: string,
    author: TicketPerson,
    change: NonNullable<TicketEntryRow["change"]>,
    at: Date,
  ): Promise<void> {
    await store.insertEntry(tx, {
      id: crypto.randomUUID(),
      ticket_id: ticketId,
      kind: "change",
      side: "system",
      author_id: author.userId,
      author_en: author.name.en,
      author_zh: author.name.zh,
      text: "",
      change,
      at,
    });
  }

  /** Moves a ticket to a state, with a line in its record. */
  async function setState(tx: Tx, ticket: TicketRow, author: TicketPerson, state: TicketState, at: Date) {
    if (state === ticket.state) return;
    await noteChange(tx, ticket.id, author, { field: "state", from: ticket.state, to: state }, at);
    const solved = state === "solved" || (state === "closed" && ticket.state !== "solved");
    await store.updateTicket(tx, ticket.id, {
      state,
      updated_at: at,
      ...(solved && { resolution: ticket.resolution + 1 }),
    });
  }

  /** Adds what somebody wrote; the same writing twice is there once. Resolves with whether it was new. */
  async function write(tx: Tx, ticketId: string, writing: Writing): Promise<boolean> {
    const { id, kind, side, author, text } = writing;
    const at = writing.at ?? new Date();
    const ticket = await store.lockTicket(tx, ticketId);
    if (ticket === undefined) throw new AppError("NOT_FOUND", { noun: "request" });
    const next =
      side === "customer"
        ? stateAfterCustomer(ticket.state, ticket.solved_at, at)
        : (writing.state ?? (kind === "message" ? stateAfterAgent(ticket.state) : ticket.state));
    const repeated = await store.findEntry(tx, id);
    if (repeated !== undefined) return false;
    if (next === null || (isOver(ticket.state) && kind === "message")) {
      // In Matrix it was said all the same; the record has it, and the ticket stays as it is.
      if (writing.fromMatrix !== true) throw new AppError("TICKET_ENDED");
    }
    const row = { author_id: author.userId, author_en: author.name.en, author_zh: author.name.zh, change: null };
    await store.insertEntry(tx, { id, ticket_id: ticketId, kind, side, text, at, ...row });
    await store.updateTicket(tx, ticketId, { updated_at: at });
    if (next !== null) await setState(tx, ticket, author, next, at);
    // Whoever answers first takes a ticket that nobody has.
    if (side === "agent" && kind === "message" && ticket.owner_id === null) {
      await store.updateTicket(tx, ticketId, { owner_id: author.userId });
    }
    const name = kind === "note" ? "ticket.noted" : side === "customer" ? "ticket.asked" : "ticket.answered";
    await recordEvent(tx, who(writing), name, { ticketId, entryId: id });
    await settle(tx, ticketId, kind === "note");
    return true;
  }

  /** What follows from every change: the clock, and the two rooms. */
  async function settle(tx: Tx, ticketId: string, noted = false): Promise<void> {
    const ticket = await store.findTicket(tx, ticketId);
    if (ticket === undefined) return;
    await recomputeClock(tx, ticket);
    await followTicket(tx, ticket, noted);
  }

  return {
    write,
    setState,
    noteChange,
    settle,
    firstEntryId: (ticketId: string): string => deterministicId("ticket-first", ticketId),
  };
}
export type TicketWriter = ReturnType<typeof createTicketWriter>;
