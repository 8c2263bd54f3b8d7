import type { Insertable, Selectable } from "kysely";

/** A company outside that buys from us. */
export interface CustomerTable {
  id: string;
  name_en: string;
  name_zh: string;
}
export type CustomerRow = Selectable<CustomerTable>;
export type NewCustomer = Insertable<CustomerTable>;
