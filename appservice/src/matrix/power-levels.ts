/**
 * Content of `m.room.power_levels` of a managed room. What only the bot may do
 * stands at 100 or above, where no person is: as creator of a version 12 room
 * the bot has more than any number and must not be named in `users`.
 */
export const powerLevels = (
  kind: "space" | "room",
  users: Readonly<Record<string, number>>,
): Readonly<Record<string, unknown>> => ({
  users,
  users_default: 0,
  events: {
    "m.room.name": 100,
    "m.room.topic": 50,
    "m.room.power_levels": 100,
    "m.room.pinned_events": 50,
    "m.room.tombstone": 150,
  },
  // Spaces are written by the bot alone.
  events_default: kind === "space" ? 100 : 0,
  state_default: 100,
  invite: 50,
  kick: 50,
  ban: 100,
  redact: 50,
  historical: 100,
});
