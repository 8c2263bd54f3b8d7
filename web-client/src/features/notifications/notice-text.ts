import type { IconName } from "../../components/icon-name.ts";
import type { ResponseOf } from "../../api/types.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";

export type Notice = ResponseOf<"GET /api/notifications">["items"][number];

const icons: Readonly<Record<Notice["kind"], IconName>> = {
  "department.lead": "department",
  "department.handed-over": "department",
  "guest.arrived": "guests",
  "guest.expired": "clock",
  "guest.handed-over": "guests",
  "project.lead": "people",
  "project.handed-over": "people",
  "role.changed": "key",
};

/** The page that shows what a notice is about. */
const pageOf = ({ kind, fields }: Notice): string => {
  if (kind.startsWith("guest.")) return "/guests";
  for (const what of ["department", "project"]) {
    const id = fields[`${what}Id`];
    if (typeof id === "string") return `/people?${what}=${encodeURIComponent(id)}`;
  }
  return "/people";
};

/** A field in the reader's language; the name of a role is translated by the role's own key. */
const fieldText = (name: string, value: Notice["fields"][string]): string => {
  if (typeof value !== "string") return localized(value);
  return name === "from" || name === "to" ? t(`directory.role.${value}` as StringKey) : value;
};

/** What a notice says, with its icon and the page it leads to. */
export const noticeText = (notice: Notice): { text: string; icon: IconName; href: string } => ({
  text: t(
    `notifications.${notice.kind}`,
    Object.fromEntries(Object.entries(notice.fields).map(([name, value]) => [name, fieldText(name, value)])),
  ),
  icon: icons[notice.kind],
  href: pageOf(notice),
});
