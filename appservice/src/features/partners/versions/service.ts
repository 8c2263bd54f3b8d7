import { randomUUID } from "node:crypto";
import { type DocumentKind, type PartnerDocument, VERSION_FILE_BYTES } from "@portico/contract/partners-schemas.ts";
import type { Context } from "../../../context.ts";
import { inTransaction } from "../../../db/connection.ts";
import { recordEvent } from "../../../db/record-event.ts";
import { deterministicId } from "../../../deterministic-id.ts";
import { AppError } from "../../../errors.ts";
import { type Actor, requireAccount } from "../../../policy/actor.ts";
import { can } from "../../../policy/engine.ts";
import { byOf, documentState, sha256, sideOf } from "../model.ts";
import { agreementInForce, allow, subjectOf } from "../service.ts";
import { findPartner, lockPartner, type PartnerRecord } from "../store.ts";
import { type ConfirmationRow, type DocumentRecord, findContent, insertConfirmation, insertDocument, insertVersion, listDocuments, type VersionRow } from "./store.ts";

interface NewFile {
  readonly fileName: string;
  readonly contentType: string;
  /** Base64. */
  readonly content: string;
  readonly note: string;
}

const presentConfirmation = ({ by, at, event_id }: ConfirmationRow) => ({ by, at: at.toISOString(), eventId: event_id });

function presentVersion(row: VersionRow, all: readonly ConfirmationRow[]) {
  const own = all.filter(({ version_id }) => version_id === row.id);
  const of = (side: "ours" | "theirs") => {
    const found = own.find((each) => each.side === side);
    return found === undefined ? null : presentConfirmation(found);
  };
  return {
    id: row.id,
    number: row.number,
    fileName: row.file_name,
    contentType: row.content_type,
    size: row.size,
    sha256: row.sha256,
    note: row.note,
    by: row.by,
    at: row.at.toISOString(),
    eventId: row.event_id,
    confirmations: { ours: of("ours"), theirs: of("theirs") },
  };
}

export function presentDocument(record: DocumentRecord, actor: Actor, partner: PartnerRecord): PartnerDocument {
  const [latest] = record.versions;
  const confirmed = record.confirmations.filter(({ version_id }) => version_id === latest?.id);
  const open = partner.agreement?.state === "accepted" && partner.agreement.id === record.agreement_id;
  return {
    id: record.id,
    partnerId: record.partnerId,
    kind: record.kind,
    title: record.title,
    state: documentState(new Set(confirmed.map(({ side }) => side))),
    versions: record.versions.map((row) => presentVersion(row, record.confirmations)),
    side: sideOf(actor),
    abilities: open && can(actor, "partner.work", subjectOf(partner)) ? ["partner.work"] : [],
  };
}

/** Contracts and quotes: a version is a file, and what both sides confirm is its hash. */
export function createVersionService({ db, matrix }: Pick<Context, "db" | "matrix">) {
  async function show(actor: Actor, partnerId: string, documentId: string): Promise<PartnerDocument> {
    const partner = allow(actor, "partner.read", await findPartner(db, partnerId));
    return presentDocument(await load(partnerId, documentId), actor, partner);
  }

  async function load(partnerId: string, documentId: string, from: Parameters<typeof listDocuments>[0] = db) {
    const [record] = await listDocuments(from, partnerId, documentId);
    if (record === undefined) throw new AppError("NOT_FOUND", { noun: "document" });
    return record;
  }

  /** Checks who brings the file before it is taken, and puts it where Matrix clients find it. */
  async function take(actor: Actor, partnerId: string, file: NewFile) {
    const account = requireAccount(actor);
    agreementInForce(allow(actor, "partner.work", await findPartner(db, partnerId)));
    const content = Buffer.from(file.content, "base64");
    if (content.length > VERSION_FILE_BYTES) throw new AppError("PARTNER_FILE_TOO_LARGE", { most: VERSION_FILE_BYTES });
    const { fileName: name, contentType } = file;
    const uri = await matrix.media.upload({ bytes: content, name, contentType, owner: account.userId });
    return { ...file, content, uri, sha256: sha256(content), by: byOf(account), at: new Date(), id: randomUUID() };
  }

  async function find(actor: Actor, partnerId: string, documentId: string, versionId: string) {
    allow(actor, "partner.read", await findPartner(db, partnerId));
    const version = (await load(partnerId, documentId)).versions.find(({ id }) => id === versionId);
    if (version === undefined) throw new AppError("NOT_FOUND", { noun: "version" });
    return version;
  }

  return {
    load,

    async list(actor: Actor, partnerId: string) {
      const partner = allow(actor, "partner.read", await findPartner(db, partnerId));
      const found = await listDocuments(db, partnerId);
      return { items: found.map((record) => presentDocument(record, actor, partner)) };
    },

    async begin(
      actor: Actor,
      partnerId: string,
      { kind, title, requestId, ...file }: NewFile & { kind: DocumentKind; title: string; requestId: string },
    ) {
      const documentId = deterministicId("partner-document", partnerId, requireAccount(actor).userId, requestId);
      const taken = await take(actor, partnerId, file);
      await inTransaction(db, async (tx) => {
        const { id: agreementId } = agreementInForce(allow(actor, "partner.work", await lockPartner(tx, partnerId)));
        if (!(await insertDocument(tx, { id: documentId, agreementId, kind, title, at: taken.at }))) return;
        await insertVersion(tx, { ...taken, documentId, number: 1 });
        const about = { partnerId, agreementId, documentId, versionId: taken.id, sha256: taken.sha256 };
        await recordEvent(tx, actor, "partner.version-added", about);
      });
      return show(actor, partnerId, documentId);
    },

    /** What was confirmed before holds for the version before. */
    async add(
      actor: Actor,
      partnerId: string,
      documentId: string,
      { expectedVersion, ...file }: NewFile & { expectedVersion: number },
    ) {
      const taken = await take(actor, partnerId, file);
      await inTransaction(db, async (tx) => {
        const { id: agreementId } = agreementInForce(allow(actor, "partner.work", await lockPartner(tx, partnerId)));
        const record = await load(partnerId, documentId, tx);
        if (record.agreement_id !== agreementId) throw new AppError("PARTNER_AGREEMENT_CLOSED");
        const [latest] = record.versions;
        if (latest?.number !== expectedVersion) throw new AppError("VERSION_CONFLICT");
        if (latest.sha256 === taken.sha256) return;
        await insertVersion(tx, { ...taken, documentId, number: latest.number + 1 });
        const about = { partnerId, agreementId, documentId, versionId: taken.id, sha256: taken.sha256 };
        await recordEvent(tx, actor, "partner.version-added", about);
      });
      return show(actor, partnerId, documentId);
    },

    /** Confirms the file that the asker has seen: the hash says which. */
    async confirm(actor: Actor, partnerId: string, documentId: string, versionId: string, hash: string) {
      const account = requireAccount(actor);
      await inTransaction(db, async (tx) => {
        const { id: agreementId } = agreementInForce(allow(actor, "partner.work", await lockPartner(tx, partnerId)));
        const record = await load(partnerId, documentId, tx);
        if (record.agreement_id !== agreementId) throw new AppError("PARTNER_AGREEMENT_CLOSED");
        const [latest] = record.versions;
        if (record.versions.every(({ id }) => id !== versionId)) throw new AppError("NOT_FOUND", { noun: "version" });
        if (latest?.id !== versionId || latest.sha256 !== hash) throw new AppError("PARTNER_VERSION_OLD");
        const row = { id: randomUUID(), versionId, side: sideOf(actor), by: byOf(account), at: new Date() };
        if (!(await insertConfirmation(tx, row))) return;
        const about = { partnerId, agreementId, documentId, versionId, sha256: hash, confirmationId: row.id };
        await recordEvent(tx, actor, "partner.version-confirmed", about);
      });
      return show(actor, partnerId, documentId);
    },

    async file(actor: Actor, partnerId: string, documentId: string, versionId: string) {
      const version = await find(actor, partnerId, documentId, versionId);
      return {
        fileName: version.file_name,
        contentType: version.content_type,
        sha256: version.sha256,
        content: (await findContent(db, versionId)).toString("base64"),
      };
    },

    /** Everything about a document in one file: the files, the signed events, the server's keys. */
    async proof(actor: Actor, partnerId: string, documentId: string) {
      const partner = allow(actor, "partner.read", await findPartner(db, partnerId));
      const record = await load(partnerId, documentId);
      const ids = [...record.versions, ...record.confirmations].map(({ event_id }) => event_id);
      if (ids.some((id) => id === null)) throw new AppError("PARTNER_PROOF_PENDING");
      const signed = await Promise.all(ids.map((id) => matrix.timelines.signed(id ?? "")));
      const versions = await Promise.all(
        record.versions.toReversed().map(async (row) => ({
          ...presentVersion(row, record.confirmations),
          content: (await findContent(db, row.id)).toString("base64"),
        })),
      );
      const [first] = signed;
      const proof = {
        format: "portico-proof-1",
        exportedAt: new Date().toISOString(),
        document: { id: record.id, kind: record.kind, title: record.title, partner: partner.name },
        versions,
        events: Object.fromEntries(signed.map(({ eventId, pdu }) => [eventId, pdu])),
        server: { name: first?.serverName ?? "", keys: first?.keys ?? {} },
      };
      return { fileName: `${record.title.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}-proof.json`, proof };
    },
  };
}
