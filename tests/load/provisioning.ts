import { setTimeout as pause } from "node:timers/promises";
import { atATime } from "./at-a-time.ts";
import { generateCompany } from "../support/generated-company.ts";
import { asBot, type Place, provisioning } from "./ask.ts";
import { handIn, type Member, openCompany, SMALL } from "./company.ts";
import type { Measurement } from "./measurement.ts";
import { median, percentile, type Row } from "./rows.ts";
import { createSender, type Send } from "./talk.ts";

const PEOPLE = { quick: 1_000, full: 10_000 } as const;
/** How long there is talk while nothing else goes on, and while members are brought into rooms. */
const TALK_MS = { quick: 10_000, full: 30_000 } as const;
/** Requests at a time: as many as our service makes at most. */
const LANES = 6;
const BETWEEN_MESSAGES_MS = 100;
const LOOK_MS = 100;

/**
 * Accounts of a whole company, against the calls of Synapse's admin API that
 * our service makes for them, `PUT /_synapse/admin/v2/users`, as many at a time.
 * Somebody talks all the while, since whoever makes accounts must not be noticed.
 */
export const provisioningAccounts: Measurement = {
  name: "provisioning",
  title: "Accounts of a company, and talk meanwhile",
  async measure(bench, extent) {
    const { context } = bench;
    const people = PEOPLE[extent];
    const [talker] = await openCompany(context, SMALL, 1);
    if (talker === undefined) throw new Error("nobody to talk");
    const talk = <T>(work: Promise<T>) => talkDuring(createSender(bench), talker, work);
    const before = await talk(pause(TALK_MS[extent]));
    const bare = await talk(bareAccounts(context, people));
    const between = await talk(pause(TALK_MS[extent]));
    const idle = [...before.times, ...between.times];
    await handIn(context, generateCompany({ ...SMALL, people: people + SMALL.people }));
    const ours = await talk(accountsFollowed(context, people));
    const members = await talk(pause(TALK_MS[extent]));
    const against = (what: string, other: readonly number[], share: number, goal: string): Row => ({
      what,
      unit: "ms",
      ours: share === 0.5 ? median(ours.times) : percentile(ours.times, share),
      bare: percentile(other, share),
      goal,
    });
    return [
      { what: `${people} accounts`, unit: "accounts/s", ours: ours.result, bare: bare.result, goal: "at least 0.8" },
      against("send p50 meanwhile, against idle", idle, 0.5, "–"),
      against("send p95 meanwhile, against idle", idle, 0.95, "at most 3"),
      against("send p95 meanwhile, against bare calls", bare.times, 0.95, "at most 1.2"),
      {
        ...against("send p95 while members are let in, against idle", idle, 0.95, "at most 5"),
        ours: percentile(members.times, 0.95),
      },
    ];
  },
};

/** How long messages take as long as the work goes on. */
async function talkDuring<T>(send: Send, talker: Member, work: Promise<T>): Promise<{ result: T; times: number[] }> {
  const times: number[] = [];
  const over = new AbortController();
  const talking = (async () => {
    while (!over.signal.aborted) {
      times.push(await send(talker));
      await pause(BETWEEN_MESSAGES_MS);
    }
  })();
  try {
    return { result: await work, times };
  } finally {
    over.abort();
    await talking;
  }
}

/** Accounts per second. */
async function bareAccounts(place: Place, count: number): Promise<number> {
  const { serverName } = place.installation.config;
  const start = performance.now();
  await atATime(Array.from({ length: count }).keys(), LANES, async (n) => {
    const path = `/_synapse/admin/v2/users/${encodeURIComponent(`@bare.${n}:${serverName}`)}`;
    await asBot(place, "PUT", path, { displayname: `Person ${n}`, locked: false });
  });
  return count / ((performance.now() - start) / 1000);
}

/** Accounts per second, from the moment that the import was answered. */
async function accountsFollowed(place: Place, count: number): Promise<number> {
  const start = performance.now();
  for (;;) {
    const { accounts } = await provisioning(place);
    if (accounts.done >= accounts.wanted) return count / ((performance.now() - start) / 1000);
    await pause(LOOK_MS);
  }
}
