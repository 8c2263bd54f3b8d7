import type { Migration } from "kysely/migration";
import * as createCore from "./20261123T0630-create-core.ts";
import * as createDirectory from "./20261123T0635-create-directory.ts";
import * as followTheDirectory from "./20261123T0700-follow-the-directory.ts";
import * as createGuests from "./20261123T0710-create-guests.ts";
import * as createDirectoryImport from "./20261123T0720-create-directory-import.ts";
import * as membershipSources from "./20261123T0930-membership-sources.ts";
import * as outbox from "./20261123T1000-outbox.ts";
import * as outboxConsumers from "./20261123T1002-outbox-consumers.ts";
import * as inbox from "./20261123T1004-inbox.ts";
import * as replays from "./20261123T1006-replays.ts";
import * as positionsAndProjects from "./20261123T1020-positions-and-projects.ts";
import * as importRecords from "./20261123T1025-import-records.ts";
import * as policyVersionAtCommit from "./20261123T1030-policy-version-at-commit.ts";
import * as followMembers from "./20261123T1040-follow-members.ts";
import * as closedRooms from "./20261128T1850-closed-rooms.ts";
import * as catchUp from "./20261128T1900-catch-up.ts";
import * as childrenOfNewSpaces from "./20261128T2010-children-of-new-spaces.ts";
import * as oneOrderAtCommit from "./20261129T0115-one-order-at-commit.ts";
import * as approvals from "./20261201T0500-approvals.ts";
import * as deviceOfSession from "./20261201T0306-device-of-session.ts";
import * as createTickets from "./20261201T0600-create-tickets.ts";
import * as suggestions from "./20261201T0800-suggestions.ts";
import * as createMeetings from "./20261201T0400-create-meetings.ts";
import * as meetingRecords from "./20261201T1300-meeting-records.ts";
import * as ownedRooms from "./20261201T0900-owned-rooms.ts";
import * as createPartners from "./20261201T1500-create-partners.ts";
import * as partnerProgress from "./20261201T1510-partner-progress.ts";

/** Frozen: a migration that has landed is never edited; names sort by date. */
export const migrations: Record<string, Migration> = {
  "20261123T0630-create-core": createCore,
  "20261123T0635-create-directory": createDirectory,
  "20261123T0700-follow-the-directory": followTheDirectory,
  "20261123T0710-create-guests": createGuests,
  "20261123T0720-create-directory-import": createDirectoryImport,
  "20261123T0930-membership-sources": membershipSources,
  "20261123T1000-outbox": outbox,
  "20261123T1002-outbox-consumers": outboxConsumers,
  "20261123T1004-inbox": inbox,
  "20261123T1006-replays": replays,
  "20261123T1020-positions-and-projects": positionsAndProjects,
  "20261123T1025-import-records": importRecords,
  "20261123T1030-policy-version-at-commit": policyVersionAtCommit,
  "20261123T1040-follow-members": followMembers,
  "20261128T1850-closed-rooms": closedRooms,
  "20261128T1900-catch-up": catchUp,
  "20261128T2010-children-of-new-spaces": childrenOfNewSpaces,
  "20261129T0115-one-order-at-commit": oneOrderAtCommit,
  "20261201T0500-approvals": approvals,
  "20261201T0306-device-of-session": deviceOfSession,
  "20261201T0600-create-tickets": createTickets,
  "20261201T0800-suggestions": suggestions,
  "20261201T0400-create-meetings": createMeetings,
  "20261201T1300-meeting-records": meetingRecords,
  "20261201T0900-owned-rooms": ownedRooms,
  "20261201T1500-create-partners": createPartners,
  "20261201T1510-partner-progress": partnerProgress,
};
