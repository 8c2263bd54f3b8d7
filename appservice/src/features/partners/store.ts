import type { LocalizedText } from "@portico/contract/common.ts";
import type { AgreementState, PartnerKind, PartnerSide } from "@portico/contract/partners-schemas.ts";
import { type Selectable, sql } from "kysely";
import type { Db, Tx } from "../../db/connection.ts";
import type {
  PartnerAgreementTable,
  PartnerBy,
  PartnerContactTable,
  PartnerNoticeTable,
} from "../../db/tables/partner.ts";

export type AgreementRow = Selectable<PartnerAgreementTable>;
export type NoticeRow = Selectable<PartnerNoticeTable>;

/** A contact person with what the account says. */
export interface ContactRecord extends Selectable<PartnerContactTable> {
  readonly name: LocalizedText;
  readonly company: string | null;
  readonly arrived: boolean;
}

/** A partner with its latest agreement and who works on both sides. */
export interface PartnerRecord {
  readonly id: string;
  readonly name: LocalizedText;
  readonly kind: PartnerKind;
  readonly agreement: AgreementRow | null;
  /** User ids of contact persons who have not been taken out. */
  readonly contacts: readonly { readonly userId: string; readonly side: PartnerSide }[];
  readonly late: number;
  /** Versions that this side has not confirmed. */
  readonly waiting: { readonly ours: number; readonly theirs: number };
}

const waitingFor = (side: PartnerSide) => sql<number>`
  (SELECT count(*)::int FROM partner_document AS document
    JOIN partner_version AS version ON version.document_id = document.id AND version.number =
      (SELECT max(number) FROM partner_version WHERE document_id = document.id)
    WHERE document.agreement_id = agreement.id AND agreement.state = 'accepted' AND NOT EXISTS
      (SELECT FROM partner_confirmation WHERE version_id = version.id AND side = ${side}))`;

/** Partners whose latest agreement has the user among its contact persons, or all; one of them where asked for. */
export async function listPartners(db: Db, filter: { readonly userId?: string; readonly id?: string }) {
  const rows = await db
    .selectFrom("partner")
    .innerJoin("customer", "customer.id", "partner.id")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("partner_agreement")
          .selectAll()
          .whereRef("partner_agreement.partner_id", "=", "partner.id")
          .orderBy(sql`state = 'ended'`)
          .orderBy("proposed_at", "desc")
          .limit(1)
          .as("agreement"),
      (join) => join.onTrue(),
    )
    .select(["partner.id", "partner.kind", "customer.name_en", "customer.name_zh", "agreement.id as agreementId"])
    .select(
      sql<{ userId: string; side: PartnerSide }[]>`
        (SELECT coalesce(json_agg(json_build_object('userId', user_id, 'side', side)), '[]') FROM partner_contact
          WHERE agreement_id = agreement.id AND removed_at IS NULL)`.as("contacts"),
    )
    .select(
      sql<number>`(SELECT count(*)::int FROM partner_order WHERE agreement_id = agreement.id
        AND agreement.state = 'accepted' AND stage NOT IN ('delivered', 'cancelled')
        AND expected_on > due_on)`.as("late"),
    )
    .select([waitingFor("ours").as("waitingOurs"), waitingFor("theirs").as("waitingTheirs")])
    .$if(filter.id !== undefined, (query) => query.where("partner.id", "=", filter.id ?? ""))
    .$if(filter.userId !== undefined, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom("partner_contact")
            .select("partner_contact.id")
            .whereRef("agreement_id", "=", "agreement.id")
            .where("user_id", "=", filter.userId ?? "")
            .where("removed_at", "is", null),
        ),
      ),
    )
    .orderBy("customer.name_en")
    .execute();
  const ids = rows.flatMap(({ agreementId }) => agreementId ?? []);
  const agreements = new Map(
    ids.length === 0
      ? []
      : (await db.selectFrom("partner_agreement").selectAll().where("id", "in", ids).execute()).map((row) => [row.id, row]),
  );
  return rows.map(
    (row): PartnerRecord => ({
      id: row.id,
      kind: row.kind,
      name: { en: row.name_en, zh: row.name_zh || row.name_en },
      agreement: agreements.get(row.agreementId ?? "") ?? null,
      contacts: row.contacts,
      late: row.late,
      waiting: { ours: row.waitingOurs, theirs: row.waitingTheirs },
    }),
  );
}

export const findPartner = async (db: Db, id: string): Promise<PartnerRecord | undefined> =>
  (await listPartners(db, { id }))[0];

/** Locks the partner until the transaction ends, so that what changes it follows each other. */
export async function lockPartner(tx: Tx, id: string): Promise<PartnerRecord | undefined> {
  await tx.selectFrom("partner").select("id").where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
  return findPartner(tx, id);
}

/** False when the id is there already. */
export async function insertPartner(
  tx: Tx,
  { id, name, kind, at }: { id: string; name: LocalizedText; kind: PartnerKind; at: Date },
): Promise<boolean> {
  const added = await tx
    .insertInto("customer")
    .values({ id, name_en: name.en, name_zh: name.zh, kind: "partner" })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (added === undefined) return false;
  await tx.insertInto("partner").values({ id, kind, created_at: at }).execute();
  return true;
}

export async function insertAgreement(
  tx: Tx,
  row: { id: string; partnerId: string; title: string; terms: string; by: PartnerBy; at: Date },
): Promise<void> {
  await tx
    .insertInto("partner_agreement")
    .values({
      id: row.id,
      partner_id: row.partnerId,
      title: row.title,
      terms: row.terms,
      proposed_by: JSON.stringify(row.by),
      proposed_at: row.at,
    })
    .execute();
}

export async function acceptAgreement(tx: Tx, id: string, by: PartnerBy, at: Date): Promise<void> {
  const accepted = { state: "accepted" as AgreementState, accepted_by: JSON.stringify(by), accepted_at: at };
  await tx.updateTable("partner_agreement").set(accepted).where("id", "=", id).execute();
}

export async function endAgreement(tx: Tx, id: string, by: PartnerBy, at: Date, reason: string): Promise<void> {
  await tx
    .updateTable("partner_agreement")
    .set({ state: "ended" as AgreementState, ended_by: JSON.stringify(by), ended_at: at, end_reason: reason })
    .where("id", "=", id)
    .execute();
}

export const listAgreements = (db: Db, partnerId: string): Promise<AgreementRow[]> =>
  db
    .selectFrom("partner_agreement")
    .selectAll()
    .where("partner_id", "=", partnerId)
    .orderBy("proposed_at", "desc")
    .execute();

export async function listContacts(db: Db, agreementId: string): Promise<ContactRecord[]> {
  const rows = await db
    .selectFrom("partner_contact")
    .innerJoin("account", "account.user_id", "partner_contact.user_id")
    .selectAll("partner_contact")
    .select(["account.name_en", "account.name_zh", "account.company", "account.class", "account.arrived_at"])
    .where("agreement_id", "=", agreementId)
    .orderBy("added_at")
    .orderBy("partner_contact.id")
    .execute();
  return rows.map(({ name_en, name_zh, arrived_at, class: kind, ...row }) => ({
    ...row,
    name: { en: name_en, zh: name_zh || name_en },
    arrived: kind === "staff" || arrived_at !== null,
  }));
}

/** False when the person is a contact already. */
export async function insertContact(
  tx: Tx,
  row: { id: string; agreementId: string; side: PartnerSide; userId: string; duty: string; at: Date },
): Promise<boolean> {
  const added = await tx
    .insertInto("partner_contact")
    .values({
      id: row.id,
      agreement_id: row.agreementId,
      side: row.side,
      user_id: row.userId,
      duty: row.duty,
      added_at: row.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

export async function removeContact(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable("partner_contact").set({ removed_at: at }).where("id", "=", id).execute();
}

export const insertRoom = async (tx: Tx, row: { id: string; agreementId: string; key: string; at: Date }) => {
  await tx
    .insertInto("partner_room")
    .values({ id: row.id, agreement_id: row.agreementId, room_key: row.key, opened_at: row.at })
    .execute();
};

/** Rooms of a zone, the conversation first. */
export const listRooms = (db: Db, agreementId: string) =>
  db
    .selectFrom("partner_room")
    .innerJoin("managed_room", "managed_room.key", "partner_room.room_key")
    .select(["partner_room.id", "key", "room_id", "name_en", "name_zh", "archived_at"])
    .where("agreement_id", "=", agreementId)
    .orderBy("opened_at")
    .orderBy("partner_room.id")
    .execute();

/** Whether a notice is new. */
export async function insertNotice(
  tx: Tx,
  row: { id: string; agreementId: string; title: string; text: string; by: PartnerBy; at: Date },
): Promise<boolean> {
  const added = await tx
    .insertInto("partner_notice")
    .values({
      id: row.id,
      agreement_id: row.agreementId,
      title: row.title,
      text: row.text,
      by: JSON.stringify(row.by),
      at: row.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

export const listNotices = (db: Db, agreementId: string): Promise<NoticeRow[]> =>
  db
    .selectFrom("partner_notice")
    .selectAll()
    .where("agreement_id", "=", agreementId)
    .orderBy("at", "desc")
    .limit(200)
    .execute();

export const findNotice = (db: Db, id: string): Promise<NoticeRow | undefined> =>
  db.selectFrom("partner_notice").selectAll().where("id", "=", id).executeTakeFirst();

/** A colleague whose account is open. */
export const findColleague = (db: Db, userId: string) =>
  db
    .selectFrom("account")
    .select("user_id")
    .where("user_id", "=", userId)
    .where("class", "=", "staff")
    .where("ended_at", "is", null)
    .executeTakeFirst();

/** The guest that an account belongs to. */
export const guestOf = (db: Db, userId: string) =>
  db.selectFrom("guest").select("id").where("user_id", "=", userId).executeTakeFirst();
