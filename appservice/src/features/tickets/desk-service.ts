import type { NewEntry, NewTicket, TicketChange, TicketQuery } from "@portico/contract/tickets-schemas.ts";
import type { z } from "zod";
import type { Context } from "../../context.ts";
import { type Db, inTransaction, type Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { TicketRow } from "../../db/tables/ticket.ts";
import { deterministicId } from "../../deterministic-id.ts";
import { AppError } from "../../errors.ts";
import { type AccountActor, type Actor, requireAccount } from "../../policy/actor.ts";
import { fileTicket } from "./intake/service.ts";
import { listTypes } from "./intake/store.ts";
import { countTickets, listTickets } from "./list/store.ts";
import { presentDetail, presentTicket } from "./present.ts";
import { findRoom, roomKey } from "./rooms/store.ts";
import { listAgents } from "./routing/store.ts";
import { officeTimeBetween } from "./sla/calendar.ts";
import { readClock } from "./sla/clock.ts";
import * as store from "./store.ts";
import { promisedFor, type TicketWriter } from "./write.ts";

const asPerson = ({ userId, name }: AccountActor) => ({ userId, name });

/** What those who work on tickets do. */
export function createDeskService({ db, rooms }: Context, writer: TicketWriter) {
  async function find(from: Db, id: string): Promise<TicketRow> {
    const ticket = await store.findTicket(from, id);
    if (ticket === undefined) throw new AppError("NOT_FOUND", { noun: "request" });
    return ticket;
  }

  async function read(id: string) {
    const ticket = await find(db, id);
    const names = await store.namesOf(
      db,
      ticket.owner_id === null ? [] : [ticket.owner_id],
      ticket.customer_id === null ? [] : [ticket.customer_id],
    );
    const [entries, rating, merged, room, earlier, contacts] = await Promise.all([
      store.listEntries(db, id),
      store.findRating(db, id),
      ticket.merged_into === null ? undefined : store.findTicket(db, ticket.merged_into),
      findRoom(db, roomKey(id)),
      store.listEarlier(db, ticket),
      ticket.customer_id === null ? [] : store.listContacts(db, ticket.customer_id, ticket.requester_id ?? ""),
    ]);
    return presentDetail(ticket, names, { entries, rating, merged, roomId: room?.roomId ?? null, earlier, contacts });
  }

  async function list(actor: Actor, query: TicketQuery) {
    const { items, total } = await listTickets(db, query, requireAccount(actor).userId);
    const names = await store.namesOf(
      db,
      items.flatMap(({ owner_id }) => owner_id ?? []),
      items.flatMap(({ customer_id }) => customer_id ?? []),
    );
    const next = Number(query.cursor ?? 0) + items.length;
    return {
      items: items.map((row) => presentTicket(row, names)),
      nextCursor: next < total ? String(next) : null,
      total,
    };
  }

  async function desk(actor: Actor) {
    const { counts, queues, owners } = await countTickets(db, requireAccount(actor).userId);
    const [allQueues, types, agents, replies] = await Promise.all([
      store.listQueues(db),
      listTypes(db),
      listAgents(db),
      store.listReplies(db),
    ]);
    return {
      queues: allQueues.map(({ id, name_en, name_zh }) => ({
        id,
        name: { en: name_en, zh: name_zh },
        open: queues.get(id) ?? 0,
      })),
      types,
      agents: agents.map(({ userId, name }) => ({ userId, name, open: owners.get(userId) ?? 0 })),
      replies: replies.map((row) => ({
        id: row.id,
        title: { en: row.title_en, zh: row.title_zh },
        text: { en: row.text_en, zh: row.text_zh },
      })),
      counts,
    };
  }

  async function applyChange(tx: Tx, actor: AccountActor, id: string, change: TicketChange): Promise<void> {
    const ticket = await store.lockTicket(tx, id);
    if (ticket === undefined) throw new AppError("NOT_FOUND", { noun: "request" });
    if (ticket.state === "merged") throw new AppError("TICKET_ENDED");
    const author = asPerson(actor);
    const at = new Date();
    const fields: string[] = [];
    const note = async (field: string, from: string | null, to: string | null) => {
      fields.push(field);
      await writer.noteChange(tx, id, author, { field, from, to }, at);
    };
    const set: Parameters<typeof store.updateTicket>[2] = {};
    if (change.title !== undefined && change.title !== ticket.title) {
      set.title = change.title;
      await note("title", ticket.title, change.title);
    }
    if (change.priority !== undefined && change.priority !== ticket.priority) {
      set.priority = change.priority;
      await note("priority", ticket.priority, change.priority);
    }
    if (change.queueId !== undefined && change.queueId !== ticket.queue_id) {
      if ((await store.findQueue(tx, change.queueId)) === undefined) throw new AppError("NOT_FOUND", { noun: "queue" });
      set.queue_id = change.queueId;
      await note("queue", ticket.queue_id, change.queueId);
    }
    if (change.tags !== undefined && change.tags.join("\n") !== ticket.tags.join("\n")) {
      set.tags = [...new Set(change.tags)];
      await note("tags", ticket.tags.join(", "), set.tags.join(", "));
    }
    if (change.ownerId !== undefined && change.ownerId !== ticket.owner_id) {
      const fits = change.ownerId === null || (await listAgents(tx)).some(({ userId }) => userId === change.ownerId);
      if (!fits) throw new AppError("TICKET_OWNER_UNFIT");
      set.owner_id = change.ownerId;
      await note("owner", ticket.owner_id, change.ownerId);
      await recordEvent(tx, actor, "ticket.assigned", { ticketId: id, from: ticket.owner_id, to: change.ownerId });
    }
    if (Object.keys(set).length > 0) await store.updateTicket(tx, id, { ...set, updated_at: at });
    if (change.state !== undefined && change.state !== ticket.state) {
      fields.push("state");
      await writer.setState(tx, ticket, author, change.state, at);
    }
    if (fields.length === 0) return;
    await recordEvent(tx, actor, "ticket.changed", { ticketId: id, fields });
    await writer.settle(tx, id);
  }

  async function change(actor: Actor, ids: readonly string[], what: TicketChange): Promise<number> {
    const account = requireAccount(actor);
    await inTransaction(db, async (tx) => {
      // In one order, so that two who change the same tickets do not wait for each other.
      for (const id of [...new Set(ids)].toSorted()) await applyChange(tx, account, id, what);
    });
    rooms.wake();
    return new Set(ids).size;
  }

  async function write(actor: Actor, id: string, entry: z.output<typeof NewEntry>) {
    const account = requireAccount(actor);
    const { kind, text, state, requestId } = entry;
    const entryId =
      requestId === undefined ? crypto.randomUUID() : deterministicId("ticket-entry", id, account.userId, requestId);
    await inTransaction(db, (tx) =>
      writer.write(tx, id, { id: entryId, kind, text, state, side: "agent", author: asPerson(account) }),
    );
    rooms.wake();
    return read(id);
  }

  async function file(actor: Actor, request: z.output<typeof NewTicket>) {
    const account = requireAccount(actor);
    const id = await inTransaction(db, async (tx) => {
      const { guestId, name, email, customerId, channel, typeId, title, text, fields, priority, requestId } = request;
      const guest = guestId === undefined ? undefined : await store.findGuestById(tx, guestId);
      if (guestId !== undefined && guest === undefined) throw new AppError("NOT_FOUND", { noun: "guest" });
      if (customerId !== undefined && !(await store.customerExists(tx, customerId))) {
        throw new AppError("NOT_FOUND", { noun: "customer company" });
      }
      const called = guest?.name ?? name ?? account.name.en;
      return fileTicket(tx, writer, {
        channel,
        typeId,
        title,
        text,
        fields,
        priority,
        lenient: true,
        requestId: requestId && `${account.userId} ${requestId}`,
        requester: {
          userId: guest?.userId ?? null,
          name: { en: called, zh: called },
          email: guest?.email ?? email ?? null,
        },
        customerId: guest?.customerId ?? customerId ?? null,
      });
    });
    rooms.wake();
    return read(id);
  }

  /** Goes on in another ticket: what both sides wrote moves there, and whoever opens this one is led to it. */
  async function merge(actor: Actor, id: string, into: string) {
    const account = requireAccount(actor);
    await inTransaction(db, async (tx) => {
      const [ticket, target] = [await store.lockTicket(tx, id), await store.lockTicket(tx, into)];
      const same =
        ticket?.requester_id === target?.requester_id ||
        (ticket?.customer_id != null && ticket.customer_id === target?.customer_id);
      // Somebody of another company would read what this one wrote.
      if (ticket === undefined || target === undefined || id === into || !same) {
        throw new AppError("NOT_FOUND", { noun: "request" });
      }
      if (ticket.merged_into === into) return;
      if (ticket.state === "merged" || target.state === "merged") throw new AppError("TICKET_ENDED");
      const at = new Date();
      const author = asPerson(account);
      await store.moveEntries(tx, id, into);
      await writer.setState(tx, ticket, author, "merged", at);
      await store.updateTicket(tx, id, { merged_into: into });
      await writer.noteChange(tx, into, author, { field: "merged", from: null, to: ticket.number }, at);
      await recordEvent(tx, account, "ticket.merged", { ticketId: id, into });
      await writer.settle(tx, id);
      await writer.settle(tx, into);
    });
    rooms.wake();
    return read(into);
  }

  async function clock(id: string) {
    const ticket = await find(db, id);
    const queue = await store.findQueue(db, ticket.queue_id);
    if (queue === undefined) throw new Error(`ticket ${id} is in no queue`);
    const promised = promisedFor(await store.listPolicies(db), ticket);
    const { targets, steps } = readClock(ticket.created_at, await store.clockEvents(db, id), promised, queue.calendar);
    return {
      timeZone: queue.calendar.timeZone,
      targets: targets.map(({ what, minutes, dueAt, metAt, kept }) => ({
        what,
        minutes,
        kept,
        dueAt: dueAt?.toISOString() ?? null,
        metAt: metAt?.toISOString() ?? null,
      })),
      steps: steps.map(({ from, to, state, runs }) => ({
        from: from.toISOString(),
        to: to?.toISOString() ?? null,
        state,
        runs,
        minutes: Math.round(officeTimeBetween(queue.calendar, from, to ?? new Date()) / 60_000),
      })),
    };
  }

  return { list, desk, read, change, write, file, merge, clock };
}
