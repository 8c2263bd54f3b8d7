import type { IconName } from "../components/icon-name.ts";
import type { Session } from "../contexts/session.ts";
import type { StringKey } from "../i18n/keys.ts";

/** One entry of the staff shell's navigation. */
export interface Section {
  readonly id: "chat" | "people" | "guests" | "admin";
  readonly path: string;
  readonly icon: IconName;
  readonly label: StringKey;
  readonly allowed: (can: Session["can"]) => boolean;
  readonly contains: (path: string) => boolean;
}

const under = (prefix: string) => (path: string) => path === prefix || path.startsWith(`${prefix}/`);

/** The navigation of the staff shell, in order. */
export const staffSections: readonly Section[] = [
  {
    id: "chat",
    path: "/",
    icon: "chat",
    label: "shells.chat",
    allowed: () => true,
    contains: (path) => path === "/" || under("/rooms")(path) || under("/dm")(path),
  },
  {
    id: "people",
    path: "/people",
    icon: "people",
    label: "shells.people",
    allowed: (can) => can("directory.read"),
    contains: under("/people"),
  },
  {
    id: "guests",
    path: "/guests",
    icon: "guests",
    label: "shells.guests",
    allowed: (can) => can("guest.read"),
    contains: under("/guests"),
  },
  {
    id: "admin",
    path: "/admin",
    icon: "admin",
    label: "shells.admin",
    allowed: (can) => can("directory.import") || can("role.read") || can("health.read") || can("audit.read"),
    contains: under("/admin"),
  },
];
