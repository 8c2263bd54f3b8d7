import type { AccountTable } from "./tables/account.ts";
import type { AuditEntryTable } from "./tables/audit-entry.ts";
import type { CustomerTable } from "./tables/customer.ts";
import type { DepartmentTable } from "./tables/department.ts";
import type { DirectoryImportTable } from "./tables/directory-import.ts";
import type { DomainEventTable } from "./tables/domain-event.ts";
import type { GuestTable } from "./tables/guest.ts";
import type { InboxEventTable } from "./tables/inbox-event.ts";
import type { InstallationTable } from "./tables/installation.ts";
import type { LiveChangeTable } from "./tables/live-change.ts";
import type { ManagedRoomTable } from "./tables/managed-room.ts";
import type { MatrixSendTable } from "./tables/matrix-send.ts";
import type { NoticeTable } from "./tables/notice.ts";
import type { OneTimeLinkTable } from "./tables/one-time-link.ts";
import type { OutboxDeliveryTable, OutboxSubscriptionTable } from "./tables/outbox.ts";
import type { PersonTable } from "./tables/person.ts";
import type { PositionTable } from "./tables/position.ts";
import type { ProjectMemberTable } from "./tables/project-member.ts";
import type { ProjectTable } from "./tables/project.ts";
import type { RankTable } from "./tables/rank.ts";
import type { SessionTable } from "./tables/session.ts";
import type { WantedMembershipTable } from "./tables/wanted-membership.ts";

/** All tables of the application service. */
export interface Database {
  account: AccountTable;
  audit_entry: AuditEntryTable;
  customer: CustomerTable;
  department: DepartmentTable;
  directory_import: DirectoryImportTable;
  domain_event: DomainEventTable;
  guest: GuestTable;
  inbox_event: InboxEventTable;
  installation: InstallationTable;
  live_change: LiveChangeTable;
  managed_room: ManagedRoomTable;
  matrix_send: MatrixSendTable;
  notice: NoticeTable;
  one_time_link: OneTimeLinkTable;
  outbox_delivery: OutboxDeliveryTable;
  outbox_subscription: OutboxSubscriptionTable;
  person: PersonTable;
  position: PositionTable;
  project: ProjectTable;
  project_member: ProjectMemberTable;
  rank: RankTable;
  session: SessionTable;
  wanted_membership: WantedMembershipTable;
}
