import type { IconName } from "../../components/icon-name.ts";
import type { ResponseOf } from "../../api/types.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";
import { noticeLookOf } from "../../shells/features.ts";

export type Notice = ResponseOf<"GET /api/notifications">["items"][number];

/** A field in the reader's language; the name of a role is translated by the role's own key. */
const fieldText = (name: string, value: Notice["fields"][string]): string => {
  if (typeof value !== "string") return localized(value);
  return name === "from" || name === "to" ? t(`directory.role.${value}` as StringKey) : value;
};

/** What a notice says, with its icon and the page it leads to. */
export function noticeText(notice: Notice): { text: string; icon: IconName; href: string } {
  const look = noticeLookOf(notice.kind);
  const values = Object.entries(notice.fields).map(([name, value]) => [name, fieldText(name, value)] as const);
  return {
    text: t(`notifications.${notice.kind}`, Object.fromEntries(values)),
    icon: look?.icon ?? "bell",
    href: look?.href(notice.fields) ?? "/",
  };
}
