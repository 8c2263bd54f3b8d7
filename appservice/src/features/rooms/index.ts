import { type ManagedRoom, roomsRoutes } from "@portico/contract/rooms.ts";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/connection.ts";
import { defineFeature } from "../../http/define.ts";
import { createDriftWatch } from "./drift.ts";
import { presentRoom } from "./present.ts";
import { listOutsiders, listRoomsOf } from "./store.ts";

/** Spaces and rooms that the product keeps as they shall be. */
export const createRoomsFeature = (context: Context) =>
  defineFeature({
    name: "rooms",
    routes: roomsRoutes,
    handlers: {
      "GET /api/rooms": async ({ actor }) => ({
        items: actor.kind === "operator" ? [] : await roomsOf(context.db, actor.userId),
      }),
    },
    onMatrixEvent: createDriftWatch(context),
  });

async function roomsOf(db: Db, userId: string): Promise<ManagedRoom[]> {
  const rooms = await listRoomsOf(db, userId);
  const outsiders = await listOutsiders(
    db,
    rooms.map((room) => room.key),
  );
  return rooms.map((room) => presentRoom(room, outsiders.get(room.key) ?? []));
}
