import { z } from "zod";
import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import { fakeClock, type FakedClock } from "../support/crash/faked-clock.ts";
import { persist } from "../support/crash/persist.ts";
import { seeded } from "../support/crash/seeded.ts";
import { firstSeed, load, ROUND_MS } from "../support/crash/size.ts";
import { firstPlaces, openTown, type Town } from "../support/crash/town.ts";
import { expectTruth } from "../support/crash/truth.ts";
import { work } from "../support/crash/work.ts";
import { waitFor } from "../support/wait-for.ts";

const HOUR = 3_600;
const AGAIN_MS = 90_000;

let clock: FakedClock;
let town: Town;
let opened = false;
beforeAll(async () => {
  clock = fakeClock();
  town = await openTown(firstPlaces, {}, clock.env);
  opened = true;
}, 300_000);
afterAll(async () => {
  if (opened) await town.stop();
  clock.remove();
}, 90_000);

const secondsAhead = (moment: number): number => Math.round((moment - Date.now()) / 1000);

/** By how many seconds the service, the homeserver and the database are ahead; undefined for one that does not answer. */
async function ahead(): Promise<(number | undefined)[]> {
  const { service, homeserver, settings } = town.stack;
  const dateOf = (url: string, headers: Record<string, string> = {}) =>
    fetch(url, { headers, signal: AbortSignal.timeout(5_000) }).then(
      (answer) => secondsAhead(Date.parse(answer.headers.get("date") ?? "")),
      () => undefined,
    );
  return Promise.all([
    dateOf(`${service}/api/health`, { authorization: `Bearer ${settings.operatorToken}` }),
    dateOf(`${homeserver}/health`),
    town.query<{ now: Date }>("SELECT now()").then(
      ([row]) => row && secondsAhead(row.now.getTime()),
      () => undefined,
    ),
  ]);
}

/** Sets the clock and waits until everybody goes by it. */
async function setClock(seconds: number): Promise<void> {
  clock.set(seconds);
  await waitFor(
    `all clocks are ${seconds} s ahead`,
    async () => (await ahead()).every((each) => each !== undefined && Math.abs(each - seconds) < 60),
    AGAIN_MS,
  );
}

/** A session at our API, made with what the homeserver says of whom its token belongs to. */
async function openSession(person: string): Promise<string> {
  const path = `/_matrix/client/v3/user/${encodeURIComponent(town.userId(person))}/openid/request_token`;
  const openId = await persist(`${town.stack.homeserver}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${town.tokens.get(person)}`, "content-type": "application/json" },
    body: "{}",
  });
  return z.string().parse((await town.call("POST", "/api/session", { openId }))["token"]);
}
const whoIs = async (session: string) => (await town.call("GET", "/api/session", undefined, session))["userId"];

async function issueLink(person: string): Promise<string> {
  const { link } = await town.call("POST", `/api/directory/people/${person}/links`, {});
  return new URL(z.string().parse(link)).hash.slice(1);
}
const redeem = (token: string) => town.call("POST", "/api/links/redeem", { token });

/** A timer that starts every minute was started since then. */
const timersGoOn = (since: Date) =>
  waitFor(
    "timers go on",
    async () => {
      const sql =
        "SELECT 1 FROM jobs.job WHERE name = 'expire-guests' AND state = 'completed' AND completed_on BETWEEN $1 AND now()";
      return (await town.query(sql, [since])).length > 0;
    },
    2 * AGAIN_MS,
  );

test(
  "a clock that jumps an hour ahead in the middle of everything, and back, loses nothing and stops nothing",
  async () => {
    onTestFailed(() => town.keepLogs());
    const random = seeded(firstSeed);
    const moments = [0.1 + random() * 0.3, 0.5 + random() * 0.3] as const;
    const words = moments.map((moment) => `${Math.round(moment * 100)} %`).join(" and back after ");
    process.stdout.write(`seed ${firstSeed}: the clock is an hour ahead after ${words}\n`);
    const [session, early, late] = [await openSession("p1"), await issueLink("p11"), await issueLink("p12")];
    const engines = ["synapse", "appservice"] as const;
    const before = engines.map((engine) => town.pidOf(engine));
    const reached = moments.map(() => Promise.withResolvers<void>());

    let over = false;

    async function jumps(): Promise<Date> {
      await reached[0]?.promise;
      await setClock(HOUR);
      expect(await whoIs(session), "the session while the clock is ahead").toBe(town.userId("p1"));
      expect(await redeem(early)).toHaveProperty("loginToken");
      await reached[1]?.promise;
      await setClock(0);
      return new Date();
    }

    const [done, back] = await Promise.all([
      work(town, load, firstPlaces, random, {
        reached: (share) =>
          moments.forEach((moment, index) => {
            if (share >= moment) reached[index]?.resolve();
          }),
        happened: () => over,
      }),
      jumps().finally(() => {
        over = true;
      }),
    ]);
    for (const [index, engine] of engines.entries())
      await waitFor(`${engine} started anew`, () => ![undefined, before[index]].includes(town.pidOf(engine)), AGAIN_MS);
    await expectTruth(town, done);
    expect(await whoIs(session), "the session afterwards").toBe(town.userId("p1"));
    expect(await redeem(late)).toHaveProperty("loginToken");
    await timersGoOn(back);
  },
  ROUND_MS,
);
