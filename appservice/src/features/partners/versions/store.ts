import type { DocumentKind, PartnerSide } from "@portico/contract/partners-schemas.ts";
import { type Selectable } from "kysely";
import type { Db, Tx } from "../../../db/connection.ts";
import type {
  PartnerBy,
  PartnerConfirmationTable,
  PartnerDocumentTable,
  PartnerVersionTable,
} from "../../../db/tables/partner.ts";

export type DocumentRow = Selectable<PartnerDocumentTable>;
export type VersionRow = Omit<Selectable<PartnerVersionTable>, "content">;
export type ConfirmationRow = Selectable<PartnerConfirmationTable>;

/** A document with its versions, latest first, and everything that was confirmed. */
export interface DocumentRecord extends DocumentRow {
  readonly partnerId: string;
  readonly versions: readonly VersionRow[];
  readonly confirmations: readonly ConfirmationRow[];
}

const withoutContent = [
  "id",
  "document_id",
  "number",
  "file_name",
  "content_type",
  "size",
  "sha256",
  "uri",
  "note",
  "by",
  "at",
  "event_id",
] as const;

/** Documents of a partner, of every agreement, latest first; one of them where asked for. */
export async function listDocuments(db: Db, partnerId: string, id?: string): Promise<DocumentRecord[]> {
  const documents = await db
    .selectFrom("partner_document")
    .innerJoin("partner_agreement", "partner_agreement.id", "partner_document.agreement_id")
    .selectAll("partner_document")
    .where("partner_id", "=", partnerId)
    .$if(id !== undefined, (query) => query.where("partner_document.id", "=", id ?? ""))
    .orderBy("created_at", "desc")
    .limit(200)
    .execute();
  const ids = documents.map((row) => row.id);
  if (ids.length === 0) return [];
  const versions = await db
    .selectFrom("partner_version")
    .select(withoutContent)
    .where("document_id", "in", ids)
    .orderBy("number", "desc")
    .execute();
  const confirmations = await db
    .selectFrom("partner_confirmation")
    .innerJoin("partner_version", "partner_version.id", "partner_confirmation.version_id")
    .selectAll("partner_confirmation")
    .where("document_id", "in", ids)
    .execute();
  return documents.map((row) => {
    const own = versions.filter(({ document_id }) => document_id === row.id);
    const known = new Set(own.map((version) => version.id));
    return {
      ...row,
      partnerId,
      versions: own,
      confirmations: confirmations.filter(({ version_id }) => known.has(version_id)),
    };
  });
}

export async function insertDocument(
  tx: Tx,
  row: { id: string; agreementId: string; kind: DocumentKind; title: string; at: Date },
): Promise<boolean> {
  const added = await tx
    .insertInto("partner_document")
    .values({ id: row.id, agreement_id: row.agreementId, kind: row.kind, title: row.title, created_at: row.at })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

export interface NewVersion {
  readonly id: string;
  readonly documentId: string;
  readonly number: number;
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Buffer;
  readonly sha256: string;
  readonly uri: string;
  readonly note: string;
  readonly by: PartnerBy;
  readonly at: Date;
}

export async function insertVersion(tx: Tx, row: NewVersion): Promise<void> {
  await tx
    .insertInto("partner_version")
    .values({
      id: row.id,
      document_id: row.documentId,
      number: row.number,
      file_name: row.fileName,
      content_type: row.contentType,
      content: row.content,
      size: row.content.length,
      sha256: row.sha256,
      uri: row.uri,
      note: row.note,
      by: JSON.stringify(row.by),
      at: row.at,
    })
    .execute();
}

/** False when the side has confirmed the version before. */
export async function insertConfirmation(
  tx: Tx,
  row: { id: string; versionId: string; side: PartnerSide; by: PartnerBy; at: Date },
): Promise<boolean> {
  const added = await tx
    .insertInto("partner_confirmation")
    .values({ id: row.id, version_id: row.versionId, side: row.side, by: JSON.stringify(row.by), at: row.at })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

export const findContent = async (db: Db, versionId: string): Promise<Buffer> =>
  (await db.selectFrom("partner_version").select("content").where("id", "=", versionId).executeTakeFirstOrThrow())
    .content;

export const findVersion = (db: Db, id: string) =>
  db
    .selectFrom("partner_version")
    .innerJoin("partner_document", "partner_document.id", "partner_version.document_id")
    .select(withoutContent.map((name) => `partner_version.${name}` as const))
    .select(["partner_document.title", "partner_document.agreement_id"])
    .where("partner_version.id", "=", id)
    .executeTakeFirst();

export const findConfirmation = (db: Db, id: string) =>
  db.selectFrom("partner_confirmation").selectAll().where("id", "=", id).executeTakeFirst();

/** Keeps the id of the signed event, the first one that came. */
export async function keepEvent(
  tx: Tx,
  table: "partner_version" | "partner_confirmation",
  id: string,
  eventId: string,
): Promise<boolean> {
  const kept = await tx
    .updateTable(table)
    .set({ event_id: eventId })
    .where("id", "=", id)
    .where("event_id", "is", null)
    .returning("id")
    .executeTakeFirst();
  return kept !== undefined;
}
