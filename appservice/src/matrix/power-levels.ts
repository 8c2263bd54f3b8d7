/** The power that deeds in a room need, where it is not the usual one. */
export interface RoomPowers {
  /** To write, react and answer; 0. */
  readonly write?: number;
  /** To begin something that stands by itself; who has less answers in threads and reacts. As `write`. */
  readonly begin?: number;
  /** Events whose threads are closed, which the homeserver's policy enforces. */
  readonly closed?: readonly string[];
  /** To change topic and pins; 50. */
  readonly state?: number;
  /** To invite those who are wanted; 50. */
  readonly invite?: number;
  /** To remove somebody; 50. */
  readonly kick?: number;
  /** To take away what others wrote; 50. */
  readonly redact?: number;
}

interface Wanted {
  readonly kind: "space" | "room";
  readonly archived: boolean;
  readonly powers?: RoomPowers | null;
  /** The topic is the service's. */
  readonly keepsTopic?: boolean;
}

/**
 * Content of `m.room.power_levels` of a managed room. What only the bot may do
 * stands at 100 or above, where no person is: as creator of a version 12 room
 * the bot has more than any number and must not be named in `users`. In an
 * archived room that is everything.
 */
export function powerLevels(
  users: Readonly<Record<string, number>>,
  { kind, archived, powers, keepsTopic }: Wanted,
): Readonly<Record<string, unknown>> {
  const level = (given: number | undefined, usual: number): number => (archived ? 100 : (given ?? usual));
  const write = level(powers?.write, 0);
  const state = level(powers?.state, 50);
  // Who may read along may take part in a meeting (MSC3401, MSC4143), unless only some may begin something.
  const meet = Math.max(write, level(powers?.begin, 0));
  return {
    users,
    users_default: 0,
    events: {
      "m.room.name": 100,
      "m.room.topic": keepsTopic === true ? 100 : state,
      "m.room.power_levels": 100,
      "m.room.pinned_events": state,
      "m.room.tombstone": 150,
      "org.matrix.msc3401.call.member": meet,
      "org.matrix.msc4143.rtc.member": meet,
    },
    // Spaces are written by the bot alone.
    events_default: kind === "space" ? 100 : write,
    state_default: 100,
    invite: level(powers?.invite, 50),
    kick: level(powers?.kick, 50),
    ban: 100,
    redact: level(powers?.redact, 50),
    historical: 100,
  };
}
