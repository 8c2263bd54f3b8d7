import type { Partner, PartnerAgreement, PartnerContact, PartnerNotice, PartnerRoom, PartnerSide } from "@portico/contract/partners-schemas.ts";
import type { AgreementRow, ContactRecord, listRooms, NoticeRow, PartnerRecord } from "./store.ts";

export function presentPartner({ id, name, kind, agreement, contacts, late, waiting }: PartnerRecord, side: PartnerSide): Partner {
  const since = agreement?.ended_at ?? agreement?.accepted_at ?? agreement?.proposed_at ?? null;
  const count = (of: PartnerSide): number => contacts.filter((each) => each.side === of).length;
  return {
    id,
    name,
    kind,
    state: agreement?.state ?? "new",
    title: agreement?.title ?? null,
    since: since?.toISOString() ?? null,
    contacts: { ours: count("ours"), theirs: count("theirs") },
    waiting: waiting[side],
    late,
  };
}

export const presentAgreement = (row: AgreementRow): PartnerAgreement => ({
  id: row.id,
  title: row.title,
  terms: row.terms,
  state: row.state,
  proposedBy: row.proposed_by,
  proposedAt: row.proposed_at.toISOString(),
  acceptedBy: row.accepted_by,
  acceptedAt: row.accepted_at?.toISOString() ?? null,
  endedBy: row.ended_by,
  endedAt: row.ended_at?.toISOString() ?? null,
  endReason: row.end_reason,
});

export const presentContact = (row: ContactRecord): PartnerContact => ({
  id: row.id,
  side: row.side,
  userId: row.user_id,
  name: row.name,
  company: row.company,
  duty: row.duty,
  addedAt: row.added_at.toISOString(),
  removedAt: row.removed_at?.toISOString() ?? null,
  arrived: row.arrived,
});

export const presentRoom = (row: Awaited<ReturnType<typeof listRooms>>[number]): PartnerRoom => ({
  id: row.id,
  name: { en: row.name_en, zh: row.name_zh || row.name_en },
  roomId: row.room_id,
  archived: row.archived_at !== null,
});

export const presentNotice = ({ id, title, text, by, at }: NoticeRow): PartnerNotice => ({
  id,
  title,
  text,
  by,
  at: at.toISOString(),
});
