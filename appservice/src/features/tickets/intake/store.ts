import type { TicketType } from "@portico/contract/tickets-schemas.ts";
import type { Db, Tx } from "../../../db/connection.ts";
import type { TicketTypeRow } from "../../../db/tables/ticket.ts";

const toType = (row: TicketTypeRow): TicketType => ({
  id: row.id,
  name: { en: row.name_en, zh: row.name_zh },
  hint: { en: row.hint_en, zh: row.hint_zh },
  queueId: row.queue_id,
  fields: row.fields,
  open: row.open,
  active: row.active,
});

export async function listTypes(db: Db): Promise<TicketType[]> {
  return (await db.selectFrom("ticket_type").selectAll().orderBy("position").orderBy("id").execute()).map(toType);
}

export async function findType(db: Db, id: string): Promise<TicketType | undefined> {
  const row = await db.selectFrom("ticket_type").selectAll().where("id", "=", id).executeTakeFirst();
  return row && toType(row);
}

export async function saveType(tx: Tx, type: TicketType): Promise<void> {
  const row = {
    name_en: type.name.en,
    name_zh: type.name.zh,
    hint_en: type.hint.en,
    hint_zh: type.hint.zh,
    queue_id: type.queueId,
    fields: JSON.stringify(type.fields),
    open: type.open,
    active: type.active,
  };
  await tx
    .insertInto("ticket_type")
    .values({ id: type.id, position: 100, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}
