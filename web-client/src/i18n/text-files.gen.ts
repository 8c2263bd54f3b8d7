// Made by `npm run gen` from the text files of the features.
import type texts0 from "../api/strings.en.json";
import type texts1 from "../components/strings.en.json";
import type texts2 from "../features/admin/strings.en.json";
import type texts3 from "../features/approvals/strings-admin.en.json";
import type texts4 from "../features/approvals/strings-audit.en.json";
import type texts5 from "../features/approvals/strings-notifications.en.json";
import type texts6 from "../features/approvals/strings.en.json";
import type texts7 from "../features/audit/strings.en.json";
import type texts8 from "../features/chat/strings-audit.en.json";
import type texts9 from "../features/chat/strings.en.json";
import type texts10 from "../features/directory/strings-audit.en.json";
import type texts11 from "../features/directory/strings-notifications.en.json";
import type texts12 from "../features/directory/strings.en.json";
import type texts13 from "../features/guests/strings-admin.en.json";
import type texts14 from "../features/guests/strings-audit.en.json";
import type texts15 from "../features/guests/strings-notifications.en.json";
import type texts16 from "../features/guests/strings.en.json";
import type texts17 from "../features/inbox/strings.en.json";
import type texts18 from "../features/meetings/strings-admin.en.json";
import type texts19 from "../features/meetings/strings-audit.en.json";
import type texts20 from "../features/meetings/strings.en.json";
import type texts21 from "../features/notifications/strings.en.json";
import type texts22 from "../features/operations/strings-audit.en.json";
import type texts23 from "../features/operations/strings.en.json";
import type texts24 from "../features/partners/strings-admin.en.json";
import type texts25 from "../features/partners/strings-audit.en.json";
import type texts26 from "../features/partners/strings-notifications.en.json";
import type texts27 from "../features/partners/strings.en.json";
import type texts28 from "../features/settings/strings.en.json";
import type texts29 from "../features/sign-in/strings-audit.en.json";
import type texts30 from "../features/sign-in/strings.en.json";
import type texts31 from "../features/suggestions/strings-admin.en.json";
import type texts32 from "../features/suggestions/strings-audit.en.json";
import type texts33 from "../features/suggestions/strings-notifications.en.json";
import type texts34 from "../features/suggestions/strings.en.json";
import type texts35 from "../features/tickets/strings-admin.en.json";
import type texts36 from "../features/tickets/strings-audit.en.json";
import type texts37 from "../features/tickets/strings-notifications.en.json";
import type texts38 from "../features/tickets/strings.en.json";
import type texts39 from "../shells/strings.en.json";

export type StringKey =
  | keyof typeof texts0
  | keyof typeof texts1
  | keyof typeof texts2
  | keyof typeof texts3
  | keyof typeof texts4
  | keyof typeof texts5
  | keyof typeof texts6
  | keyof typeof texts7
  | keyof typeof texts8
  | keyof typeof texts9
  | keyof typeof texts10
  | keyof typeof texts11
  | keyof typeof texts12
  | keyof typeof texts13
  | keyof typeof texts14
  | keyof typeof texts15
  | keyof typeof texts16
  | keyof typeof texts17
  | keyof typeof texts18
  | keyof typeof texts19
  | keyof typeof texts20
  | keyof typeof texts21
  | keyof typeof texts22
  | keyof typeof texts23
  | keyof typeof texts24
  | keyof typeof texts25
  | keyof typeof texts26
  | keyof typeof texts27
  | keyof typeof texts28
  | keyof typeof texts29
  | keyof typeof texts30
  | keyof typeof texts31
  | keyof typeof texts32
  | keyof typeof texts33
  | keyof typeof texts34
  | keyof typeof texts35
  | keyof typeof texts36
  | keyof typeof texts37
  | keyof typeof texts38
  | keyof typeof texts39;

export type FeatureSet =
  | "admin"
  | "approvals"
  | "audit"
  | "chat"
  | "directory"
  | "guests"
  | "inbox"
  | "meetings"
  | "notifications"
  | "operations"
  | "partners"
  | "settings"
  | "sign-in"
  | "suggestions"
  | "tickets";
