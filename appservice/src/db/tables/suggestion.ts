import type { outcomes, SuggestionState } from "@portico/contract/suggestions.ts";
import type { webcrypto } from "node:crypto";
import type { ColumnType, Generated, Selectable } from "kysely";

export interface SuggestionTopicTable {
  id: string;
  name_en: string;
  name_zh: string;
  /** Person id of who gets what is sent in. */
  owner_id: string;
  due_days: number;
}
export type SuggestionTopicRow = Selectable<SuggestionTopicTable>;

export interface SuggestionTable {
  id: string;
  number: Generated<number>;
  topic_id: string;
  title: string;
  text: string;
  state: Generated<SuggestionState>;
  outcome: ColumnType<(typeof outcomes)[number] | null, undefined, (typeof outcomes)[number]>;
  /** null: anonymous. */
  author_id: string | null;
  /** SHA-256 of the secret that an anonymous author's browser keeps. */
  secret_hash: string | null;
  owner_id: string;
  /** Of an anonymous one the beginning of the day. */
  received_at: Date;
  due_at: Date;
  escalations: Generated<number>;
  share_answer: boolean;
  answer: ColumnType<string | null, undefined, string>;
  answered_at: ColumnType<Date | null, undefined, Date>;
  version: Generated<number>;
}
export type SuggestionRow = Selectable<SuggestionTable>;

export interface SuggestionMessageTable {
  id: Generated<number>;
  suggestion_id: string;
  from_author: boolean;
  /** null: the anonymous author. */
  person_id: string | null;
  text: string;
  at: Date;
}

export interface SuggestionVoteTable {
  suggestion_id: string;
  person_id: string;
}

/** How many passes for anonymous suggestions somebody had signed in a week. */
export interface SuggestionPassesDrawnTable {
  person_id: string;
  /** The Monday. */
  week: ColumnType<Date, string, never>;
  drawn: number;
}

/** Passes that were used; nothing says whose they were. */
export interface SuggestionSpentPassTable {
  hash: string;
}

/** The one key that signs passes. */
export interface SuggestionKeyTable {
  single: Generated<boolean>;
  /** RFC 7517. */
  private_key: ColumnType<webcrypto.JsonWebKey, string, never>;
}
