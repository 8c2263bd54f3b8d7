import type { AccountTable } from "./tables/account.ts";
import type { AuditEntryTable } from "./tables/audit-entry.ts";
import type {
  ApprovalAbsenceTable,
  ApprovalCopyTable,
  ApprovalEntitlementTable,
  ApprovalFactTable,
  ApprovalFormTable,
  ApprovalFormVersionTable,
  ApprovalLeaveTable,
  ApprovalRequestTable,
  ApprovalTaskTable,
} from "./tables/approval.ts";
import type { ActualMembershipTable } from "./tables/actual-membership.ts";
import type { ActualStateTable } from "./tables/actual-state.ts";
import type { ContestedItemTable } from "./tables/contested-item.ts";
import type { CustomerTable } from "./tables/customer.ts";
import type { DepartmentTable } from "./tables/department.ts";
import type { DirectoryImportTable } from "./tables/directory-import.ts";
import type { DomainEventTable } from "./tables/domain-event.ts";
import type { GuestTable } from "./tables/guest.ts";
import type { InboxEventTable, InboxRejectedTable } from "./tables/inbox-event.ts";
import type { InboxPositionTable } from "./tables/inbox-position.ts";
import type { InstallationTable } from "./tables/installation.ts";
import type { LiveChangeTable } from "./tables/live-change.ts";
import type { ManagedRoomTable } from "./tables/managed-room.ts";
import type { MatrixSendTable } from "./tables/matrix-send.ts";
import type {
  MeetingEntryTable,
  MeetingLinkTable,
  MeetingParticipantTable,
  MeetingRecordingConsentTable,
  MeetingRecordingTable,
  MeetingSnapshotTable,
  MeetingStayTable,
  MeetingTable,
  MeetingWebhookTable,
} from "./tables/meeting.ts";
import type { NoticeTable } from "./tables/notice.ts";
import type { MembershipGapTable } from "./tables/membership-gap.ts";
import type { OneTimeLinkTable } from "./tables/one-time-link.ts";
import type { OutboxDeliveryTable, OutboxSubscriptionTable } from "./tables/outbox.ts";
import type {
  PartnerAgreementTable,
  PartnerConfirmationTable,
  PartnerContactTable,
  PartnerDocumentTable,
  PartnerNoticeTable,
  PartnerOrderEntryTable,
  PartnerOrderTable,
  PartnerRoomTable,
  PartnerTable,
  PartnerTokenTable,
  PartnerVersionTable,
} from "./tables/partner.ts";
import type { PersonTable } from "./tables/person.ts";
import type { PositionTable } from "./tables/position.ts";
import type { ProjectMemberTable } from "./tables/project-member.ts";
import type { ProjectTable } from "./tables/project.ts";
import type { RankTable } from "./tables/rank.ts";
import type { RoomRepairTable } from "./tables/room-repair.ts";
import type { RoomScanTable } from "./tables/room-scan.ts";
import type { RoomScanDifferenceTable } from "./tables/room-scan-difference.ts";
import type { SessionTable } from "./tables/session.ts";
import type {
  SuggestionKeyTable,
  SuggestionMessageTable,
  SuggestionPassesDrawnTable,
  SuggestionSpentPassTable,
  SuggestionTable,
  SuggestionTopicTable,
  SuggestionVoteTable,
} from "./tables/suggestion.ts";
import type {
  TicketEntryTable,
  TicketPolicyTable,
  TicketQueueTable,
  TicketRatingTable,
  TicketReplyTable,
  TicketTable,
  TicketTypeTable,
} from "./tables/ticket.ts";
import type { WantedMemberView } from "./tables/wanted-member.ts";
import type { WantedMembershipTable } from "./tables/wanted-membership.ts";

/** All tables of the application service. */
export interface Database {
  account: AccountTable;
  audit_entry: AuditEntryTable;
  actual_membership: ActualMembershipTable;
  actual_state: ActualStateTable;
  approval_absence: ApprovalAbsenceTable;
  approval_copy: ApprovalCopyTable;
  approval_entitlement: ApprovalEntitlementTable;
  approval_fact: ApprovalFactTable;
  approval_form: ApprovalFormTable;
  approval_form_version: ApprovalFormVersionTable;
  approval_leave: ApprovalLeaveTable;
  approval_request: ApprovalRequestTable;
  approval_task: ApprovalTaskTable;
  contested_item: ContestedItemTable;
  customer: CustomerTable;
  department: DepartmentTable;
  directory_import: DirectoryImportTable;
  domain_event: DomainEventTable;
  guest: GuestTable;
  inbox_event: InboxEventTable;
  inbox_position: InboxPositionTable;
  inbox_rejected: InboxRejectedTable;
  installation: InstallationTable;
  live_change: LiveChangeTable;
  managed_room: ManagedRoomTable;
  matrix_send: MatrixSendTable;
  meeting: MeetingTable;
  meeting_entry: MeetingEntryTable;
  meeting_link: MeetingLinkTable;
  meeting_participant: MeetingParticipantTable;
  meeting_recording: MeetingRecordingTable;
  meeting_recording_consent: MeetingRecordingConsentTable;
  meeting_snapshot: MeetingSnapshotTable;
  meeting_stay: MeetingStayTable;
  meeting_webhook: MeetingWebhookTable;
  notice: NoticeTable;
  membership_gap: MembershipGapTable;
  one_time_link: OneTimeLinkTable;
  outbox_delivery: OutboxDeliveryTable;
  outbox_subscription: OutboxSubscriptionTable;
  partner_agreement: PartnerAgreementTable;
  partner_confirmation: PartnerConfirmationTable;
  partner_contact: PartnerContactTable;
  partner_document: PartnerDocumentTable;
  partner_notice: PartnerNoticeTable;
  partner_order_entry: PartnerOrderEntryTable;
  partner_order: PartnerOrderTable;
  partner_room: PartnerRoomTable;
  partner: PartnerTable;
  partner_token: PartnerTokenTable;
  partner_version: PartnerVersionTable;
  person: PersonTable;
  position: PositionTable;
  project: ProjectTable;
  project_member: ProjectMemberTable;
  rank: RankTable;
  room_repair: RoomRepairTable;
  room_scan: RoomScanTable;
  room_scan_difference: RoomScanDifferenceTable;
  session: SessionTable;
  ticket: TicketTable;
  ticket_entry: TicketEntryTable;
  ticket_policy: TicketPolicyTable;
  ticket_queue: TicketQueueTable;
  ticket_rating: TicketRatingTable;
  ticket_reply: TicketReplyTable;
  ticket_type: TicketTypeTable;
  suggestion: SuggestionTable;
  suggestion_key: SuggestionKeyTable;
  suggestion_message: SuggestionMessageTable;
  suggestion_passes_drawn: SuggestionPassesDrawnTable;
  suggestion_spent_pass: SuggestionSpentPassTable;
  suggestion_topic: SuggestionTopicTable;
  suggestion_vote: SuggestionVoteTable;
  wanted_member: WantedMemberView;
  wanted_membership: WantedMembershipTable;
}
