import { type ManagedRoom, routes } from "@portico/contract/rooms.ts";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/connection.ts";
import { defineFeature } from "../../http/define.ts";
import { defineTimer } from "../../jobs/job.ts";
import { createMemberService } from "./manual/service.ts";
import { createRoomsOutbox } from "./outbox.ts";
import { presentRoom } from "./present.ts";
import { createScanner } from "./scans/scan.ts";
import { createScanService } from "./scans/service.ts";
import { listOutsiders, listRoomsOf } from "./store.ts";
import { createRoomWatch } from "./watch.ts";

/** Three at night, when nobody waits for the homeserver. */
const NIGHTLY = "0 3 * * *";

/** Spaces and rooms that the product keeps as they shall be. */
export const createRoomsFeature = (context: Context) => {
  const members = createMemberService(context);
  const scanner = createScanner(context);
  const scans = createScanService(context, scanner);
  return defineFeature({
    name: "rooms",
    routes,
    handlers: {
      "GET /api/rooms": async ({ actor }) => ({
        items: actor.kind === "operator" ? [] : await roomsOf(context.db, actor.userId),
      }),
      "GET /api/rooms/{roomId}/members": ({ actor, params, query }) => members.list(actor, params.roomId, query),
      "PUT /api/rooms/{roomId}/members/{userId}": ({ actor, params }) =>
        members.add(actor, params.roomId, params.userId),
      "DELETE /api/rooms/{roomId}/members/{userId}": ({ actor, params }) =>
        members.remove(actor, params.roomId, params.userId),
      "GET /api/rooms/reconciler": () => scans.overview(),
      "POST /api/rooms/{roomId}/release": ({ actor, params }) => scans.release(actor, params.roomId),
      "POST /api/rooms/scans": ({ actor, body }) => scans.startFor(actor, body.dryRun),
      "GET /api/rooms/scans": ({ query }) => scans.list(query),
      "GET /api/rooms/scans/{scanId}": ({ params }) => scans.get(params.scanId),
    },
    onMatrixEvent: createRoomWatch(context),
    outbox: createRoomsOutbox(context.settings.locale),
    jobs: [defineTimer("scan-rooms-nightly", NIGHTLY, async () => void (await scans.start("nightly", false)))],
    workers: [scanner],
  });
};

async function roomsOf(db: Db, userId: string): Promise<ManagedRoom[]> {
  const rooms = await listRoomsOf(db, userId);
  const outsiders = await listOutsiders(
    db,
    rooms.map((room) => room.key),
  );
  return rooms.map((room) => presentRoom(room, outsiders.get(room.key) ?? []));
}
