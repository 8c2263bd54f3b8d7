import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ProcessKeeper } from "./keeper.ts";
import { tryLock, untilReleased, waitForLock } from "./lock.ts";
import { identify, isAlive } from "./process-id.ts";
import { readRuns } from "./run-record.ts";
import { Service } from "./service.ts";
import { stopProcess } from "./stop-process.ts";
import { temporaryFolder } from "../temporary-folder.ts";

let folder: string;
let keeper: ProcessKeeper;
const never = new AbortController().signal;

beforeEach(() => {
  folder = temporaryFolder();
  keeper = newKeeper();
});

afterEach(() => keeper.close());

const newKeeper = () =>
  new ProcessKeeper({ run: join(folder, "run"), logs: join(folder, "logs") }, { configFile: "", web: "", engines: [] });

/** Resolves as soon as `fact` holds; looks whenever something in `where` changes. */
async function until(fact: () => boolean, where: string): Promise<void> {
  if (fact()) return;
  const watcher = watch(where, { recursive: true });
  while (!fact()) await once(watcher, "change");
  watcher.close();
}

const script = (text: string) => ({ command: process.execPath, args: ["-e", text] });

describe("process identity", () => {
  it("does not take a number that was given again for the same process", () => {
    const own = identify(process.pid);
    expect(own && isAlive(own)).toBe(true);
    expect(isAlive({ pid: process.pid, startTicks: "1" })).toBe(false);
  });

  it("counts an ended process as gone although its parent has not asked yet", async () => {
    const child = spawn("true");
    await once(child, "exit");
    expect(identify(child.pid!)).toBeUndefined();
  });
});

describe("stopping", () => {
  it("kills what does not listen", async () => {
    const { record, ended } = await keeper.spawn("deaf", {
      ...script(
        `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); require("fs").writeFileSync("${folder}/up", "")`,
      ),
      stop: [{ signal: "SIGTERM", ms: 100 }],
    });
    await until(() => existsSync(join(folder, "up")), folder);
    await stopProcess(record);
    expect(await ended).toBe("signal SIGKILL");
  });

  it("leaves nothing of a process group", async () => {
    const { record } = await keeper.spawn("parent", {
      command: "sh",
      args: ["-c", `sleep 1000 & echo $! > ${folder}/child.part; mv ${folder}/child.part ${folder}/child; wait`],
    });
    await until(() => existsSync(join(folder, "child")), folder);
    const child = identify(Number(readFileSync(join(folder, "child"), "utf8")));
    expect(child).toBeDefined();
    await stopProcess(record);
    expect(child && isAlive(child)).toBe(false);
  });
});

describe("the record of a run", () => {
  it("names what runs, and is gone after a clean stop", async () => {
    keeper.open();
    const { record, ended } = await keeper.spawn("sleeper", { command: "sleep", args: ["1000"] });
    expect(readRuns(join(folder, "run")).alive[0]?.processes).toEqual([expect.objectContaining(record)]);
    await stopProcess(record);
    await ended;
    expect(readRuns(join(folder, "run")).alive[0]?.processes).toEqual([]);
    await keeper.close();
    expect(readRuns(join(folder, "run"))).toEqual({ alive: [], left: [] });
  });

  it("lets the guard stop everything when the launcher is killed", async () => {
    const launcher = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import { ProcessKeeper } from "${import.meta.dirname}/keeper.ts";
         const keeper = new ProcessKeeper({ run: "${folder}/run", logs: "${folder}/logs" }, { configFile: "", web: "", engines: [] });
         keeper.open();
         const { record } = await keeper.spawn("sleeper", { command: "sleep", args: ["1000"] });
         process.stdout.write(JSON.stringify(record));`,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [said] = (await once(launcher.stdout, "data")) as [Buffer];
    const sleeper = JSON.parse(said.toString()) as { pid: number; startTicks: string };
    expect(isAlive(sleeper)).toBe(true);
    launcher.kill("SIGKILL");
    await until(() => {
      const { alive, left } = readRuns(join(folder, "run"));
      return alive.length + left.length === 0;
    }, folder);
    expect(isAlive(sleeper)).toBe(false);
  });
});

describe("a program that is run to its end", () => {
  it("hands over its lines", async () => {
    const lines: string[] = [];
    await keeper.run("echo", { command: "sh", args: ["-c", "echo one; echo two >&2; echo three"] }, never, (line) =>
      lines.push(line),
    );
    expect(lines.toSorted()).toEqual(["one", "three", "two"]);
  });

  it("fails with its last words and the log's name", async () => {
    await expect(
      keeper.run("broken", { command: "sh", args: ["-c", "echo no such thing; exit 3"] }, never),
    ).rejects.toThrow(/^sh failed \(exit code 3\)\. Its last words:\nno such thing\nWhole log: .*broken\.log$/);
  });

  it("is stopped when the person stops", async () => {
    const stopping = new AbortController();
    const run = keeper.run("slow", { command: "sh", args: ["-c", "echo up; sleep 1000"] }, stopping.signal, () =>
      stopping.abort(new Error("asked to stop")),
    );
    await expect(run).rejects.toThrow("asked to stop");
    expect(keeper.record.processes).toEqual([]);
  });

  it("is stopped although the person stopped while it was begun", async () => {
    const stopping = new AbortController();
    const run = keeper.run("slow", { command: "sleep", args: ["1000"] }, stopping.signal);
    stopping.abort(new Error("asked to stop"));
    await expect(run).rejects.toThrow("asked to stop");
    expect(keeper.record.processes).toEqual([]);
  });

  it("is named when it does not exist", async () => {
    await expect(keeper.run("nothing", { command: "portico-no-such-program", args: [] }, never)).rejects.toThrow(
      "portico-no-such-program cannot be started: not found.",
    );
  });
});

describe("a service", () => {
  const wellWhen = (file: string) => async () => {
    if (!existsSync(join(folder, file))) throw new Error("not yet");
  };

  it("says why it does not start", async () => {
    const service = new Service(keeper, "broken", async () => script(`console.log("no space"); process.exit(4)`));
    await expect(service.start(wellWhen("up"), 10_000, never)).rejects.toThrow(
      /broken ended at once \(exit code 4\)\. Its last words:\nno space\nWhole log: /,
    );
  });

  it("is started again after a crash, and says so", async () => {
    writeFileSync(join(folder, "up"), "");
    const notices: string[] = [];
    let heard: () => void = () => undefined;
    const again = new Promise<void>((resolve) => (heard = resolve));
    const service = new Service(keeper, "fragile", async () => ({ command: "sleep", args: ["1000"] }));
    await service.start(wellWhen("up"), 10_000, never);
    service.watch((text) => {
      notices.push(text);
      if (text.includes("runs again")) heard();
    }, wellWhen("up"));
    const [first] = keeper.record.processes;
    process.kill(first!.pid, "SIGKILL");
    await again;
    expect(notices).toEqual([
      expect.stringMatching(/^fragile ended unexpectedly \(signal SIGKILL\); starting it again in 1 s\. Log: /),
      "fragile runs again.",
    ]);
    expect(keeper.record.processes).toHaveLength(1);
    await service.stop();
    expect(keeper.record.processes).toEqual([]);
  });
});

describe("a lock", () => {
  it("is held by one and handed on", async () => {
    const name = `${folder}/lock`;
    const first = await tryLock(name);
    expect(first).toBeDefined();
    expect(await tryLock(name)).toBeUndefined();
    let waited = false;
    const second = waitForLock(name, () => (waited = true), never);
    const released = untilReleased(name, never);
    await first?.release();
    await released;
    await (await second).release();
    expect(waited).toBe(true);
  });

  it("is not waited for once the person has stopped", async () => {
    const name = `${folder}/lock`;
    const lock = await tryLock(name);
    await expect(untilReleased(name, AbortSignal.abort(new Error("asked to stop")))).rejects.toThrow("asked to stop");
    await lock?.release();
  });

  it("ends with its holder", async () => {
    const name = `${folder}/lock`;
    const holder = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import { tryLock } from "${import.meta.dirname}/lock.ts"; await tryLock("${name}"); console.log("held"); setInterval(() => {}, 1000);`,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await once(holder.stdout, "data");
    expect(await tryLock(name)).toBeUndefined();
    holder.kill("SIGKILL");
    const lock = await waitForLock(name, () => undefined, never);
    await lock.release();
  });
});
