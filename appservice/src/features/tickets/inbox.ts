import type { InboxSource } from "../../http/define.ts";
import { listWaitingFor, listWaitingForCustomer } from "./store.ts";

/** An agent's tickets that have to be answered, and what customers are asked. */
export const ticketsInbox: InboxSource = async ({ kind, userId }, db) => {
  const guest = kind === "guest";
  const rows = await (guest ? listWaitingForCustomer(db, userId) : listWaitingFor(db, userId));
  return rows.map((row) => ({
    id: row.id,
    kind: "ticket",
    title: { en: row.title, zh: row.title },
    text: { en: `${row.number} · ${row.requester_name}`, zh: `${row.number} · ${row.requester_name}` },
    at: row.updated_at.toISOString(),
    ...(!guest && row.due_at !== null && { dueAt: row.due_at.toISOString() }),
    link: guest ? `/requests/${row.id}` : `/customers/tickets/${row.id}`,
  }));
};
