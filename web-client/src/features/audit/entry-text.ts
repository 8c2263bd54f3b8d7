import type { ResponseOf } from "../../api/types.ts";
import { hasText, localized, t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";

export type Entry = ResponseOf<"GET /api/audit">["items"][number];

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
/** What happened, in words; what an older release recorded and nobody knows any more keeps its name. */
export const eventText = (name: string): string => textOr(`audit.event.${name}`, name);

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
      return `${textOr(`audit.field.${field}`, field)}: ${text}`;
    })
    .join(" · ");

const textOr = (key: string, otherwise: string): string => (hasText(key) ? t(key) : otherwise);

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
