import { z } from "zod";

/** The part of a room event that every handler may rely on (client-server API, "ClientEvent"). */
export const MatrixEvent = z.looseObject({
  event_id: z.string().min(1).max(255),
  room_id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  sender: z.string().min(1).max(255),
  origin_server_ts: z.number(),
  state_key: z.string().optional(),
  content: z.record(z.string(), z.unknown()),
});
export type MatrixEvent = z.infer<typeof MatrixEvent>;
