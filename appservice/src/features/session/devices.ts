import type { Device } from "@portico/contract/session.ts";
import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { AppError } from "../../errors.ts";
import { type Actor, requireAccount } from "../../policy/actor.ts";
import { deleteSessionsOfDevice, deleteSessionsOtherThan, deviceOfSession } from "./store.ts";

/** Where the account is signed in. A device stands for its Matrix session together with its sessions here. */
export function createDeviceService({ db, matrix }: Pick<Context, "db" | "matrix">) {
  async function list(actor: Actor): Promise<{ items: Device[] }> {
    const { userId, sessionHash } = requireAccount(actor);
    const [devices, own] = await Promise.all([matrix.devices.list(userId), deviceOfSession(db, sessionHash)]);
    const items = devices.map(({ id, name, lastSeenAt, userAgent }) => ({
      id,
      name,
      userAgent,
      lastSeenAt: lastSeenAt?.toISOString() ?? null,
      current: id === own,
    }));
    const seen = ({ lastSeenAt }: Device): number => (lastSeenAt === null ? 0 : Date.parse(lastSeenAt));
    return { items: items.toSorted((a, b) => Number(b.current) - Number(a.current) || seen(b) - seen(a)) };
  }

  /** Signs one device out. One that is not there, or another's, is not found. */
  async function end(actor: Actor, deviceId: string): Promise<void> {
    const { userId } = requireAccount(actor);
    const devices = await matrix.devices.list(userId);
    if (!devices.some(({ id }) => id === deviceId)) throw new AppError("NOT_FOUND", { noun: "device" });
    await inTransaction(db, async (tx) => {
      await deleteSessionsOfDevice(tx, userId, deviceId);
      await recordEvent(tx, actor, "session.devices-ended", { userId, count: 1 });
    });
    await matrix.devices.remove(userId, [deviceId]);
  }

  /**
   * Signs out everywhere but here: all other sessions, also those of programs.
   * A session that does not know its device keeps none at the homeserver.
   */
  async function endOthers(actor: Actor): Promise<void> {
    const { userId, sessionHash } = requireAccount(actor);
    const own = await deviceOfSession(db, sessionHash);
    const others = (await matrix.devices.list(userId)).filter(({ id }) => id !== own);
    await inTransaction(db, async (tx) => {
      const ended = await deleteSessionsOtherThan(tx, userId, sessionHash);
      if (ended === 0 && others.length === 0) return;
      await recordEvent(tx, actor, "session.devices-ended", { userId, count: others.length });
    });
    await matrix.devices.remove(
      userId,
      others.map(({ id }) => id),
    );
  }

  return { list, end, endOthers };
}
