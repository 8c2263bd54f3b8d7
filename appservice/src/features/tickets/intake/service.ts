import type { Channel, Priority, TicketPerson } from "@portico/contract/tickets-schemas.ts";
import { randomUUID } from "node:crypto";
import type { Tx } from "../../../db/connection.ts";
import { recordEvent } from "../../../db/record-event.ts";
import { deterministicId } from "../../../deterministic-id.ts";
import { AppError } from "../../../errors.ts";
import { readAnswers } from "../model.ts";
import { routeTicket } from "../routing/route.ts";
import * as store from "../store.ts";
import type { TicketWriter } from "../write.ts";
import { findType } from "./store.ts";

/** A request as it comes in, whichever way: portal, form, API, a message that becomes a ticket, mail, widget. */
export interface Incoming {
  readonly channel: Channel;
  readonly typeId: string;
  readonly title: string;
  readonly text: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Somebody without an account has no `userId`. */
  readonly requester: TicketPerson & { readonly email: string | null };
  /** Who is said to have written it, where that is not the requester for certain. */
  readonly author?: TicketPerson;
  readonly customerId: string | null;
  readonly priority?: Priority | undefined;
  /** Of the sender: the same request sent again is the same ticket. */
  readonly requestId?: string | undefined;
  /** Only people with an account may use every form. */
  readonly openOnly?: boolean;
  /** Forms of people of the company may leave out what customers must answer. */
  readonly lenient?: boolean;
  /** For what happened before. */
  readonly at?: Date;
  readonly ownerId?: string | null;
}

/**
 * The one door for requests. In one transaction there are a ticket with its
 * number, an owner, its clock and its room; the same request twice gives the same ticket.
 */
export async function fileTicket(tx: Tx, writer: TicketWriter, incoming: Incoming): Promise<string> {
  const { channel, title, text, requester, customerId, requestId } = incoming;
  const type = await findType(tx, incoming.typeId);
  if (type?.active !== true || (incoming.openOnly === true && !type.open)) {
    throw new AppError("NOT_FOUND", { noun: "form" });
  }
  const sender = requester.userId ?? requester.email ?? "";
  const id = requestId === undefined ? randomUUID() : deterministicId("ticket", sender, requestId);
  if ((await store.findTicket(tx, id)) !== undefined) return id;
  const { missing, fields } = readAnswers(type.fields, incoming.fields ?? {});
  if (missing.length > 0 && incoming.lenient !== true) {
    throw new AppError("TICKET_ANSWERS_MISSING", { fields: missing.join(", ") });
  }
  const queue = await store.findQueue(tx, type.queueId);
  if (queue === undefined) throw new Error(`the type ${type.id} has no queue`);
  const at = incoming.at ?? new Date();
  const ownerId = incoming.ownerId === undefined ? await routeTicket(tx, queue, requester.userId) : incoming.ownerId;
  const number = await store.nextNumber(tx);
  await store.insertTicket(tx, {
    id,
    number,
    title,
    type_id: type.id,
    priority: incoming.priority ?? "normal",
    state: "new",
    queue_id: queue.id,
    owner_id: ownerId,
    requester_id: requester.userId,
    requester_name: requester.name.en,
    requester_email: requester.email,
    customer_id: customerId,
    channel,
    fields,
    created_at: at,
    updated_at: at,
  });
  const actor = { kind: "system" as const, name: requester.userId ?? "visitor" };
  await recordEvent(tx, actor, "ticket.received", { ticketId: id, number, channel });
  await writer.write(tx, id, {
    id: writer.firstEntryId(id),
    kind: "message",
    side: "customer",
    author: incoming.author ?? { userId: requester.userId, name: requester.name },
    text,
    at,
  });
  if (ownerId !== null) await recordEvent(tx, actor, "ticket.assigned", { ticketId: id, from: null, to: ownerId });
  return id;
}
