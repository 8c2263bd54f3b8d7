import type { OrderKind, OrderStage, PartnerSide, TokenAbility } from "@portico/contract/partners-schemas.ts";
import type { Selectable } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";
import type {
  PartnerBy,
  PartnerOrderEntryTable,
  PartnerOrderTable,
  PartnerTokenTable,
} from "../../../db/tables/partner.ts";

export type OrderRow = Selectable<PartnerOrderTable>;
export type OrderEntryRow = Selectable<PartnerOrderEntryTable>;
export type TokenRow = Selectable<PartnerTokenTable>;

export interface OrderRecord extends OrderRow {
  readonly partnerId: string;
  /** Latest first. */
  readonly entries: readonly OrderEntryRow[];
}

/** Orders of a partner, of every agreement, the next due first; one where asked for. */
export async function listOrders(
  db: Db,
  partnerId: string,
  filter: { readonly id?: string; readonly agreementId?: string; readonly number?: string } = {},
): Promise<OrderRecord[]> {
  const orders = await db
    .selectFrom("partner_order")
    .innerJoin("partner_agreement", "partner_agreement.id", "partner_order.agreement_id")
    .selectAll("partner_order")
    .where("partner_id", "=", partnerId)
    .$if(filter.id !== undefined, (query) => query.where("partner_order.id", "=", filter.id ?? ""))
    .$if(filter.agreementId !== undefined, (query) => query.where("agreement_id", "=", filter.agreementId ?? ""))
    .$if(filter.number !== undefined, (query) => query.where("number", "=", filter.number ?? ""))
    .orderBy("expected_on")
    .orderBy("number")
    .limit(500)
    .execute();
  const ids = orders.map(({ id }) => id);
  if (ids.length === 0) return [];
  const entries = await db
    .selectFrom("partner_order_entry")
    .selectAll()
    .where("order_id", "in", ids)
    .orderBy("at", "desc")
    .execute();
  const byOrder = Map.groupBy(entries, ({ order_id }) => order_id);
  return orders.map((order) => ({ ...order, partnerId, entries: byOrder.get(order.id) ?? [] }));
}

export interface NewOrder {
  readonly id: string;
  readonly agreementId: string;
  readonly number: string;
  readonly kind: OrderKind;
  readonly title: string;
  readonly quantity: number;
  readonly unit: string;
  readonly dueOn: string;
}

/** False when the agreement has an order with the number. */
export async function insertOrder(tx: Tx, order: NewOrder): Promise<boolean> {
  const added = await tx
    .insertInto("partner_order")
    .values({
      id: order.id,
      agreement_id: order.agreementId,
      number: order.number,
      kind: order.kind,
      title: order.title,
      quantity: order.quantity,
      unit: order.unit,
      due_on: order.dueOn,
      stage: "placed",
      expected_on: order.dueOn,
      expected_quantity: order.quantity,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

export interface NewEntry {
  readonly id: string;
  readonly orderId: string;
  readonly by: PartnerBy;
  readonly system: string | null;
  readonly at: Date;
  readonly stage: OrderStage;
  readonly expectedOn: string;
  readonly expectedQuantity: number;
  readonly note: string;
}

/** Adds a line to the course of an order, which stands there from now on. */
export async function insertEntry(tx: Tx, entry: NewEntry): Promise<void> {
  const stands = { stage: entry.stage, expected_on: entry.expectedOn, expected_quantity: entry.expectedQuantity };
  await tx
    .insertInto("partner_order_entry")
    .values({
      ...stands,
      id: entry.id,
      order_id: entry.orderId,
      by: JSON.stringify(entry.by),
      system: entry.system,
      at: entry.at,
      note: entry.note,
    })
    .execute();
  await tx
    .updateTable("partner_order")
    .set(({ eb }) => ({ ...stands, version: eb("version", "+", 1) }))
    .where("id", "=", entry.orderId)
    .execute();
}

export const listTokens = (db: Db, partnerId: string): Promise<TokenRow[]> =>
  db
    .selectFrom("partner_token")
    .innerJoin("partner_agreement", "partner_agreement.id", "partner_token.agreement_id")
    .selectAll("partner_token")
    .where("partner_id", "=", partnerId)
    .orderBy("created_at", "desc")
    .execute();

export async function insertToken(
  tx: Tx,
  row: { id: string; agreementId: string; hash: string; name: string; side: PartnerSide; abilities: readonly TokenAbility[]; at: Date },
): Promise<void> {
  await tx
    .insertInto("partner_token")
    .values({
      id: row.id,
      agreement_id: row.agreementId,
      hash: row.hash,
      name: row.name,
      side: row.side,
      abilities: JSON.stringify(row.abilities),
      created_at: row.at,
    })
    .execute();
}

export async function revokeToken(tx: Tx, id: string, at: Date): Promise<boolean> {
  const revoked = await tx
    .updateTable("partner_token")
    .set({ revoked_at: at })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  return revoked !== undefined;
}

/** A token that is good, of an agreement in force; notes that it was used. */
export async function useToken(tx: Tx, hash: string, at: Date) {
  const row = await tx
    .selectFrom("partner_token")
    .innerJoin("partner_agreement", "partner_agreement.id", "partner_token.agreement_id")
    .selectAll("partner_token")
    .select("partner_agreement.partner_id as partnerId")
    .where("hash", "=", hash)
    .where("revoked_at", "is", null)
    .where("partner_agreement.state", "=", "accepted")
    .executeTakeFirst();
  if (row !== undefined) await tx.updateTable("partner_token").set({ last_used_at: at }).where("id", "=", row.id).execute();
  return row;
}
