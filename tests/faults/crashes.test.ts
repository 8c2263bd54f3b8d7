import { sendSignal } from "@portico/config/processes/process-id.ts";
import { afterAll, beforeAll, describe, onTestFailed, test } from "vitest";
import { seeded } from "../support/crash/seeded.ts";
import { firstSeed, load, ROUND_MS, rounds } from "../support/crash/size.ts";
import { type EngineName, firstPlaces, openTown, type Places, type Town } from "../support/crash/town.ts";
import { expectTruth } from "../support/crash/truth.ts";
import { work } from "../support/crash/work.ts";
import { waitFor } from "../support/wait-for.ts";

const AGAIN_MS = 90_000;
const engines: readonly EngineName[] = ["appservice", "synapse", "postgres"];

let town: Town;
let opened = false;
let places: Places = firstPlaces;
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

describe("kill -9 of each engine at a random moment in the middle of everything", () => {
  test.each(Array.from({ length: Math.max(1, rounds) }, (_, round) => round))(
    "loses nothing and doubles nothing (round %i)",
    async (round) => {
      onTestFailed(() => town.keepLogs());
      const seed = firstSeed + round;
      const random = seeded(seed);
      const moments = new Map(engines.map((engine) => [engine, 0.1 + random() * 0.8]));
      const plan = [...moments].map(([engine, moment]) => `${engine} after ${Math.round(moment * 100)} %`).join(", ");
      process.stdout.write(`seed ${seed}: ${plan}\n`);
      const dead = new Map<EngineName, number>();
      const done = await work(town, load, places, random, {
        reached(share) {
          for (const [engine, moment] of moments) {
            // An engine that is just being started again has its moment a little later.
            const pid = share < moment || dead.has(engine) ? undefined : town.pidOf(engine);
            if (pid !== undefined && sendSignal(pid, "SIGKILL")) dead.set(engine, pid);
          }
        },
        happened: () => dead.size === engines.length,
      });
      places = done.places;
      for (const [engine, pid] of dead) await comesBack(engine, pid);
      await expectTruth(town, done);
    },
    ROUND_MS,
  );
});
