import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openInstallation } from "../../config/src/context.ts";
import { builtLivekit } from "../../config/src/engines/livekit.ts";
import { type Installation, launch, makeInstallation } from "../support/launcher.ts";
import { synapsePython } from "../support/python.ts";
import { waitFor } from "../support/wait-for.ts";

const removed: Installation[] = [];
afterAll(() => removed.forEach(({ remove }) => remove()));

/** One that has to install, into a cache of its own; what it shall not is named as installed. */
async function fresh(missing: "livekit" | "synapse" | "web"): Promise<Installation> {
  const made = await makeInstallation();
  removed.push(made);
  const { config, configFile, folder } = made;
  const shared = openInstallation(undefined).folders.cache;
  const present = {
    ...(missing !== "synapse" && { synapse: { ...Object(config["synapse"]), python: await synapsePython() } }),
    ...(missing !== "livekit" && { livekit: { ...Object(config["livekit"]), binary: builtLivekit(shared) } }),
  };
  const cache = join(folder, "cache");
  mkdirSync(cache);
  // Building the web client takes longer than all else here.
  if (missing !== "web") symlinkSync(join(shared, "web"), join(cache, "web"));
  writeFileSync(configFile, JSON.stringify({ ...config, ...present, cacheFolder: cache }));
  return made;
}

/** What a start says that fails because its surroundings are so. */
async function refusal(made: Installation, env: Readonly<Record<string, string>>): Promise<string> {
  const { ended, words } = launch(made, env);
  expect(await ended, words()).toBe(1);
  expect(made.processes()).toEqual([]);
  return words();
}

/** Everything else runs, and the start, the status and the service's health say why there are no meetings. */
async function expectWithoutMeetings(
  made: Installation,
  env: Readonly<Record<string, string>>,
  ...reasons: readonly string[]
): Promise<void> {
  const { process: launcher, ended, ready, words } = launch(made, env);
  const { engines, web } = await ready();
  const states = new Map(engines.map(({ name, state }) => [name, state]));
  expect(states.get("livekit")).toBe("failed");
  expect(states.get("appservice")).toBe("running");
  expect((await fetch(`${web}/`)).status).toBe(200);
  for (const reason of ["Everything but meetings works", ...reasons]) expect(words()).toContain(reason);
  launcher.kill("SIGTERM");
  expect(await ended, words()).toBe(0);
  expect(made.processes()).toEqual([]);
}

/** The cache holds nothing that looks installed. */
const installed = ({ folder }: Installation, engine: string) =>
  readdirSync(join(folder, "cache")).includes(engine) ? readdirSync(join(folder, "cache", engine)) : [];

/** A whole start on a busy machine. */
const STARTS_MS = 240_000;

/** Nobody listens there. */
const NOWHERE = "http://127.0.0.1:1";

describe("an engine that cannot be installed says why and what to do", () => {
  test(
    "without Go",
    async () => {
      const made = await fresh("livekit");
      const bin = join(made.folder, "bin");
      mkdirSync(bin);
      // PostgreSQL is started by it where the tests run as root.
      symlinkSync("/usr/bin/setpriv", join(bin, "setpriv"));
      await expectWithoutMeetings(made, { PATH: bin }, "go was not found, with which LiveKit is built. Install Go");
    },
    STARTS_MS,
  );

  test(
    "without a connection to Go modules",
    async () => {
      const made = await fresh("livekit");
      await expectWithoutMeetings(
        made,
        { GOPROXY: NOWHERE },
        "LiveKit could not be built. Check the connection to the Go module proxy",
        "connection refused",
      );
      expect(installed(made, "livekit")).toEqual([]);
    },
    STARTS_MS,
  );

  test("without Python", async () => {
    const words = await refusal(await fresh("synapse"), { PATH: "/nowhere" });
    expect(words).toContain("python3 was not found; Synapse is written in it. Install Python");
  });

  test("with a Python that lacks venv", async () => {
    const made = await fresh("synapse");
    const words = await refusal(made, { PATH: pythonThat(made, 'echo "No module named venv" >&2; exit 1') });
    expect(words).toContain("Python's venv module does not work");
    expect(words).toContain("No module named venv");
  });

  test("without a connection to Python packages", async () => {
    const made = await fresh("synapse");
    const words = await refusal(made, { PIP_INDEX_URL: NOWHERE, PIP_NO_INDEX: "0", PIP_RETRIES: "0" });
    expect(words).toContain("uv could not be fetched. Check the connection to PyPI");
    expect(installed(made, "synapse")).toEqual([]);
  });
});

test("Ctrl-C while an engine is installed leaves no process and nothing half installed", async () => {
  const made = await fresh("synapse");
  const begun = join(made.folder, "begun");
  const {
    process: launcher,
    ended,
    words,
  } = launch(made, {
    PATH: pythonThat(made, `touch ${begun}; exec tail -f ${begun}`),
  });
  await waitFor("the installation is under way", () => existsSync(begun), 30_000);
  launcher.kill("SIGINT");
  expect(await ended, words()).toBe(130);
  expect(made.processes()).toEqual([]);
  expect(installed(made, "synapse")).toEqual([]);
  expect(readdirSync(join(made.folder, "cache")).filter((name) => name.startsWith("uv-"))).toEqual([]);
});

test("Ctrl-C while the web client is built leaves no process and nothing half built", async () => {
  const made = await fresh("web");
  const { process: launcher, ended, words } = launch(made);
  const building = () => made.processes().some((line) => line.includes("config/src/web/build.ts"));
  await waitFor("the web client is being built", building, 30_000);
  launcher.kill("SIGINT");
  expect(await ended, words()).toBe(130);
  expect(made.processes()).toEqual([]);
  expect(installed(made, "web")).toEqual([]);
});

/** A PATH on which python3 knows its version, and does `instead` of everything else. */
function pythonThat({ folder }: Installation, instead: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const program = join(bin, "python3");
  writeFileSync(program, `#!/bin/sh\n[ "$1" = --version ] && { echo Python 3.12.1; exit; }\n${instead}\n`);
  chmodSync(program, 0o755);
  return `${bin}:${process.env["PATH"]}`;
}
