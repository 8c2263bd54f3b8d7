import { cpSync } from "node:fs";
import { join } from "node:path";
import { Client, type QueryResultRow } from "pg";
import { z } from "zod";
import { artefacts } from "../boot.ts";
import { type Installation, launch, type Launch, makeInstallation } from "../launcher.ts";
import { processOf } from "../process-of.ts";
import { readStack, type Stack } from "../stack.ts";
import { waitFor } from "../wait-for.ts";
import { persist } from "./persist.ts";

/** Departments and people of the small company that is imported for these tests. */
export const DEPARTMENTS = ["d1", "d2", "d3", "d4"] as const;
export const PEOPLE = Array.from({ length: 12 }, (_, index) => `p${index + 1}`);

/** Which department each person is in. */
export type Places = Readonly<Record<string, string>>;
/** Everybody somewhere, evenly. */
export const firstPlaces: Places = Object.fromEntries(
  PEOPLE.map((person, index) => [person, DEPARTMENTS[index % DEPARTMENTS.length] ?? DEPARTMENTS[0]]),
);
export type EngineName = "appservice" | "synapse" | "postgres";

/** A small company with an installation of its own, whose engines may be killed. */
export interface Town {
  readonly stack: Stack;
  readonly installation: Installation;
  /** Access tokens of people, made at the homeserver's own sign-in. */
  readonly tokens: ReadonlyMap<string, string>;
  /** The room of the whole company, where everybody stays whatever happens to departments. */
  readonly hall: string;
  userId(person: string): string;
  /** The process of an engine now; undefined while it is being started again. */
  pidOf(engine: EngineName): number | undefined;
  /** Puts everybody where he shall be, by an import; resolves when it was acknowledged. */
  place(places: Places): Promise<void>;
  query<Row extends QueryResultRow>(
    text: string,
    values?: readonly unknown[],
    database?: "portico" | "synapse",
  ): Promise<Row[]>;
  /** What clients were answered, in words, when they were not served at once. */
  readonly troubles: string[];
  /** Asks the service, as its operator unless a session is given, until it answers; throws when it refuses. */
  call(method: string, path: string, body?: unknown, session?: string): Promise<Record<string, unknown>>;
  /** What its administrators see of how it is doing; undefined while the service does not answer. */
  health(): Promise<Health | undefined>;
  /** Waits until accounts, rooms and memberships are as wanted. */
  settled(withinMs: number): Promise<void>;
  /** Copies the logs to where a run leaves its artefacts, for whoever reads why something failed. */
  keepLogs(): void;
  stop(): Promise<void>;
}

const Progress = z.object({ wanted: z.number(), done: z.number() });
const Health = z.looseObject({
  checks: z.array(z.looseObject({ name: z.string(), state: z.string(), code: z.string(), detail: z.string() })),
});
type Health = z.infer<typeof Health>;
const Provisioning = z.looseObject({ accounts: Progress, rooms: Progress, memberships: Progress });

/**
 * Starts the installation, imports the company and signs ten people in. `change` is laid over its configuration, `env`
 * over the environment of all its processes.
 */
export async function openTown(
  places: Places,
  change: Record<string, unknown> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Town> {
  const installation = await makeInstallation(change, { rateLimits: "relaxed" });
  const launched = launch(installation, env);
  const stop = async () => {
    launched.process.kill("SIGTERM");
    await launched.ended;
    installation.remove();
  };
  try {
    return await settle(installation, launched, places, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function settle(
  installation: Installation,
  launched: Launch,
  places: Places,
  stop: () => Promise<void>,
): Promise<Town> {
  const stack = readStack(await launched.ready());
  const { settings } = stack;
  const userId = (person: string) => `@${person}:${settings.serverName}`;
  const troubles: string[] = [];
  const authorization = `Bearer ${settings.operatorToken}`;
  const operator: Town["call"] = (method, path, body, token) =>
    persist(
      `${stack.service}${path}`,
      {
        method,
        headers: {
          authorization: token === undefined ? authorization : `Bearer ${token}`,
          "content-type": "application/json",
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
      (trouble) => troubles.push(trouble),
    );
  const health = async () => {
    const answer = await fetch(`${stack.service}/api/admin/health`, { headers: { authorization } }).catch(
      () => undefined,
    );
    return answer?.status === 200 ? Health.parse(await answer.json()) : undefined;
  };
  const query: Town["query"] = async <Row extends QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
    database: "portico" | "synapse" = "portico",
  ) => {
    const client = new Client({
      connectionString: database === "portico" ? settings.databaseUrl : stack.homeserverDatabaseUrl,
    });
    // A server that dies tells the query, and says it here as well.
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  };
  const settled = async (withinMs: number) => {
    await waitFor(
      "accounts, rooms and memberships are as wanted",
      async () => {
        const state = Provisioning.parse(await operator("GET", "/api/directory/provisioning"));
        return [state.accounts, state.rooms, state.memberships].every(({ wanted, done }) => wanted === done);
      },
      withinMs,
    );
  };
  const place = async (wanted: Places) => {
    const report = await operator("POST", "/api/directory/imports", { dryRun: false, ...companyFiles(wanted) });
    if (report["applied"] !== true) throw new Error(`the import was refused: ${JSON.stringify(report["rows"])}`);
  };
  await place(places);
  await settled(120_000);
  const tokens = new Map(
    await Promise.all(
      PEOPLE.slice(0, 10).map(async (person) => [person, await signIn(stack, userId(person))] as const),
    ),
  );
  const [hall] = await query<{ room_id: string }>(
    "SELECT room_id FROM managed_room WHERE purpose = 'company' AND kind = 'room'",
  );
  if (hall === undefined) throw new Error("the company has no room for everybody");
  return {
    stack,
    installation,
    tokens,
    hall: hall.room_id,
    userId,
    query,
    troubles,
    call: operator,
    health,
    settled,
    place,
    stop,
    keepLogs: () => cpSync(stack.logs, join(artefacts, "logs", "town"), { recursive: true }),
    pidOf: (engine) => processOf(engine, stack.data),
  };
}

/** A session of an ordinary device, which the homeserver gives our own service for anybody. */
async function signIn(stack: Stack, userId: string): Promise<string> {
  const answer = await persist(`${stack.homeserver}/_matrix/client/v3/login`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.settings.homeserver.asToken}`, "content-type": "application/json" },
    body: JSON.stringify({ type: "m.login.application_service", identifier: { type: "m.id.user", user: userId } }),
  });
  return z.string().parse(answer["access_token"]);
}

function companyFiles(places: Places) {
  const file = (name: string, lines: readonly string[]) => ({
    name: `${name}.csv`,
    content: Buffer.from(`${lines.join("\n")}\n`).toString("base64"),
  });
  return {
    departments: file("departments", [
      "id,name,name_zh,parent_id,head_id",
      ...DEPARTMENTS.map((id) => `${id},Team ${id},${id}组,,`),
    ]),
    ranks: file("ranks", ["id,level,name,name_zh", "r1,1,Staff,员工"]),
    people: file("people", [
      "id,username,name,name_zh,email,department_id,rank_id,title,title_zh,manager_id,role",
      ...Object.entries(places).map(
        ([id, department]) =>
          `${id},${id},Person ${id},同事${id},${id}@town.example,${department},r1,Worker,员工,,staff`,
      ),
    ]),
  };
}
