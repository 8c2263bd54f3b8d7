import type { ResponseOf } from "../../api/types.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";

type Difference = ResponseOf<"GET /api/rooms/scans/{scanId}">["differences"][number];

const kinds: Readonly<Record<string, StringKey>> = {
  "m.room.name": "admin.rooms-kind.name",
  "m.room.power_levels": "admin.rooms-kind.powers",
  "m.room.join_rules": "admin.rooms-kind.join",
  "m.room.history_visibility": "admin.rooms-kind.history",
  "m.room.guest_access": "admin.rooms-kind.guests",
  "m.space.child": "admin.rooms-kind.child",
  "m.space.parent": "admin.rooms-kind.parent",
  "org.portico.room": "admin.rooms-kind.purpose",
};
const memberships: Readonly<Record<string, StringKey>> = {
  join: "admin.rooms-member.join",
  invite: "admin.rooms-member.invite",
  knock: "admin.rooms-member.knock",
  leave: "admin.rooms-member.leave",
  ban: "admin.rooms-member.ban",
};

/** What of the room is not as it shall be. */
export const differenceText = ({ type, stateKey, whoseName }: Pick<Difference, "type" | "stateKey" | "whoseName">) => {
  if (type === "m.room.member") {
    return t("admin.rooms-kind.member", { name: whoseName === null ? stateKey : localized(whoseName) });
  }
  const kind = kinds[type];
  return kind === undefined ? type : t(kind);
};

/** Who changed it. */
export const changedByText = ({ by, byName }: Pick<Difference, "by" | "byName">): string =>
  byName === null ? (by ?? "–") : localized(byName);

/** How it shall be and how it is: only what differs. */
export const sidesText = ({ type, wanted, actual }: Pick<Difference, "type" | "wanted" | "actual">) => {
  if (type === "m.room.member") return { wanted: membershipText(wanted), actual: membershipText(actual) };
  const [left, right] = [new Map(leaves(wanted)), new Map(leaves(actual))];
  const differing = [...new Set([...left.keys(), ...right.keys()])].filter(
    (path) => left.get(path) !== right.get(path),
  );
  const side = (values: ReadonlyMap<string, string>): string =>
    differing
      .flatMap((path) =>
        values.has(path) ? [path === "" ? `${values.get(path)}` : `${path}: ${values.get(path)}`] : [],
      )
      .join(", ") || "–";
  return { wanted: side(left), actual: side(right) };
};

const membershipText = (content: unknown): string => {
  const { membership, company } = Object(content) as { membership?: unknown; company?: unknown };
  const key = memberships[typeof membership === "string" ? membership : "leave"];
  const text = key === undefined ? String(membership) : t(key);
  return typeof company === "string" ? `${text} (${company})` : text;
};

/** Every single value of a content, by its path. */
const leaves = (content: unknown, path = ""): [string, string][] => {
  if (content === null || content === undefined) return [];
  if (typeof content !== "object" || Array.isArray(content)) return [[path, JSON.stringify(content)]];
  return Object.entries(content).flatMap(([key, value]) => leaves(value, path === "" ? key : `${path} ${key}`));
};
