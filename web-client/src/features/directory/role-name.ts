import type { ResponseOf } from "../../api/types.ts";
import { t } from "../../i18n/i18n.ts";

type Role = ResponseOf<"GET /api/roles">["roles"][number]["role"];

/** What a role is called. */
export const roleName = (role: Role): string => t(`directory.role.${role}`);
