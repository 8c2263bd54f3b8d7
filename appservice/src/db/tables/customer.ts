import type { ColumnType, Insertable, Selectable } from "kysely";

/** A company outside: one that buys from us, or a partner. */
export interface CustomerTable {
  id: string;
  name_en: string;
  name_zh: string;
  kind: ColumnType<"customer" | "partner", "partner" | undefined, never>;
}
export type CustomerRow = Selectable<CustomerTable>;
export type NewCustomer = Insertable<CustomerTable>;
