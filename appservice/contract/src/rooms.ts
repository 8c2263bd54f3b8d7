import { z } from "zod";
import { LocalizedText, RoomId, UserId } from "./common.ts";
import { defineRoutes } from "./routes.ts";

/** What a managed room is for. */
export const roomPurposes = ["company", "department", "project", "customer"] as const;

/** Somebody of an outside company whom a room has, or had. */
export const Outsider = z
  .object({
    userId: UserId,
    name: z.string(),
    company: LocalizedText,
    ended: z.boolean().meta({ description: "The access has ended; what was written stays" }),
  })
  .meta({ id: "Outsider" });
export type Outsider = z.infer<typeof Outsider>;

export const ManagedRoom = z
  .object({
    roomId: RoomId,
    kind: z.enum(["space", "room"]),
    purpose: z.enum(roomPurposes),
    name: LocalizedText,
    departmentId: z.string().nullable(),
    customerId: z.string().nullable(),
    outsiders: z.array(Outsider).meta({
      description: "People of outside companies: those who can read here, and those whose access has ended",
    }),
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
