import { z } from "zod";

/** A text that PostgreSQL can keep as such: no NUL character, no half of a surrogate pair. */
const Name = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => !text.includes("\0") && text.isWellFormed(), "holds a character that cannot be kept");

/** The part of a room event that every handler may rely on (client-server API, "ClientEvent"). */
export const MatrixEvent = z.looseObject({
  event_id: Name,
  room_id: Name,
  type: Name,
  sender: Name,
  origin_server_ts: z.number(),
  state_key: z.string().optional(),
  content: z.record(z.string(), z.unknown()),
});
export type MatrixEvent = z.infer<typeof MatrixEvent>;
