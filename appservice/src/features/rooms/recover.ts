import { ROOM_PURPOSE_EVENT } from "@portico/contract/matrix.ts";
import type { Context } from "../../context.ts";
import { roomIdsByKey } from "./store.ts";

/**
 * The room of an earlier attempt whose id was not kept because the process
 * ended in between: among the bot's rooms that nothing here knows, the one
 * whose purpose names the key. Undefined when the attempt made none.
 */
export async function findInterruptedRoom(
  { db, matrix }: Pick<Context, "db" | "matrix">,
  key: string,
): Promise<string | undefined> {
  const known = new Set((await roomIdsByKey(db)).values());
  for (const roomId of await matrix.rooms.joined()) {
    if (known.has(roomId)) continue;
    const purpose = await matrix.state.get(roomId, ROOM_PURPOSE_EVENT, "");
    if (purpose?.["key"] === key) return roomId;
  }
  return undefined;
}
