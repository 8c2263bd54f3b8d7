import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seeded } from "../support/crash/seeded.ts";
import { DEPARTMENTS, type EngineName, openTown, PEOPLE, type Places, type Town } from "../support/crash/town.ts";
import {
  expectEachEventHandledOnce,
  expectEachMessageOnce,
  expectMembershipsAsWanted,
} from "../support/crash/truth.ts";
import { work } from "../support/crash/work.ts";
import { waitFor } from "../support/wait-for.ts";

/** `npm test -- faults --rounds 20` sets the full size; without it one short round of each keeps the suite quick. */
const rounds = Number(process.env["PORTICO_FAULT_ROUNDS"] ?? "0");
const load = rounds > 0 ? { messages: 500, changes: 200 } : { messages: 60, changes: 20 };
const firstSeed = Number(process.env["PORTICO_FAULT_SEED"] ?? Math.floor(Math.random() * 1e9));
const ROUND_MS = rounds > 0 ? 20 * 60_000 : 4 * 60_000;
const AGAIN_MS = 90_000;

let town: Town;
let opened = false;
let places: Places = Object.fromEntries(
  PEOPLE.map((person, index) => [person, DEPARTMENTS[index % DEPARTMENTS.length]!]),
);
beforeAll(async () => {
  town = await openTown(places);
  opened = true;
}, 300_000);
afterAll(async () => {
  if (opened) await town.stop();
}, 90_000);

/** Another process is there in place of the dead one, and the service answers. */
async function comesBack(engine: EngineName, dead: number): Promise<void> {
  await waitFor(
    `${engine} runs again`,
    async () => {
      const pid = town.pidOf(engine);
      if (pid === undefined || pid === dead) return false;
      const health = await fetch(`${town.stack.service}/api/health`, { signal: AbortSignal.timeout(1000) }).catch(
        () => undefined,
      );
      return health?.status === 200;
    },
    AGAIN_MS,
  );
}

const engines: readonly EngineName[] = ["appservice", "synapse", "postgres"];

describe.each(Array.from({ length: Math.max(1, rounds) }, (_, round) => round))("round %i", (round) => {
  test.each(engines)(
    "kill -9 of %s in the middle of everything loses nothing and doubles nothing",
    async (engine) => {
      const seed = firstSeed + round * engines.length + engines.indexOf(engine);
      const random = seeded(seed);
      const moment = 0.1 + random() * 0.8;
      process.stdout.write(`seed ${seed}: ${engine} dies after ${Math.round(moment * 100)} % of the messages\n`);
      let dead: number | undefined;
      const done = await work(town, load, places, random, (share) => {
        if (dead !== undefined || share < moment) return;
        dead = town.pidOf(engine);
        if (dead !== undefined) process.kill(dead, "SIGKILL");
      });
      places = done.places;
      expect(dead, `the process of ${engine} that was killed`).toBeDefined();
      await comesBack(engine, dead!);
      await expectEachMessageOnce(town, done);
      await expectEachEventHandledOnce(town, done);
      await expectMembershipsAsWanted(town, done);
    },
    ROUND_MS,
  );
});
