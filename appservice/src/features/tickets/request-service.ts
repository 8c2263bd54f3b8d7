import type { NewPublicRequest, NewRating, NewRequest } from "@portico/contract/tickets-schemas.ts";
import type { z } from "zod";
import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import type { TicketRow } from "../../db/tables/ticket.ts";
import { deterministicId } from "../../deterministic-id.ts";
import { AppError } from "../../errors.ts";
import { type Actor, requireAccount } from "../../policy/actor.ts";
import { requireVisible } from "../../policy/engine.ts";
import { fileTicket } from "./intake/service.ts";
import { findType, listTypes } from "./intake/store.ts";
import { isOver } from "./model.ts";
import { presentRequest, presentRequestDetail } from "./present.ts";
import * as store from "./store.ts";
import type { TicketWriter } from "./write.ts";

/** What customers do: with an account in the portal, or without one by a form. */
export function createRequestService({ db, rooms }: Context, writer: TicketWriter) {
  /** The request, if the asker may do this with it; of others not even the existence is told. */
  async function loadFor(actor: Actor, ability: "request.read" | "request.write", id: string): Promise<TicketRow> {
    const account = requireAccount(actor);
    const ticket = await store.findTicket(db, id);
    if (ticket === undefined || ticket.state === "spam") throw new AppError("NOT_FOUND", { noun: "request" });
    requireVisible(actor, ability, "request", {
      requesterId: ticket.requester_id,
      customerId: ticket.customer_id,
      askersCustomerId: await store.companyOf(db, account.userId),
    });
    return ticket;
  }

  async function show(actor: Actor, id: string) {
    const ticket = await loadFor(actor, "request.read", id);
    const names = await store.namesOf(db, ticket.owner_id === null ? [] : [ticket.owner_id], []);
    const [messages, rating] = await Promise.all([store.listMessages(db, id), store.findRating(db, id)]);
    return presentRequestDetail(ticket, names, requireAccount(actor).userId, messages, rating);
  }

  async function list(actor: Actor, state: "open" | "ended" | "all") {
    const { userId, role } = requireAccount(actor);
    const customerId = role === "customer_lead" ? await store.companyOf(db, userId) : null;
    const rows = await store.listRequests(db, { requesterId: userId, customerId });
    const done = ({ state: stands }: TicketRow) => isOver(stands) || stands === "solved";
    const found = rows.filter((row) => state === "all" || done(row) === (state === "ended"));
    const names = await store.namesOf(
      db,
      found.flatMap(({ owner_id }) => owner_id ?? []),
      [],
    );
    return { items: found.map((row) => presentRequest(row, names, userId)) };
  }

  async function file(actor: Actor, request: z.output<typeof NewRequest>) {
    const { userId, name } = requireAccount(actor);
    const id = await inTransaction(db, async (tx) =>
      fileTicket(tx, writer, {
        ...request,
        channel: "portal",
        requester: { userId, name, email: null },
        customerId: await store.companyOf(tx, userId),
      }),
    );
    rooms.wake();
    return show(actor, id);
  }

  async function write(
    actor: Actor,
    id: string,
    { text, requestId }: { text: string; requestId?: string | undefined },
  ) {
    await loadFor(actor, "request.write", id);
    const { userId, name } = requireAccount(actor);
    const entryId =
      requestId === undefined ? crypto.randomUUID() : deterministicId("ticket-entry", id, userId, requestId);
    await inTransaction(db, (tx) =>
      writer.write(tx, id, { id: entryId, kind: "message", side: "customer", author: { userId, name }, text }),
    );
    rooms.wake();
    return show(actor, id);
  }

  async function close(actor: Actor, id: string) {
    await loadFor(actor, "request.write", id);
    const { userId, name } = requireAccount(actor);
    await inTransaction(db, async (tx) => {
      const ticket = await store.lockTicket(tx, id);
      if (ticket === undefined || isOver(ticket.state)) return;
      await writer.setState(tx, ticket, { userId, name }, "closed", new Date());
      await recordEvent(tx, actor, "ticket.changed", { ticketId: id, fields: ["state"] });
      await writer.settle(tx, id);
    });
    rooms.wake();
    return show(actor, id);
  }

  async function rate(actor: Actor, id: string, { score, words }: z.output<typeof NewRating>) {
    const { requester_id } = await loadFor(actor, "request.write", id);
    // The question goes to whoever asked for the solution.
    if (requester_id !== requireAccount(actor).userId) throw new AppError("TICKET_NOT_RATABLE");
    await inTransaction(db, async (tx) => {
      const ticket = await store.lockTicket(tx, id);
      const done = ticket?.state === "solved" || ticket?.state === "closed";
      if (ticket === undefined || !done || ticket.resolution === 0) throw new AppError("TICKET_NOT_RATABLE");
      const { resolution, owner_id } = ticket;
      const rating = { ticket_id: id, resolution, score, words, at: new Date(), owner_id };
      if (!(await store.insertRating(tx, rating))) throw new AppError("TICKET_NOT_RATABLE");
      await recordEvent(tx, actor, "ticket.rated", { ticketId: id, score });
    });
    return show(actor, id);
  }

  async function form(typeId: string) {
    const type = await findType(db, typeId);
    if (type?.open !== true || !type.active) throw new AppError("NOT_FOUND", { noun: "form" });
    return type;
  }

  async function fileByForm(typeId: string, request: Omit<z.output<typeof NewPublicRequest>, "typeId">) {
    const { name, email, ...rest } = request;
    const id = await inTransaction(db, (tx) =>
      fileTicket(tx, writer, {
        ...rest,
        typeId,
        channel: "form",
        openOnly: true,
        requester: { userId: null, name: { en: name, zh: name }, email },
        // An address that anybody can write proves no company.
        customerId: null,
      }),
    );
    const ticket = await store.findTicket(db, id);
    if (ticket === undefined) throw new Error(`ticket ${id} is not there`);
    return { number: ticket.number, expectedAt: ticket.due_at?.toISOString() ?? null };
  }

  return {
    list,
    show,
    file,
    write,
    close,
    rate,
    form,
    fileByForm,
    types: async () => ({ items: (await listTypes(db)).filter(({ active }) => active) }),
  };
}
