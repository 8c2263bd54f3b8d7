import { statfs } from "node:fs/promises";
import { readLastBackup } from "@portico/config/backup/records.ts";
import type { Context } from "../../context.ts";
import type { Metric } from "../../metrics/metric.ts";
import { policyVersion } from "../../policy/snapshot.ts";
import { readInbox, readJobs, readOutbox } from "./store.ts";

/** Depths and lags of what belongs to no capability: intake, jobs, policy, disk, backups. */
export function createPlatformMetrics({ db, policy, settings }: Context): Metric[] {
  const { data } = settings;
  return [
    {
      name: "portico_inbox_events",
      help: "Events of the homeserver that are not handled; failing ones are tried again, parked ones wait for a person",
      labels: ["state"],
      read: async () => {
        const { waiting, failing, parked } = await readInbox(db);
        return [
          { labels: { state: "waiting" }, value: waiting },
          { labels: { state: "failing" }, value: failing },
          { labels: { state: "parked" }, value: parked },
        ];
      },
    },
    {
      name: "portico_inbox_oldest_seconds",
      help: "Age of the oldest event of the homeserver that is not handled",
      read: async () => [{ value: (await readInbox(db)).oldestSeconds }],
    },
    {
      name: "portico_outbox_events",
      help: "Events that a consumer of the outbox has yet to handle; parked ones wait for a person",
      labels: ["consumer", "state"],
      read: async () =>
        (await readOutbox(db)).flatMap(({ consumer, waiting, parked }) => [
          { labels: { consumer, state: "waiting" }, value: waiting - parked },
          { labels: { consumer, state: "parked" }, value: parked },
        ]),
    },
    {
      name: "portico_outbox_oldest_seconds",
      help: "Age of the oldest event that a consumer of the outbox has yet to handle",
      labels: ["consumer"],
      read: async () =>
        (await readOutbox(db)).map(({ consumer, oldestSeconds }) => ({ labels: { consumer }, value: oldestSeconds })),
    },
    {
      name: "portico_jobs",
      help: "Background jobs that are not done, by queue and state",
      labels: ["queue", "state"],
      read: async () =>
        (await readJobs(db)).map(({ name, state, count }) => ({ labels: { queue: name, state }, value: count })),
    },
    {
      name: "portico_policy_version",
      help: "Version of the policy in the database, and of the one that the homeserver decides by",
      labels: ["where"],
      read: async () => {
        const [{ version: newest }, { version }] = await Promise.all([policyVersion(db), policy.loaded()]);
        return [
          { labels: { where: "database" }, value: newest },
          ...(version === null ? [] : [{ labels: { where: "homeserver" }, value: version }]),
        ];
      },
    },
    {
      name: "portico_homeserver_decisions_total",
      help: "Answers of the policy inside the homeserver since it started, by callback or HTTP gate and why it refused",
      labels: ["door", "decision", "reason"],
      type: "counter",
      read: async () =>
        (await policy.decisions()).map(({ door, reason, count }) => ({
          labels: { door, decision: reason === null ? "allow" : "refuse", reason: reason ?? "" },
          value: count,
        })),
    },
    {
      name: "portico_policy_age_seconds",
      help: "Time since the homeserver last confirmed its policy; none when it has none",
      labels: ["stale"],
      read: async () => {
        const { ageSeconds, stale } = await policy.loaded();
        return ageSeconds === null ? [] : [{ labels: { stale: String(stale) }, value: ageSeconds }];
      },
    },
    ...(data === null
      ? []
      : ([
          {
            name: "portico_data_free_bytes",
            help: "Room on the disk of the data folder",
            read: async () => {
              const { bavail, bsize } = await statfs(data.folder);
              return [{ value: bavail * bsize }];
            },
          },
          {
            name: "portico_last_backup_timestamp_seconds",
            help: "The moment that the last backup shows; none when there is none",
            labels: ["kind"],
            read: () => {
              const last = readLastBackup(data.folder);
              return last === undefined ? [] : [{ labels: { kind: "whole" }, value: Date.parse(last.point) / 1000 }];
            },
          },
        ] satisfies Metric[])),
  ];
}
