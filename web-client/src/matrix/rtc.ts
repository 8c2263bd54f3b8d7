import { Method } from "matrix-js-sdk/lib/http-api/method.js";
import { clientOf } from "./client-of.ts";
import type { MatrixSession } from "./session.ts";

/** How long the homeserver waits before it says that a client which vanished has left. Milliseconds. */
const LEAVE_AFTER = 18_000;
const LEAVE_RESTART = 4_000;
const EXPIRES = 4 * 3_600_000;

const MEMBER_EVENT = "org.matrix.msc3401.call.member";

/** Where the service hands out tokens; other clients find it in the member event. */
export interface Transport {
  readonly url: string;
  readonly serviceUrl: string;
}

/** The user's presence in the call of a room, as every MatrixRTC client sees it. */
export interface CallPresence {
  leave(): Promise<void>;
}

/**
 * Says in the room that the user is in its call: the state event that clients of
 * today read (MSC3401), and a delayed one (MSC4140) that takes it back when this
 * client vanishes. The SDK's own MatrixRTC would put 2 kB into the start of every
 * chat, because it shares modules with it. Null where the user may not say so.
 */
export const enterCall = (
  matrix: MatrixSession,
  roomId: string,
  { url, serviceUrl }: Transport,
): CallPresence | null => {
  const client = clientOf(matrix);
  const userId = client?.getUserId() ?? null;
  const deviceId = client?.getDeviceId() ?? null;
  if (client === undefined || userId === null || deviceId === null) return null;
  // Where power levels keep ordinary members from it, the meeting goes on without clients of other kinds.
  if (client.getRoom(roomId)?.currentState.maySendStateEvent(MEMBER_EVENT, userId) !== true) return null;
  // Room version 12 refuses a key of somebody's own without the underscore.
  const stateKey = `_${userId}_${deviceId}_m.call`;
  const path = `/rooms/${encodeURIComponent(roomId)}/state/${MEMBER_EVENT}/${encodeURIComponent(stateKey)}`;
  const member = {
    application: "m.call",
    call_id: "",
    scope: "m.room",
    device_id: deviceId,
    membershipID: `${userId}:${deviceId}`,
    expires: EXPIRES,
    "m.call.intent": "video",
    focus_active: { type: "livekit", focus_selection: "multi_sfu" },
    foci_preferred: [{ type: "livekit", url, livekit_service_url: serviceUrl, livekit_alias: roomId }],
  };
  let delayId: string | null = null;
  let over = false;

  const put = async (content: object, query: Record<string, string> = {}): Promise<{ delay_id?: string }> =>
    client.http.authedRequest<{ delay_id?: string }>(Method.Put, path, query, content);
  const plan = async (): Promise<void> => {
    const { delay_id: id } = await put({}, { "org.matrix.msc4140.delay": String(LEAVE_AFTER) });
    delayId = id ?? null;
  };
  const update = async (action: "restart" | "send"): Promise<void> => {
    if (delayId === null) return;
    const rest = `/delayed_events/${encodeURIComponent(delayId)}/${action}`;
    await client.http.authedRequest(
      Method.Post,
      rest,
      undefined,
      {},
      { prefix: "/_matrix/client/unstable/org.matrix.msc4140" },
    );
  };
  const enter = async (): Promise<void> => {
    await plan();
    await put(member);
  };
  const keep = async (): Promise<void> => {
    try {
      await update("restart");
    } catch {
      // The homeserver was away for so long that it has said goodbye for us: come in again.
      if (!over) await enter().catch(() => undefined);
    }
  };
  // A homeserver that does not answer now is asked again with the next sign of life.
  void enter().catch(() => undefined);
  const timer = setInterval(() => void keep(), LEAVE_RESTART);
  return {
    leave: async () => {
      over = true;
      clearInterval(timer);
      await (delayId === null ? put({}) : update("send")).catch(() => undefined);
    },
  };
};
