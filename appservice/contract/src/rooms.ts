import { z } from "zod";
import { LocalizedText, RoomId } from "./common.ts";
import { defineRoutes } from "./routes.ts";

/** What a managed room is for. */
export const roomPurposes = ["company", "department", "project", "customer"] as const;

export const ManagedRoom = z
  .object({
    roomId: RoomId,
    kind: z.enum(["space", "room"]),
    purpose: z.enum(roomPurposes),
    name: LocalizedText,
    departmentId: z.string().nullable(),
    customerId: z.string().nullable(),
    outsiders: z.array(z.string()).meta({ description: "Names of outside companies whose people can read here" }),
  })
  .meta({ id: "ManagedRoom" });
export type ManagedRoom = z.infer<typeof ManagedRoom>;

export const roomsRoutes = defineRoutes({
  "GET /api/rooms": {
    access: "room.read",
    summary: "The managed rooms that the asker belongs to",
    response: z.object({ items: z.array(ManagedRoom) }),
  },
});
