import { json, type Member } from "./company.ts";
import type { Bench } from "./installation.ts";
import { median, type Row } from "./rows.ts";

const ROUNDS = 4;
const WARM_UP = 60;
const SINGLE = 250;
const TOGETHER = 800;
const SENDERS = 8;

interface Figures {
  /** Milliseconds of one message after the other, the middle value. */
  readonly p50: number;
  /** Messages per second of eight senders in eight rooms. */
  readonly rate: number;
}

/** The same Synapse, the same database, with and without our module, turn by turn so that drift hits both. */
export async function benchPolicyModule(bench: Bench): Promise<Row[]> {
  const ours: Figures[] = [];
  const bare: Figures[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // The order changes sides from round to round: whoever comes second meets a bigger database.
    for (const withModule of round % 2 === 0 ? [false, true] : [true, false]) {
      await bench.restartHomeserver(withModule);
      const figures = await measure(bench);
      (withModule ? ours : bare).push(figures);
      process.stdout.write(
        `  ${withModule ? "with" : "without"} module: p50 ${figures.p50.toFixed(1)} ms, ${figures.rate.toFixed(1)} events/s\n`,
      );
    }
  }
  await bench.restartHomeserver(true);
  const middle = (figures: readonly Figures[], key: keyof Figures) => median(figures.map((entry) => entry[key]));
  return [
    { what: "send, p50", unit: "ms", ours: middle(ours, "p50"), bare: middle(bare, "p50"), goal: "at most 1.05" },
    {
      what: "send, 8 senders",
      unit: "events/s",
      ours: middle(ours, "rate"),
      bare: middle(bare, "rate"),
      goal: "at least 0.95",
    },
  ];
}

async function measure({ context, members }: Bench): Promise<Figures> {
  const [first] = members;
  if (first === undefined) throw new Error("nobody to send");
  const send = createSender(context.installation.urls.homeserver);
  const single: number[] = [];
  for (let count = 0; count < WARM_UP + SINGLE; count += 1) {
    const start = performance.now();
    await send(first);
    if (count >= WARM_UP) single.push(performance.now() - start);
  }
  const start = performance.now();
  await Promise.all(
    members.slice(0, SENDERS).map(async (member) => {
      for (let count = 0; count < TOGETHER / SENDERS; count += 1) await send(member);
    }),
  );
  return { p50: median(single), rate: TOGETHER / ((performance.now() - start) / 1000) };
}

function createSender(homeserver: string): (member: Member) => Promise<void> {
  let sent = 0;
  const run = Date.now();
  return async ({ accessToken, roomId }) => {
    sent += 1;
    const path = `rooms/${encodeURIComponent(roomId)}/send/m.room.message/${run}-${sent}`;
    await json(`${homeserver}/_matrix/client/v3/${path}`, "PUT", accessToken, {
      msgtype: "m.text",
      body: `Message ${sent}`,
    });
  };
}
