import type { LocalizedText } from "@portico/contract/common.ts";
import type {
  AgreementState,
  DocumentKind,
  OrderKind,
  OrderStage,
  PartnerKind,
  PartnerSide,
  TokenAbility,
} from "@portico/contract/partners-schemas.ts";
import type { ColumnType, Generated } from "kysely";

/** Who did something, with the name of that time. */
export interface PartnerBy {
  readonly userId: string | null;
  readonly name: LocalizedText;
  readonly side: PartnerSide;
}
type By = ColumnType<PartnerBy, string, string>;
type OptionalBy = ColumnType<PartnerBy | null, undefined, string>;
type OptionalDate = ColumnType<Date | null, undefined, Date>;
/** A date without time, as text. */
type Day = ColumnType<string, string, string>;

/** An outside company that works with us; its names stand with the customer's. */
export interface PartnerTable {
  id: string;
  kind: PartnerKind;
  created_at: Date;
}

export interface PartnerAgreementTable {
  id: string;
  partner_id: string;
  title: string;
  terms: string;
  state: Generated<AgreementState>;
  proposed_by: By;
  proposed_at: Date;
  accepted_by: OptionalBy;
  accepted_at: OptionalDate;
  ended_by: OptionalBy;
  ended_at: OptionalDate;
  end_reason: ColumnType<string | null, undefined, string>;
}

export interface PartnerContactTable {
  id: string;
  agreement_id: string;
  side: PartnerSide;
  user_id: string;
  duty: string;
  added_at: Date;
  removed_at: OptionalDate;
}

export interface PartnerRoomTable {
  id: string;
  agreement_id: string;
  room_key: string;
  opened_at: Date;
}

export interface PartnerNoticeTable {
  id: string;
  agreement_id: string;
  title: string;
  text: string;
  by: By;
  at: Date;
}

export interface PartnerDocumentTable {
  id: string;
  agreement_id: string;
  kind: DocumentKind;
  title: string;
  created_at: Date;
}

export interface PartnerVersionTable {
  id: string;
  document_id: string;
  number: number;
  file_name: string;
  content_type: string;
  content: ColumnType<Buffer, Buffer, never>;
  size: number;
  sha256: string;
  /** Where the same file is in Matrix. */
  uri: string;
  note: string;
  by: By;
  at: Date;
  /** The signed event in the zone's room. */
  event_id: ColumnType<string | null, undefined, string>;
}

export interface PartnerConfirmationTable {
  id: string;
  version_id: string;
  side: PartnerSide;
  by: By;
  at: Date;
  event_id: ColumnType<string | null, undefined, string>;
}

export interface PartnerTokenTable {
  id: string;
  agreement_id: string;
  hash: string;
  name: string;
  side: PartnerSide;
  abilities: ColumnType<TokenAbility[], string, never>;
  created_at: Date;
  last_used_at: OptionalDate;
  revoked_at: OptionalDate;
}

export interface PartnerOrderTable {
  id: string;
  agreement_id: string;
  number: string;
  kind: OrderKind;
  title: string;
  quantity: number;
  unit: string;
  due_on: Day;
  stage: OrderStage;
  expected_on: Day;
  expected_quantity: number;
  version: Generated<number>;
}

export interface PartnerOrderEntryTable {
  id: string;
  order_id: string;
  by: By;
  /** Name of the token. */
  system: string | null;
  at: Date;
  stage: OrderStage;
  expected_on: Day;
  expected_quantity: number;
  note: string;
}
