import type { Insertable, Selectable } from "kysely";

export interface RankTable {
  id: string;
  level: number;
  name_en: string;
  name_zh: string;
}
export type RankRow = Selectable<RankTable>;
export type NewRank = Insertable<RankTable>;
