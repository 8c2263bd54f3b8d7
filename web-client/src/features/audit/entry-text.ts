import { eventStreams } from "@portico/contract/events.ts";
import type { DomainEventName } from "@portico/contract/events.ts";
import type { ResponseOf } from "../../api/types.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";

export type Entry = ResponseOf<"GET /api/audit">["items"][number];

/** Everything that can stand in the log. */
export const eventNames = Object.keys(eventStreams) as DomainEventName[];
const isKnown = (name: string): name is DomainEventName => Object.hasOwn(eventStreams, name);

const actors: Readonly<Record<string, StringKey>> = {
  operator: "audit.actor.operator",
  reconciler: "audit.actor.reconciler",
  "expire-guests": "audit.actor.expire-guests",
};
const subjects: Readonly<Record<string, StringKey>> = {
  audit: "audit.subject.audit",
  directory: "audit.subject.directory",
  operations: "audit.subject.operations",
  scan: "audit.subject.scan",
};
const fields = [
  "importId",
  "create",
  "update",
  "leave",
  "departmentId",
  "departments",
  "from",
  "to",
  "userId",
  "personId",
  "joined",
  "left",
  "projectId",
  "customerId",
  "guestId",
  "actor",
  "name",
  "subject",
  "before",
  "itemId",
  "roomId",
  "purpose",
  "type",
  "stateKey",
  "wanted",
  "actual",
  "by",
  "scanId",
  "dryRun",
  "rooms",
  "differences",
  "newcomer",
] as const;
const isField = (name: string): name is (typeof fields)[number] => (fields as readonly string[]).includes(name);

/** What happened, in words; what an older release recorded and nobody knows any more keeps its name. */
export const eventText = (name: string): string => (isKnown(name) ? t(`audit.event.${name}`) : name);

/** Who did it. */
export const actorText = ({ actor, actorName }: Pick<Entry, "actor" | "actorName">): string => {
  if (actorName !== null) return localized(actorName);
  const key = actors[actor];
  return key === undefined ? actor : t(key);
};

/** What it is about, by its name where it has one. */
export const subjectText = ({ subject, subjectName }: Pick<Entry, "subject" | "subjectName">): string => {
  if (subjectName !== null) return localized(subjectName);
  const key = subjects[subject.split(":", 1)[0] ?? ""];
  return key === undefined ? subject : t(key);
};

const valueText = (value: unknown, names: Entry["names"]): string => {
  if (typeof value === "boolean") return value ? t("audit.yes") : t("audit.no");
  if (Array.isArray(value)) return value.map((each) => valueText(each, names)).join(", ");
  const name = typeof value === "string" && Object.hasOwn(names, value) ? names[value] : undefined;
  if (name !== undefined) return localized(name);
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
};

/** The rest that is known: what no other column says. */
export const detailsText = ({
  name,
  subject,
  payload,
  names,
}: Pick<Entry, "name" | "subject" | "payload" | "names">): string =>
  Object.entries(payload)
    .filter(([, value]) => value !== null && value !== false && value !== "" && !isEmpty(value))
    .filter(([, value]) => typeof value !== "string" || !subject.endsWith(`:${value}`))
    .map(([field, value]) => {
      const text =
        name === "person.role-changed" && (field === "from" || field === "to")
          ? t(`directory.role.${String(value)}` as StringKey)
          : valueText(value, names);
      return `${isField(field) ? t(`audit.field.${field}`) : field}: ${text}`;
    })
    .join(" · ");

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
