import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import { mountSmallDisk, type SmallDisk } from "../support/crash/small-disk.ts";
import { seeded } from "../support/crash/seeded.ts";
import { firstSeed, fullSize, load, ROUND_MS } from "../support/crash/size.ts";
import { firstPlaces, openTown, type Town } from "../support/crash/town.ts";
import { expectTruth } from "../support/crash/truth.ts";
import { work } from "../support/crash/work.ts";
import { waitFor } from "../support/wait-for.ts";

/** Room for two databases; what is left of it is filled, in memory. */
const MEGABYTES = 1_200;
const FULL_MS = fullSize ? 60_000 : 0;
const MET_MS = 60_000;

let disk: SmallDisk | undefined;
let town: Town | undefined;
beforeAll(async () => {
  disk = mountSmallDisk(MEGABYTES);
  town = await openTown(firstPlaces, { dataFolder: join(disk.folder, "data") });
}, 300_000);
afterAll(async () => {
  disk?.free();
  await town?.stop();
  disk?.unmount();
}, 90_000);

/** PostgreSQL refuses to write, or has fallen over the attempt. */
const databaseRefuses = (place: Town): Promise<boolean> =>
  place
    .query("CREATE TABLE too_much AS SELECT repeat(md5(n::text), 1000) AS words FROM generate_series(1, 1000) AS n")
    .then(() => place.query("DROP TABLE too_much"))
    .then(
      () => false,
      () => true,
    );

test(
  "a disk that is full in the middle of everything loses nothing and doubles nothing, and heals by itself",
  async () => {
    const { disk: small, town: place } = { disk: disk!, town: town! };
    onTestFailed(() => place.keepLogs());
    const random = seeded(firstSeed);
    const moment = 0.1 + random() * 0.5;
    process.stdout.write(`seed ${firstSeed}: the disk is full after ${Math.round(moment * 100)} %\n`);
    const begun = Promise.withResolvers<void>();
    let over = false;

    async function full(): Promise<void> {
      await begun.promise;
      const since = performance.now();
      const before = place.troubles.length;
      small.fill();
      try {
        const { service, homeserver } = place.stack;
        await waitFor("the database meets the full disk", () => databaseRefuses(place), MET_MS);
        for (const address of [service, homeserver])
          await waitFor(
            `${address} meets the full disk`,
            () => place.troubles.slice(before).some((trouble) => trouble.includes(address)),
            MET_MS,
          );
        const check = await waitFor(
          "health says that the disk is full",
          async () => (await place.health())?.checks.find(({ name, code }) => name === "disk" && code === "DISK_FULL"),
          MET_MS,
        );
        expect(check).toMatchObject({ state: "down", detail: `0 GB free in ${join(small.folder, "data")}` });
        await pause(Math.max(0, FULL_MS - (performance.now() - since)));
      } finally {
        small.free();
        over = true;
      }
    }

    const [done] = await Promise.all([
      work(place, load, firstPlaces, random, {
        reached(share) {
          if (share >= moment) begun.resolve();
        },
        happened: () => over,
      }),
      full(),
    ]);
    await expectTruth(place, done);
    const check = (await place.health())?.checks.find(({ name }) => name === "disk");
    expect(check, "the disk afterwards").not.toMatchObject({ state: "down" });
  },
  ROUND_MS,
);
