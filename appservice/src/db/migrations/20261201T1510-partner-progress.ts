import { type Kysely, sql } from "kysely";

/** Orders and deliveries that both companies follow, and the tokens of their systems. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE partner_token (
      id uuid PRIMARY KEY,
      agreement_id uuid NOT NULL REFERENCES partner_agreement (id),
      hash text NOT NULL UNIQUE,
      name text NOT NULL,
      side text NOT NULL CHECK (side IN ('ours', 'theirs')),
      abilities jsonb NOT NULL,
      created_at timestamptz NOT NULL,
      last_used_at timestamptz,
      revoked_at timestamptz)`.execute(db);
  await sql`CREATE INDEX partner_token_of ON partner_token (agreement_id)`.execute(db);
  await sql`
    CREATE TABLE partner_order (
      id uuid PRIMARY KEY,
      agreement_id uuid NOT NULL REFERENCES partner_agreement (id),
      number text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('order', 'delivery')),
      title text NOT NULL,
      quantity integer NOT NULL CHECK (quantity > 0),
      unit text NOT NULL,
      due_on text NOT NULL,
      stage text NOT NULL,
      expected_on text NOT NULL,
      expected_quantity integer NOT NULL CHECK (expected_quantity >= 0),
      version integer NOT NULL DEFAULT 1,
      UNIQUE (agreement_id, number))`.execute(db);
  await sql`
    CREATE TABLE partner_order_entry (
      id uuid PRIMARY KEY,
      order_id uuid NOT NULL REFERENCES partner_order (id),
      by jsonb NOT NULL,
      system text,
      at timestamptz NOT NULL,
      stage text NOT NULL,
      expected_on text NOT NULL,
      expected_quantity integer NOT NULL,
      note text NOT NULL)`.execute(db);
  await sql`CREATE INDEX partner_order_entry_of ON partner_order_entry (order_id, at)`.execute(db);
}
