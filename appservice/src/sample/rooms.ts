import type { SampleRoom } from "@portico/config/sample-company/schema.ts";
import { z } from "zod";
import { inParallel } from "../jobs/in-parallel.ts";
import { MatrixRefusal } from "../matrix/transport.ts";
import type { Loading } from "./loading.ts";

/** Finds the Matrix room of each conversation. */
export interface Rooms {
  roomOf(room: SampleRoom): string;
}

type Direct = Extract<SampleRoom, { direct: unknown }>;

const Joined = z.object({ joined_rooms: z.array(z.string()) });
const Created = z.looseObject({ room_id: z.string() });
const LANES = 4;

/** The company's own rooms as the service made them; direct rooms as the first of the two makes them. */
export async function findRooms(loading: Loading): Promise<Rooms> {
  const { admin, company, users } = loading;
  const found = new Map<string, string>();
  const { items } = await admin.call("GET /api/rooms");
  for (const room of items) if (room.purpose === "company" && room.kind === "room") found.set("company", room.roomId);
  const { departments } = await admin.call("GET /api/directory/organisation");
  for (const { id, roomId } of departments) if (roomId !== null) found.set(`department ${id}`, roomId);
  for (const guest of company.guests) {
    const { roomId } = users.of(guest.key);
    if (roomId !== undefined) found.set(`customer ${guest.customer_id}`, roomId);
  }
  const projects = await admin.call("GET /api/directory/projects", { query: { limit: "500" } });
  for (const { id, roomId } of projects.items) if (roomId !== null) found.set(`project ${id}`, roomId);
  const directs = company.conversations.flatMap(({ room }) => ("direct" in room ? [room] : []));
  await inParallel(directs, LANES, async (room) => {
    found.set(keyOf(room), await ensureDirect(loading, room));
  });
  return {
    roomOf(room) {
      const roomId = found.get(keyOf(room));
      if (roomId === undefined) throw new Error(`the room of ${keyOf(room)} does not exist`);
      return roomId;
    },
  };
}

function keyOf(room: SampleRoom): string {
  if ("company" in room) return "company";
  if ("department" in room) return `department ${room.department}`;
  if ("customer" in room) return `customer ${room.customer}`;
  if ("project" in room) return `project ${room.project}`;
  return `direct ${room.direct.join(" ")}`;
}

async function ensureDirect(loading: Loading, { direct }: Direct): Promise<string> {
  const { transport, users } = loading;
  const [creator, other] = [users.of(direct[0]).userId, users.of(direct[1]).userId];
  const roomId =
    (await findMade(loading, creator, other)) ??
    Created.parse(
      await transport.request({
        method: "POST",
        path: "/_matrix/client/v3/createRoom",
        as: creator,
        body: {
          preset: "private_chat",
          creation_content: { "m.federate": false },
          invite: [other],
          is_direct: true,
        },
      }),
    ).room_id;
  await transport.request({
    method: "POST",
    path: `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/join`,
    as: other,
  });
  await addDirect(loading, creator, other, roomId);
  await addDirect(loading, other, creator, roomId);
  return roomId;
}

/** The room that an interrupted loading made: of the creator's rooms the nameless one with just the other. */
async function findMade({ matrix, transport }: Loading, creator: string, other: string): Promise<string | undefined> {
  const answer = await transport.request({ method: "GET", path: "/_matrix/client/v3/joined_rooms", as: creator });
  for (const roomId of Joined.parse(answer).joined_rooms) {
    const state = await matrix.state.all(roomId, creator);
    const made = state.find((event) => event.type === "m.room.create")?.sender === creator;
    const named = state.some((event) => event.type === "m.room.name");
    const people = state.filter((event) => event.type === "m.room.member").map((event) => event.stateKey);
    if (made && !named && people.length === 2 && people.includes(other)) return roomId;
  }
  return undefined;
}

/** Lists the room among the owner's direct ones (client-server API, "m.direct"). */
async function addDirect({ transport }: Loading, owner: string, other: string, roomId: string): Promise<void> {
  const path = `/_matrix/client/v3/user/${encodeURIComponent(owner)}/account_data/m.direct`;
  const before = z
    .record(z.string(), z.array(z.string()))
    .catch({})
    .parse(await transport.request({ method: "GET", path, as: owner }).catch(emptyWhenMissing));
  if (before[other]?.includes(roomId) === true) return;
  await transport.request({
    method: "PUT",
    path,
    as: owner,
    body: { ...before, [other]: [...(before[other] ?? []), roomId] },
  });
}

function emptyWhenMissing(error: unknown): Record<string, never> {
  if (error instanceof MatrixRefusal && error.errcode === "M_NOT_FOUND") return {};
  throw error;
}
