import { routes } from "@portico/contract/meetings.ts";
import { createSfu } from "../../adapters/livekit/sfu.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { createControl } from "./control.ts";
import { createLobby } from "./lobby/service.ts";
import { createPresence } from "./presence.ts";
import { createMeetingReactions } from "./reactions.ts";
import { createRtcRouter } from "./rtc-router.ts";
import { createRtcService } from "./rtc.ts";
import { createMeetingService } from "./service.ts";
import { createSnapshots } from "./snapshots/service.ts";

/** Calls in rooms: LiveKit carries the media, and who may enter, speak, share and draw is decided here. */
export const createMeetingsFeature = (context: Context) => {
  const { log, matrix, settings } = context;
  const sfu = createSfu(settings);
  const parts = { ...context, sfu };
  const meetings = createMeetingService(parts);
  const presence = createPresence(parts);
  const control = createControl({ ...parts, presence, meetings });
  const lobby = createLobby({ ...parts, meetings, control });
  const snapshots = createSnapshots({ ...context, meetings });
  const rtc = createRtcService(context, sfu, meetings);
  return defineFeature({
    name: "meetings",
    routes,
    handlers: {
      "GET /api/rooms/{roomId}/meeting": ({ actor, params }) => meetings.ofRoom(actor, params.roomId),
      "POST /api/rooms/{roomId}/meeting/join": ({ actor, params, body }) => meetings.join(actor, params.roomId, body),
      "POST /api/rooms/{roomId}/meeting/links": ({ actor, params, body }) =>
        lobby.createLink(actor, params.roomId, body),
      "DELETE /api/rooms/{roomId}/meeting/links": ({ actor, params }) => lobby.endLinks(actor, params.roomId),
      "GET /api/meetings/ringing": ({ actor }) => meetings.ringing(actor),
      "GET /api/meetings/{meetingId}": ({ actor, params }) => meetings.get(actor, params.meetingId),
      "POST /api/meetings/{meetingId}/decline": ({ actor, params }) => meetings.decline(actor, params.meetingId),
      "POST /api/meetings/{meetingId}/hand": ({ actor, params, body }) =>
        meetings.hand(actor, params.meetingId, body.raised),
      "POST /api/meetings/{meetingId}/actions": ({ actor, params, body }) => control.act(actor, params.meetingId, body),
      "POST /api/meetings/{meetingId}/snapshots": ({ actor, params, body }) =>
        snapshots.take(actor, params.meetingId, body),
      "GET /api/meetings/{meetingId}/lobby": ({ actor, params }) => lobby.list(actor, params.meetingId),
      "POST /api/meetings/{meetingId}/lobby/{entryId}": ({ actor, params, body }) =>
        lobby.decide(actor, params.meetingId, params.entryId, body.admit),
      "POST /api/meeting-links/preview": ({ body }) => lobby.preview(body),
      "POST /api/meeting-links/enter": ({ body, address }) => lobby.enter(body, address),
      "POST /api/meeting-links/state": ({ body }) => lobby.state(body),
      "POST /api/meeting-links/hand": ({ body }) => lobby.hand(body),
    },
    onMatrixEvent: {
      types: ["m.room.member"],
      async handle(event, { afterwards }) {
        if (event.content["membership"] === "join" || event.state_key === undefined) return;
        const { room_id: roomId, state_key: userId } = event;
        // What a crash loses, the sweep finds.
        afterwards(() => {
          presence.removeFromRoom(roomId, userId).catch((error: unknown) => {
            log.warn({ err: error, roomId }, "who left the room stays in its meeting until the next sweep");
          });
        });
      },
    },
    outbox: createMeetingReactions(settings.locale, settings.webUrl),
    workers: [presence.worker],
    router: createRtcRouter({ rtc, presence, openId: matrix.openId, settings, log }),
  });
};
