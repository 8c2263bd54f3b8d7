import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AppserviceSettings } from "@portico/config/settings.ts";
import { z } from "zod";
import { inject } from "vitest";

const SignIn = z.object({
  userId: z.string(),
  role: z.string(),
  password: z.string().optional(),
  guestId: z.string().optional(),
});

/** What the launcher says of a running installation (`npm run status -- --json`). */
export const Status = z.object({
  web: z.string(),
  api: z.string(),
  homeserver: z.string(),
  livekit: z.string(),
  data: z.string(),
  logs: z.string(),
  engines: z.array(
    z.object({ name: z.string(), state: z.string(), pid: z.number().nullable(), version: z.string().nullable() }),
  ),
  accounts: z.array(SignIn),
});
export type Status = z.infer<typeof Status>;

/** The stack under test: its addresses and sign-ins, and the settings of the application service. */
export interface Stack extends Status {
  readonly settings: AppserviceSettings;
  /** Base of the HTTP API without the web server between, so that a test of the API needs no browser bundle. */
  readonly service: string;
  /** Connection string of the homeserver's database. */
  readonly homeserverDatabaseUrl: string;
}

declare module "vitest" {
  interface ProvidedContext {
    stack: Stack;
  }
}

let attached: Stack | undefined;

/**
 * The stack of this run. Tests find the one that was booted before their first
 * file; other programs one that `PORTICO_TEST_STACK` names.
 */
export function stack(): Stack {
  const file = process.env["PORTICO_TEST_STACK"];
  if (file === undefined) return inject("stack");
  attached ??= readStack(Status.parse(JSON.parse(readFileSync(file, "utf8"))));
  return attached;
}

/** Completes what the launcher said with the settings that it rendered. */
export function readStack(status: Status): Stack {
  const read = (name: string) => readFileSync(join(status.data, "settings", name), "utf8");
  const settings = AppserviceSettings.parse(JSON.parse(read("appservice.json")));
  const homeserver = /dsn: "?([^"\s]+)"?/.exec(read("homeserver.yaml"))?.[1];
  if (homeserver === undefined) throw new Error("homeserver.yaml names no database (database.args.dsn)");
  return {
    ...status,
    settings,
    service: `http://${settings.listen.host}:${settings.listen.port}`,
    homeserverDatabaseUrl: homeserver,
  };
}
