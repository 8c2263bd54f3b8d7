import type { LocalizedText } from "@portico/contract/common.ts";
import type { ActualMember } from "../actual/store.ts";

/** A membership that may not be as wanted, with what is known of both sides. */
export interface Gap {
  readonly roomKey: string;
  readonly roomId: string;
  readonly userId: string;
  readonly turn: number;
  /** Somebody changed it in Matrix. */
  readonly drifted: boolean;
  readonly cause: string | null;
  readonly attempts: number;
  /** null: shall not be in the room. */
  readonly wanted: WantedMember | null;
  readonly name: LocalizedText;
  readonly company: string | null;
  readonly actual: ActualMember | undefined;
}

export interface WantedMember {
  /** Company of an outsider, shown as badge. */
  readonly company: string | null;
}

/** What brings a membership nearer to what it shall be; undefined when it is. */
export function memberStep(
  wanted: WantedMember | null,
  actual: Pick<ActualMember, "membership" | "company"> | undefined,
): "add" | "remove" | undefined {
  if (wanted === null) return actual !== undefined && isInside(actual) ? "remove" : undefined;
  return actual?.membership === "join" && actual.company === wanted.company ? undefined : "add";
}

/** In the room, or with one foot in it. */
export const isInside = ({ membership }: Pick<ActualMember, "membership">): boolean =>
  membership === "join" || membership === "invite" || membership === "knock";

export const LONGEST_PATIENCE_SECONDS = 600;
/** Seconds until a membership that the homeserver refused is tried again: soon, then ever more seldom. */
export const patience = (attempts: number): number => Math.min(2 ** attempts, LONGEST_PATIENCE_SECONDS);

/** The first so many, one of each room in turn, so that no room keeps the others waiting; in a room their order stays. */
export function acrossRooms<Item extends { readonly roomKey: string }>(items: readonly Item[], count: number): Item[] {
  const rooms = [...Map.groupBy(items, ({ roomKey }) => roomKey).values()];
  const chosen: Item[] = [];
  for (let turn = 0; chosen.length < Math.min(count, items.length); turn += 1)
    for (const room of rooms) {
      const item = room[turn];
      if (item !== undefined && chosen.length < count) chosen.push(item);
    }
  return chosen;
}
