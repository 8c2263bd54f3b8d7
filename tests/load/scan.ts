import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { generateCompany } from "../support/generated-company.ts";
import { unseen } from "../support/unseen.ts";
import { asBot, operator, type Place } from "./ask.ts";
import { atATime } from "./at-a-time.ts";
import { followed, handIn } from "./company.ts";
import type { Bench } from "./installation.ts";
import type { Measurement } from "./measurement.ts";

/** Each department is a space and a room, and the company two more: 400 or 5,000 rooms. */
const SIZES = {
  quick: { people: 40, departments: 199, projects: 0, everyNth: 40 },
  full: { people: 100, departments: 2_499, projects: 0, everyNth: 100 },
} as const;
const DIFFERENCES = 100;
/** Rooms that our scan reads at a time. */
const LANES = 3;
const LOOK_MS = 50;
const C = "/_matrix/client/v3";

const Scan = z.object({
  scan: z.object({ id: z.string(), finishedAt: z.string().nullable(), lookedAt: z.number() }),
  differences: z.array(z.object({ state: z.string() })),
});

/**
 * A scan of all rooms of a company, in which nothing or a hundred things are
 * other than wanted. The bare figure is the same Synapse telling the state of
 * the same rooms, as many at a time, and taking as many writes as the repairs need.
 */
export const scanning: Measurement = {
  name: "scan",
  title: "Scan of all rooms",
  async measure(bench, extent) {
    const { context } = bench;
    await handIn(context, generateCompany(SIZES[extent]));
    await followed(context);
    const rooms = await bench.query<{ key: string; room_id: string }>(
      "SELECT key, room_id FROM managed_room ORDER BY key",
    );
    const ids = rooms.map((room) => room.room_id);
    const perSecond = async (work: () => Promise<unknown>): Promise<number> => {
      const start = performance.now();
      await work();
      return ids.length / ((performance.now() - start) / 1000);
    };
    const readAll = () =>
      atATime(ids, LANES, (roomId) => asBot(context, "GET", `${C}/rooms/${encodeURIComponent(roomId)}/state`));

    // The first look finds nothing in Synapse's memory, so neither side has it.
    await readAll();
    const bare = await perSecond(readAll);
    const none = await perSecond(() => scanned(context, { dryRun: true, differences: 0 }));
    const writes = await plant(bench);
    const repaired = await perSecond(() => scanned(context, { dryRun: false, differences: DIFFERENCES }));
    const bareWrites = await perSecond(async () => {
      await readAll();
      await atATime(Array.from({ length: writes }).keys(), LANES, (n) =>
        writeOwn(context, ids[n % ids.length] ?? "", n),
      );
    });
    const unit = "rooms/s";
    return [
      { what: `scan of ${ids.length} rooms, 0 differences`, unit, ours: none, bare, goal: "at least 0.7" },
      {
        what: `the same, ${DIFFERENCES} found and repaired`,
        unit,
        ours: repaired,
        bare: bareWrites,
        goal: "at least 0.7",
      },
    ];
  },
};

/** Runs a scan to its end, and to the end of the last repair; throws unless it finds so many. */
async function scanned(place: Place, wish: { dryRun: boolean; differences: number }): Promise<void> {
  const Started = z.object({ id: z.string() });
  const { id } = Started.parse(await operator(place, "POST", "/api/rooms/scans", { dryRun: wish.dryRun }));
  for (;;) {
    const { scan, differences } = Scan.parse(await operator(place, "GET", `/api/rooms/scans/${id}`));
    const open = differences.filter(({ state }) => state !== "repaired" && state !== "listed").length;
    if (scan.finishedAt !== null && open === 0) {
      if (differences.length === wish.differences) return;
      throw new Error(`the scan found ${differences.length} differences instead of ${wish.differences}`);
    }
    await pause(LOOK_MS);
  }
}

/** Renames fifty rooms and takes fifty people out of spaces, unseen. Resolves with how many events it takes to undo that. */
async function plant(bench: Bench): Promise<number> {
  const half = DIFFERENCES / 2;
  const named = await bench.query<{ room_id: string }>(
    "SELECT room_id FROM managed_room WHERE kind = 'room' ORDER BY key LIMIT $1",
    [half],
  );
  const inside = await bench.query<{ room_id: string; user_id: string }>(
    `SELECT room_id, user_id FROM wanted_member JOIN managed_room ON key = room_key
     WHERE kind = 'space' ORDER BY room_key, user_id LIMIT $1`,
    [half],
  );
  const put = (roomId: string, type: string, key: string, body: object) =>
    asBot(bench.context, "PUT", `${C}/rooms/${[roomId, "state", type, key].map(encodeURIComponent).join("/")}`, body);
  await unseen(bench.query, async () => {
    for (const { room_id: roomId } of named) await put(roomId, "m.room.name", "", { name: "Planted" });
    for (const { room_id: roomId, user_id: userId } of inside) {
      await put(roomId, "m.room.member", userId, { membership: "leave" });
    }
    return writeAsSomebody(bench);
  });
  // Who was taken out is invited and joins.
  return named.length + 2 * inside.length;
}

/** Our own account's events are not told back to us at once; somebody else's after them shows that they were. */
async function writeAsSomebody({ context, query }: Bench): Promise<string> {
  const [member] = await query<{ room_id: string; user_id: string }>(
    `SELECT room_id, user_id FROM actual_membership JOIN managed_room ON key = room_key
     WHERE key = 'company:room' AND membership = 'join' AND user_id LIKE '@user.%' LIMIT 1`,
  );
  if (member === undefined) throw new Error("nobody is in the company's room");
  const path = `${C}/rooms/${encodeURIComponent(member.room_id)}/send/m.room.message/${Date.now()}`;
  const answer = await asBot(context, "PUT", `${path}?user_id=${encodeURIComponent(member.user_id)}`, {
    msgtype: "m.text",
    body: "after the planting",
  });
  return z.object({ event_id: z.string() }).parse(answer).event_id;
}

/** State that nobody compares. */
const writeOwn = (place: Place, roomId: string, n: number) =>
  asBot(place, "PUT", `${C}/rooms/${encodeURIComponent(roomId)}/state/org.portico.bench/${n}`, { n });
