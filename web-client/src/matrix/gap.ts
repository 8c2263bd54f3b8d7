/** The part of a sliding-sync room answer that tells of a gap. */
interface RoomAnswer {
  readonly initial?: boolean;
  readonly limited?: boolean;
  readonly timeline: ReadonlyArray<{ readonly event_id: string }>;
}

/**
 * Whether messages are missing between what is known of a room and what just
 * came: the server left some out (`limited`) or began anew (`initial`, after a
 * lost position), and nothing of the new is known. The SDK joins the two ends
 * as if nothing were missing.
 */
export const leavesGap = (known: ReadonlySet<string>, answer: RoomAnswer): boolean =>
  known.size > 0 &&
  answer.timeline.length > 0 &&
  (answer.limited === true || answer.initial === true) &&
  !answer.timeline.some((event) => known.has(event.event_id));
