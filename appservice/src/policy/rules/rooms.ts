import type { Actor } from "../actor.ts";
import type { Decision } from "../engine.ts";

/** What the rules about members of a managed room look at. */
export interface RoomSubject {
  /** Power that the asker shall have in the room; null: is no member. */
  readonly power: number | null;
}

/** Power level from which on somebody leads a room. */
const LEADS = 50;

export const roomRules = {
  "room.read": (actor: Actor, { power }: RoomSubject): Decision =>
    power === null && actor.role !== "operator"
      ? { allowed: false, rule: "only members of the room" }
      : { allowed: true, rule: "members see their room" },
  "room.manage-members": (actor: Actor, { power }: RoomSubject): Decision => {
    if (actor.role === "admin") return { allowed: true, rule: "administrators lead every room" };
    return power !== null && power >= LEADS
      ? { allowed: true, rule: "who leads a room decides on its members" }
      : { allowed: false, rule: "only who leads the room, or an administrator" };
  },
};
