import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { checkout } from "../support/boot.ts";
import { type Installation, type Launch, launch, makeInstallation } from "../support/launcher.ts";
import { runProgram } from "../support/run-program.ts";
import type { Status } from "../support/stack.ts";
import { waitFor } from "../support/wait-for.ts";

const MINUTES = 60_000;

/** What programs may rely on; a key more or less is a change that they have to hear of. */
const Printed = z.strictObject({
  web: z.url(),
  api: z.url(),
  homeserver: z.url(),
  livekit: z.url({ protocol: /^wss?$/ }),
  data: z.string(),
  logs: z.string(),
  engines: z.array(
    z.strictObject({
      name: z.enum(["postgres", "synapse", "livekit", "appservice", "web"]),
      state: z.string(),
      pid: z.int().nullable(),
      version: z.string().nullable(),
      /** How far an engine is that is being installed behind the start. */
      percent: z.number().nullable(),
      problem: z.string().nullable(),
    }),
  ),
  lastBackup: z.null(),
  freeBytes: z.int().positive(),
  // Passwords are shown of the sample company only.
  accounts: z.array(z.never()),
});

/** `npm run status` with its words, or as JSON. */
async function status({ configFile }: Installation, ...args: string[]): Promise<string> {
  const { code, output } = await runProgram(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "config/src/cli.ts", "status", "--config", configFile, ...args],
    {},
    "keep",
    checkout,
  );
  expect(code, output).toBe(0);
  return output;
}

describe("two installations on one machine", () => {
  let made: [Installation, Installation];
  let runs: [Launch, Launch];
  let [first, second]: Status[] = [];

  beforeAll(async () => {
    made = [await makeInstallation(), await makeInstallation()];
    runs = [launch(made[0]), launch(made[1])];
    [first, second] = await Promise.all(runs.map((run) => run.ready()));
  }, 5 * MINUTES);

  afterAll(async () => {
    for (const { process, ended } of runs) {
      process.kill("SIGTERM");
      await ended;
    }
    for (const each of made) each.remove();
  }, MINUTES);

  const pidOf = async (name: string, which: 0 | 1 = 0) => {
    const { engines } = Printed.parse(JSON.parse(await status(made[which], "--json")));
    const engine = engines.find((each) => each.name === name);
    return engine?.state === "running" ? (engine.pid ?? undefined) : undefined;
  };

  test("run side by side, each with its own ports and data", async () => {
    expect(first?.web).not.toBe(second?.web);
    expect(first?.data).not.toBe(second?.data);
    for (const each of [first, second]) {
      expect((await fetch(`${each?.api}/health`)).status).toBe(200);
      expect((await fetch(`${each?.homeserver}/_matrix/client/versions`)).status).toBe(200);
    }
  });

  test("status says in words what runs and where", async () => {
    const words = await status(made[0]);
    expect(words).toContain(`Portico runs at ${first?.web}`);
    for (const name of ["postgres", "synapse", "livekit", "appservice", "web"])
      expect(words).toMatch(new RegExp(`^ +${name} +runs +\\d[\\d.]* +process \\d+$`, "m"));
    for (const place of [first?.homeserver, first?.livekit, first?.data, first?.logs])
      expect(words).toContain(String(place));
  });

  test("status as JSON has the keys that programs rely on", async () => {
    const printed = Printed.parse(JSON.parse(await status(made[1], "--json")));
    expect(printed).toMatchObject({ web: second?.web, homeserver: second?.homeserver, data: second?.data });
    expect(printed.engines.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => "running"));
    expect(new Set(printed.engines.map(({ pid }) => pid)).size).toBe(5);
  });

  test(
    "an engine that crashes is started again, later each time, and the terminal says so",
    async () => {
      const other = await pidOf("livekit", 1);
      let pid = Number(await pidOf("livekit"));
      for (const seconds of [1, 2]) {
        process.kill(pid, "SIGKILL");
        await runs[0].says(`livekit ended unexpectedly (signal SIGKILL); starting it again in ${seconds} s. Log: `);
        const before = pid;
        pid = await waitFor(
          "another LiveKit runs",
          async () => {
            const now = await pidOf("livekit");
            return now !== before && now;
          },
          MINUTES,
        );
        expect((await fetch(String(first?.livekit).replace("ws", "http"))).status).toBe(200);
      }
      await waitFor(
        "the terminal says twice that it runs again",
        () => runs[0].words().match(/livekit runs again\./g)?.length === 2,
      );
      expect(await pidOf("livekit", 1), "the other installation's goes on").toBe(other);
    },
    2 * MINUTES,
  );

  test(
    "stopping one leaves the other alone",
    async () => {
      runs[0].process.kill("SIGINT");
      expect(await runs[0].ended).toBe(0);
      expect(made[0].processes()).toEqual([]);
      expect(await status(made[0])).toContain('Portico does not run. Start it with "npm start -- --config ');
      const { engines } = Printed.parse(JSON.parse(await status(made[0], "--json")));
      expect(engines.map(({ state, pid }) => [state, pid])).toEqual(Array.from({ length: 5 }, () => ["stopped", null]));
      expect((await fetch(`${second?.api}/health`)).status).toBe(200);
    },
    MINUTES,
  );
});
