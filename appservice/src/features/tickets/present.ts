import type { LocalizedText } from "@portico/contract/common.ts";
import type {
  CustomerRequest,
  CustomerRequestDetail,
  Ticket,
  TicketDetail,
  TicketEntry,
} from "@portico/contract/tickets-schemas.ts";
import type { TicketEntryRow, TicketRatingRow, TicketRow } from "../../db/tables/ticket.ts";
import { firstName, isOver } from "./model.ts";
import type { Names } from "./store.ts";

const both = (text: string): LocalizedText => ({ en: text, zh: text });
const shared = (row: TicketRow) => ({
  id: row.id,
  number: row.number,
  title: row.title,
  typeId: row.type_id,
  priority: row.priority,
  state: row.state,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

/** A ticket for those who work on it. */
export function presentTicket(row: TicketRow, { people, companies }: Names): Ticket {
  const company = row.customer_id === null ? undefined : companies.get(row.customer_id);
  return {
    ...shared(row),
    queueId: row.queue_id,
    owner:
      row.owner_id === null ? null : { userId: row.owner_id, name: people.get(row.owner_id) ?? both(row.owner_id) },
    requester: { userId: row.requester_id, name: both(row.requester_name) },
    company: company === undefined || row.customer_id === null ? null : { id: row.customer_id, name: company },
    channel: row.channel,
    tags: row.tags,
    dueAt: row.due_at?.toISOString() ?? null,
    dueWhat: row.due_what,
  };
}

const presentEntry = (row: TicketEntryRow): TicketEntry => ({
  id: row.id,
  kind: row.kind,
  side: row.side,
  author: { userId: row.author_id, name: { en: row.author_en, zh: row.author_zh } },
  text: row.text,
  change: row.change,
  at: row.at.toISOString(),
});

const presentRating = (row: TicketRatingRow | undefined) =>
  row === undefined ? null : { score: row.score, words: row.words, at: row.at.toISOString() };

interface Around {
  readonly entries: readonly TicketEntryRow[];
  readonly rating: TicketRatingRow | undefined;
  readonly merged: TicketRow | undefined;
  readonly roomId: string | null;
  readonly earlier: TicketDetail["earlier"];
  readonly contacts: readonly { readonly userId: string; readonly name: string }[];
}

export const presentDetail = (row: TicketRow, names: Names, around: Around): TicketDetail => ({
  ...presentTicket(row, names),
  entries: around.entries.map(presentEntry),
  fields: row.fields,
  rating: presentRating(around.rating),
  mergedInto: around.merged === undefined ? null : { id: around.merged.id, number: around.merged.number },
  roomId: around.roomId,
  earlier: around.earlier,
  contacts: around.contacts.map(({ userId, name }) => ({ userId, name: both(name) })),
});

/** A ticket for its customer: names of agents are first names, and of the work inside there is nothing. */
export const presentRequest = (row: TicketRow, { people }: Names, askerId: string): CustomerRequest => {
  const owner = row.owner_id === null ? undefined : people.get(row.owner_id);
  return {
    ...shared(row),
    // What the company does inside is none of the customer's business.
    state: row.state === "merged" ? "closed" : row.state,
    requester: row.requester_name,
    mine: row.requester_id === askerId,
    owner: owner === undefined ? null : firstName(owner),
    expectedAt: row.due_at?.toISOString() ?? null,
  };
};

/** Takes messages only; what else is given is dropped. */
export function presentRequestDetail(
  row: TicketRow,
  names: Names,
  askerId: string,
  entries: readonly TicketEntryRow[],
  rating: TicketRatingRow | undefined,
): CustomerRequestDetail {
  const current = rating?.resolution === row.resolution ? rating : undefined;
  return {
    ...presentRequest(row, names, askerId),
    messages: entries.flatMap(({ id, kind, side, author_en, author_zh, text, at }) =>
      kind === "message" && side !== "system"
        ? [
            {
              id,
              side,
              author: side === "agent" ? firstName({ en: author_en, zh: author_zh }) : author_en,
              text,
              at: at.toISOString(),
            },
          ]
        : [],
    ),
    fields: row.fields,
    rating: presentRating(current),
    canWrite: !isOver(row.state),
    canRate: row.requester_id === askerId && row.resolution > 0 && current === undefined && isDone(row),
  };
}

const isDone = ({ state }: TicketRow): boolean => state === "solved" || state === "closed";
