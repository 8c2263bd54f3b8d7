import type { AccountTable } from "./tables/account.ts";
import type { CustomerTable } from "./tables/customer.ts";
import type { DepartmentTable } from "./tables/department.ts";
import type { DirectoryImportTable } from "./tables/directory-import.ts";
import type { DomainEventTable } from "./tables/domain-event.ts";
import type { GuestTable } from "./tables/guest.ts";
import type { InboxEventTable } from "./tables/inbox-event.ts";
import type { InstallationTable } from "./tables/installation.ts";
import type { ManagedRoomTable } from "./tables/managed-room.ts";
import type { OneTimeLinkTable } from "./tables/one-time-link.ts";
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
  customer: CustomerTable;
  department: DepartmentTable;
  directory_import: DirectoryImportTable;
  domain_event: DomainEventTable;
  guest: GuestTable;
  inbox_event: InboxEventTable;
  installation: InstallationTable;
  managed_room: ManagedRoomTable;
  one_time_link: OneTimeLinkTable;
  person: PersonTable;
  position: PositionTable;
  project: ProjectTable;
  project_member: ProjectMemberTable;
  rank: RankTable;
  session: SessionTable;
  wanted_membership: WantedMembershipTable;
}
