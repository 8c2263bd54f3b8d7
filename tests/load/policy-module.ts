import type { CompanySize } from "../support/generated-company.ts";
import { openCompany, type Member, SMALL } from "./company.ts";
import type { Bench } from "./installation.ts";
import type { Measurement } from "./measurement.ts";
import { median, type Row } from "./rows.ts";
import { createSender } from "./talk.ts";

const ROUNDS = 4;
const WARM_UP = 60;
const SINGLE = 250;
const IN_BIG_ROOM = 180;
const TOGETHER = 800;
const SENDERS = 8;
const PEOPLE = { quick: 150, full: 1_000 } as const;

interface Figures {
  /** Milliseconds of one message after the other, the middle value. */
  readonly p50: number;
  /** The same in the room that everybody is in. */
  readonly bigRoom: number;
  /** Messages per second of eight senders in eight rooms. */
  readonly rate: number;
}

/** The same Synapse, the same database, with and without our module, turn by turn so that drift hits both. */
export const policyModule: Measurement = {
  name: "policy",
  title: "Synapse with and without the policy module",
  async measure(bench, extent) {
    const size: CompanySize = { ...SMALL, people: PEOPLE[extent] };
    const members = await openCompany(bench.context, size, SENDERS);
    const everybody = await everybodysRoom(bench);
    const ours: Figures[] = [];
    const bare: Figures[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // The order changes sides from round to round: whoever comes second meets a bigger database.
      for (const withModule of round % 2 === 0 ? [false, true] : [true, false]) {
        await bench.restartHomeserver(withModule);
        const figures = await measureSends(bench, members, everybody);
        (withModule ? ours : bare).push(figures);
        const { p50, bigRoom, rate } = figures;
        process.stdout.write(
          `  ${withModule ? "with" : "without"} module: p50 ${p50.toFixed(1)} ms, in the big room ${bigRoom.toFixed(1)} ms, ${rate.toFixed(1)} events/s\n`,
        );
      }
    }
    const row = (what: string, unit: string, key: keyof Figures, goal: string): Row => ({
      what,
      unit,
      ours: median(ours.map((figures) => figures[key])),
      bare: median(bare.map((figures) => figures[key])),
      goal,
    });
    return [
      row("send, p50", "ms", "p50", "at most 1.05"),
      row(`send to ${size.people} people, p50`, "ms", "bigRoom", "at most 1.05"),
      row("send, 8 senders", "events/s", "rate", "at least 0.95"),
    ];
  },
};

async function everybodysRoom(bench: Bench): Promise<string> {
  const [row] = await bench.query<{ room_id: string }>("SELECT room_id FROM managed_room WHERE key = 'company:room'");
  if (row === undefined) throw new Error("the company has no room");
  return row.room_id;
}

async function measureSends(bench: Bench, members: readonly Member[], everybody: string): Promise<Figures> {
  const [first] = members;
  if (first === undefined) throw new Error("nobody to send");
  const send = createSender(bench);
  const several = async (count: number, roomId?: string): Promise<number[]> => {
    const times: number[] = [];
    for (let sent = 0; sent < count; sent += 1) times.push(await send(first, roomId));
    return times;
  };
  await several(WARM_UP);
  const p50 = median(await several(SINGLE));
  await several(IN_BIG_ROOM / 3, everybody);
  const bigRoom = median(await several(IN_BIG_ROOM, everybody));
  const start = performance.now();
  await Promise.all(
    members.map(async (member) => {
      for (let count = 0; count < TOGETHER / members.length; count += 1) await send(member);
    }),
  );
  return { p50, bigRoom, rate: TOGETHER / ((performance.now() - start) / 1000) };
}
