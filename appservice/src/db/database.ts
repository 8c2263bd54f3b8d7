import type { AccountTable } from "./tables/account.ts";
import type { ActualMembershipTable } from "./tables/actual-membership.ts";
import type { ActualStateTable } from "./tables/actual-state.ts";
import type { ContestedItemTable } from "./tables/contested-item.ts";
import type { CustomerTable } from "./tables/customer.ts";
import type { DepartmentTable } from "./tables/department.ts";
import type { DirectoryImportTable } from "./tables/directory-import.ts";
import type { DomainEventTable } from "./tables/domain-event.ts";
import type { GuestTable } from "./tables/guest.ts";
import type { InboxEventTable } from "./tables/inbox-event.ts";
import type { InstallationTable } from "./tables/installation.ts";
import type { ManagedRoomTable } from "./tables/managed-room.ts";
import type { MembershipGapTable } from "./tables/membership-gap.ts";
import type { OneTimeLinkTable } from "./tables/one-time-link.ts";
import type { PersonTable } from "./tables/person.ts";
import type { RankTable } from "./tables/rank.ts";
import type { RoomRepairTable } from "./tables/room-repair.ts";
import type { RoomScanTable } from "./tables/room-scan.ts";
import type { RoomScanDifferenceTable } from "./tables/room-scan-difference.ts";
import type { SessionTable } from "./tables/session.ts";
import type { WantedMemberView } from "./tables/wanted-member.ts";
import type { WantedMembershipTable } from "./tables/wanted-membership.ts";

/** All tables of the application service. */
export interface Database {
  account: AccountTable;
  actual_membership: ActualMembershipTable;
  actual_state: ActualStateTable;
  contested_item: ContestedItemTable;
  customer: CustomerTable;
  department: DepartmentTable;
  directory_import: DirectoryImportTable;
  domain_event: DomainEventTable;
  guest: GuestTable;
  inbox_event: InboxEventTable;
  installation: InstallationTable;
  managed_room: ManagedRoomTable;
  membership_gap: MembershipGapTable;
  one_time_link: OneTimeLinkTable;
  person: PersonTable;
  rank: RankTable;
  room_repair: RoomRepairTable;
  room_scan: RoomScanTable;
  room_scan_difference: RoomScanDifferenceTable;
  session: SessionTable;
  wanted_member: WantedMemberView;
  wanted_membership: WantedMembershipTable;
}
