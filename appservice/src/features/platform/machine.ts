import { existsSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { readLastBackup, readRestored } from "@portico/config/backup/records.ts";
import { readRuns } from "@portico/config/processes/run-record.ts";
import type { Context } from "../../context.ts";
import type { Finding, FindingOf } from "./service.ts";
import { readClock, readJobs, readOutbox } from "./store.ts";

const PROBE_MS = 5_000;
const DAY_MS = 86_400_000;
/** Below this much room the next upload or the next night's backup may fail. */
const LOW_GIGABYTES = 5;
const FULL_GIGABYTES = 0.5;
/** The homeserver tells whole seconds, and an answer takes its time. */
const CLOCK_SECONDS = 5;

/** Looks at outbox, jobs, LiveKit, disk, backups and clocks. */
export function createMachineLooks(
  { db, settings }: Pick<Context, "db" | "settings">,
  { ok, degraded }: { ok: FindingOf; degraded: FindingOf },
): Readonly<Record<string, () => Promise<Finding>>> {
  const { data } = settings;

  const looks = {
    outbox: async () => {
      const consumers = await readOutbox(db);
      const waiting = consumers.reduce((sum, each) => sum + each.waiting, 0);
      const parked = consumers.reduce((sum, each) => sum + each.parked, 0);
      const names = consumers
        .filter((each) => each.parked > 0)
        .map((each) => each.consumer)
        .join(", ");
      if (parked > 0) return degraded("OUTBOX_PARKED", `${parked} events stand still at ${names}`, { parked, names });
      return waiting === 0
        ? ok("OUTBOX_DONE", "everything that follows from changes is done")
        : ok("OUTBOX_WAITING", `${waiting} deliveries are on their way`, { waiting });
    },
    jobs: async () => {
      const jobs = await readJobs(db);
      const count = (failed: boolean) =>
        jobs.filter(({ state }) => (state === "failed") === failed).reduce((sum, job) => sum + job.count, 0);
      const [failed, waiting] = [count(true), count(false)];
      const names = [...new Set(jobs.filter(({ state }) => state === "failed").map(({ name }) => name))].join(", ");
      if (failed > 0) return degraded("JOBS_FAILED", `${failed} jobs failed for good: ${names}`, { failed, names });
      return waiting === 0
        ? ok("JOBS_DONE", "all background work is done")
        : ok("JOBS_WAITING", `${waiting} jobs wait or run`, { waiting });
    },
    meetings: async () => {
      const installing = data === null ? undefined : livekitOf(data.folder);
      if (installing?.state === "installing") {
        const percent = installing.percent ?? 0;
        return degraded("LIVEKIT_INSTALLING", `LiveKit is being installed, ${percent} % is done`, { percent });
      }
      if (installing !== undefined && installing.problem !== null)
        return degraded("LIVEKIT_MISSING", installing.problem, { problem: installing.problem });
      const { ok: fine, status } = await fetch(settings.livekitUrl, { signal: AbortSignal.timeout(PROBE_MS) });
      return fine
        ? ok("LIVEKIT_ANSWERS", "LiveKit answers")
        : degraded("LIVEKIT_STATUS", `LiveKit answers HTTP ${status}`, { status });
    },
    clocks: async () => {
      const before = Date.now();
      const answer = await fetch(`${settings.homeserver.url}/health`, { signal: AbortSignal.timeout(PROBE_MS) });
      const told = answer.headers.get("date");
      const [here, database] = [Date.now(), await readClock(db)];
      const homeserver = told === null ? here : Date.parse(told);
      const off = (there: number) => Math.round(Math.max(0, Math.abs(there - (before + here) / 2) - 1000) / 1000);
      const fields = { database: off(database.getTime()), homeserver: off(homeserver) };
      return Math.max(fields.database, fields.homeserver) <= CLOCK_SECONDS
        ? ok("CLOCKS_AGREE", "the clocks agree")
        : degraded("CLOCKS_DIFFER", `clocks differ: ${JSON.stringify(fields)} s`, fields);
    },
  };
  if (data === null) return looks;
  // Nothing is restored while this service runs.
  const restored = readRestored(data.folder);

  return {
    ...looks,
    disk: async () => {
      const { bavail, bsize } = await statfs(data.folder);
      const gigabytes = Math.round((bavail * bsize) / 1e8) / 10;
      const detail = `${gigabytes} GB free in ${data.folder}`;
      const fields = { gigabytes, folder: data.folder };
      if (gigabytes < FULL_GIGABYTES) return { ...degraded("DISK_FULL", detail, fields), state: "down" };
      return gigabytes < LOW_GIGABYTES ? degraded("DISK_LOW", detail, fields) : ok("DISK_FREE", detail, fields);
    },
    ...(restored !== undefined && {
      restored: () => {
        const { at, point, from } = restored;
        const detail = `restored at ${at} from ${from}: everything is as it was at ${point}`;
        return Promise.resolve(ok("RESTORED", detail, restored));
      },
    }),
    backup: () => {
      const last = readLastBackup(data.folder);
      const limit = data.warnAfterDays;
      if (last === undefined) {
        const days = (Date.now() - statSync(join(data.folder, "server-name")).mtimeMs) / DAY_MS;
        return Promise.resolve((days > 1 ? degraded : ok)("BACKUP_NONE", "there is no backup yet"));
      }
      const days = Math.floor((Date.now() - Date.parse(last.point)) / DAY_MS);
      const megabytes = Math.round(last.bytes / 1e5) / 10;
      const fields = { days, megabytes, file: last.file, point: last.point };
      if (!existsSync(last.file)) {
        return Promise.resolve(degraded("BACKUP_GONE", `the last backup is not at ${last.file} any more`, fields));
      }
      const detail = `the last backup is ${days} days old: ${last.file}`;
      return Promise.resolve(
        days > limit ? degraded("BACKUP_OLD", detail, fields) : ok("BACKUP_RECENT", detail, fields),
      );
    },
  };
}

/** What the launcher says of LiveKit, which may still be on its way while everything else runs. */
const livekitOf = (folder: string) =>
  readRuns(join(folder, "run")).alive[0]?.engines.find(({ name }) => name === "livekit");
