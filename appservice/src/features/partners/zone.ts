import type { LocalizedText } from "@portico/contract/common.ts";
import type { Tx } from "../../db/connection.ts";
import { endRoom, wantMembers, wantRoom } from "../../rooms/index.ts";
import { roomKey, spaceKey } from "./model.ts";
import { insertRoom, listContacts, listRooms } from "./store.ts";

const OWN_POWER = 50;

/** Opens a room in the zone of an agreement; the first one brings the space with it. Everybody in the zone reads it. */
export async function openRoom(
  tx: Tx,
  zone: { readonly agreementId: string; readonly partnerName: LocalizedText },
  room: { readonly id: string; readonly name: LocalizedText; readonly at: Date },
): Promise<void> {
  const { agreementId, partnerName } = zone;
  const owner = { kind: "partner", id: agreementId };
  const parentKey = spaceKey(agreementId);
  await wantRoom(tx, { key: parentKey, kind: "space", owner, name: partnerName });
  const key = roomKey(agreementId, room.id);
  await wantRoom(tx, { key, kind: "room", owner, name: room.name, parentKey });
  await insertRoom(tx, { id: room.id, agreementId, key, at: room.at });
  await followContacts(tx, agreementId);
}

/** Brings the members of every room of the zone in line with its contact persons. */
export async function followContacts(tx: Tx, agreementId: string): Promise<void> {
  const members = (await listContacts(tx, agreementId))
    .filter(({ removed_at }) => removed_at === null)
    .map(({ user_id: userId, side }) => ({ userId, power: side === "ours" ? OWN_POWER : 0 }));
  const owner = { kind: "partner", id: agreementId };
  // The space is for our own: the partner's people have a portal, and see no list of rooms.
  const own = members.filter(({ power }) => power === OWN_POWER);
  await wantMembers(tx, spaceKey(agreementId), owner, own);
  for (const { key } of await listRooms(tx, agreementId)) await wantMembers(tx, key, owner, members);
}

/** Everybody who is left reads, nobody writes. */
export async function closeZone(tx: Tx, agreementId: string): Promise<void> {
  for (const { key } of await listRooms(tx, agreementId)) await endRoom(tx, key);
  await endRoom(tx, spaceKey(agreementId));
}
