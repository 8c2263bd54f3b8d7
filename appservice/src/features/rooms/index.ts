import { roomsRoutes } from "@portico/contract/rooms.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { createDriftWatch } from "./drift.ts";
import { roomsOutbox } from "./outbox.ts";
import { presentRoom } from "./present.ts";
import { listRoomsOf } from "./store.ts";

/** Spaces and rooms that the product keeps as they shall be. */
export const createRoomsFeature = (context: Context) =>
  defineFeature({
    name: "rooms",
    routes: roomsRoutes,
    handlers: {
      "GET /api/rooms": async ({ actor }) => ({
        items: actor.kind === "operator" ? [] : (await listRoomsOf(context.db, actor.userId)).map(presentRoom),
      }),
    },
    onMatrixEvent: createDriftWatch(context),
    outbox: roomsOutbox,
  });
