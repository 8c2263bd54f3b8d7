import type { HealthFinding } from "@portico/contract/platform.ts";
import { codeText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";
import type { HealthCheck } from "./types.ts";

type Hindrance = NonNullable<ResponseOf<"GET /api/directory/provisioning">["problem"]>;

const findings: Readonly<Record<Exclude<HealthFinding, "DIRECTORY_STUCK">, StringKey>> = {
  DATABASE_ANSWERS: "admin.finding.DATABASE_ANSWERS",
  HOMESERVER_ANSWERS: "admin.finding.HOMESERVER_ANSWERS",
  HOMESERVER_STATUS: "admin.finding.HOMESERVER_STATUS",
  POLICY_CURRENT: "admin.finding.POLICY_CURRENT",
  POLICY_BEHIND: "admin.finding.POLICY_BEHIND",
  POLICY_OLD: "admin.finding.POLICY_OLD",
  POLICY_MISSING: "admin.finding.POLICY_MISSING",
  EVENTS_HANDLED: "admin.finding.EVENTS_HANDLED",
  EVENTS_WAITING: "admin.finding.EVENTS_WAITING",
  EVENTS_FAILING: "admin.finding.EVENTS_FAILING",
  EVENTS_PARKED: "admin.finding.EVENTS_PARKED",
  DIRECTORY_FOLLOWED: "admin.finding.DIRECTORY_FOLLOWED",
  OUTBOX_DONE: "admin.finding.OUTBOX_DONE",
  OUTBOX_WAITING: "admin.finding.OUTBOX_WAITING",
  OUTBOX_PARKED: "admin.finding.OUTBOX_PARKED",
  JOBS_DONE: "admin.finding.JOBS_DONE",
  JOBS_WAITING: "admin.finding.JOBS_WAITING",
  JOBS_FAILED: "admin.finding.JOBS_FAILED",
  LIVEKIT_ANSWERS: "admin.finding.LIVEKIT_ANSWERS",
  LIVEKIT_STATUS: "admin.finding.LIVEKIT_STATUS",
  LIVEKIT_INSTALLING: "admin.finding.LIVEKIT_INSTALLING",
  LIVEKIT_MISSING: "admin.finding.LIVEKIT_MISSING",
  DISK_FREE: "admin.finding.DISK_FREE",
  DISK_LOW: "admin.finding.DISK_LOW",
  DISK_FULL: "admin.finding.DISK_FULL",
  BACKUP_RECENT: "admin.finding.BACKUP_RECENT",
  BACKUP_OLD: "admin.finding.BACKUP_OLD",
  BACKUP_NONE: "admin.finding.BACKUP_NONE",
  BACKUP_GONE: "admin.finding.BACKUP_GONE",
  RESTORED: "admin.finding.RESTORED",
  CLOCKS_AGREE: "admin.finding.CLOCKS_AGREE",
  CLOCKS_DIFFER: "admin.finding.CLOCKS_DIFFER",
  NO_ANSWER: "admin.finding.NO_ANSWER",
};
const isKnown = (code: string): code is keyof typeof findings => Object.hasOwn(findings, code);

/** Times as people write them. */
const momentsIn = (fields: HealthCheck["fields"]): HealthCheck["fields"] => ({
  ...fields,
  at: formatDate(String(fields["at"]), "moment"),
  point: formatDate(String(fields["point"]), "moment"),
});

/** Why accounts and rooms do not follow. An unforeseen error has no text of its own, so its words are quoted. */
export const stuckText = ({ code, fields, detail }: Hindrance): string =>
  t("admin.provisioning-stuck", { problem: code === "INTERNAL" ? detail : codeText(code, fields) });

/** What was found out about a part of the installation, in the user's language. */
export const findingText = ({ code, fields, problem, detail }: HealthCheck): string => {
  if (isKnown(code)) return t(findings[code], code === "RESTORED" ? momentsIn(fields) : fields);
  return problem === null ? detail : stuckText(problem);
};
