/**
 * Content of `m.room.power_levels` of a managed room. What only the bot may do
 * stands at 100 or above, where no person is: as creator of a version 12 room
 * the bot has more than any number and must not be named in `users`. In an
 * archived room that is everything.
 */
export function powerLevels(
  kind: "space" | "room",
  users: Readonly<Record<string, number>>,
  archived: boolean,
): Readonly<Record<string, unknown>> {
  const lead = archived ? 100 : 50;
  return {
    users,
    users_default: 0,
    events: {
      "m.room.name": 100,
      "m.room.topic": lead,
      "m.room.power_levels": 100,
      "m.room.pinned_events": lead,
      "m.room.tombstone": 150,
      // Who may read along may take part in a meeting (MSC3401, MSC4143).
      "org.matrix.msc3401.call.member": archived ? 100 : 0,
      "org.matrix.msc4143.rtc.member": archived ? 100 : 0,
    },
    // Spaces are written by the bot alone.
    events_default: kind === "space" || archived ? 100 : 0,
    state_default: 100,
    invite: lead,
    kick: lead,
    ban: 100,
    redact: lead,
    historical: 100,
  };
}
