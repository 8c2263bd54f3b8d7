import type { IconName } from "../../components/icon-name.ts";
import type { ResponseOf } from "../../api/types.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";

export type Notice = ResponseOf<"GET /api/notifications">["items"][number];

const icons: Readonly<Record<Notice["kind"], IconName>> = {
  "guest.arrived": "guests",
  "guest.expired": "clock",
  "guest.handed-over": "guests",
  "role.changed": "key",
};
const pages: Readonly<Record<Notice["kind"], string>> = {
  "guest.arrived": "/guests",
  "guest.expired": "/guests",
  "guest.handed-over": "/guests",
  "role.changed": "/people",
};

/** A field in the reader's language; the name of a role is translated by the role's own key. */
const fieldText = (name: string, value: Notice["fields"][string]): string => {
  if (typeof value !== "string") return localized(value);
  return name === "from" || name === "to" ? t(`directory.role.${value}` as StringKey) : value;
};

/** What a notice says, with its icon and the page it leads to. */
export const noticeText = ({ kind, fields }: Notice): { text: string; icon: IconName; href: string } => ({
  text: t(
    `notifications.${kind}`,
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fieldText(name, value)])),
  ),
  icon: icons[kind],
  href: pages[kind],
});
