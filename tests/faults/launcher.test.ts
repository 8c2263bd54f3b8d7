import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Installation, launch, makeInstallation } from "../support/launcher.ts";
import { waitFor } from "../support/wait-for.ts";

const MINUTES = 60_000;
const removed: Installation[] = [];
afterAll(() => removed.forEach(({ remove }) => remove()));

async function installation(change?: Record<string, unknown>): Promise<Installation> {
  const made = await makeInstallation(change);
  removed.push(made);
  return made;
}

/** Nothing runs for it, and every port can be taken. */
async function expectGone({ processes, ports }: Installation): Promise<void> {
  expect(processes()).toEqual([]);
  for (const port of Object.values(ports)) {
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");
    server.close();
    await once(server, "close");
  }
}

describe("what cannot start says why, and leaves nothing running", () => {
  test("an unknown key, with its line and the key that was meant", async () => {
    const made = await installation();
    writeFileSync(made.configFile, "locale: en\nweb:\n  prot: 8080\n");
    const { ended, words } = launch(made);
    expect(await ended).toBe(1);
    expect(words()).toMatch(/portico\.yaml:3: web\.prot/);
    expect(words()).toContain("port");
    await expectGone(made);
  });

  test("a value of the wrong type, with its line", async () => {
    const made = await installation();
    writeFileSync(made.configFile, "web:\n  port: eighty\n");
    const { ended, words } = launch(made);
    expect(await ended).toBe(1);
    expect(words()).toMatch(/portico\.yaml:2: web\.port/);
    await expectGone(made);
  });

  test("a port that is taken, with the program that holds it", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as AddressInfo;
    const made = await installation({ synapse: { port } });
    const { ended, words } = launch(made);
    expect(await ended).toBe(1);
    expect(words()).toContain(`TCP port ${port} (synapse.port) is used by process ${process.pid}`);
    holder.close();
    await expectGone(made);
  });

  test("a data folder that cannot be written, with the key that names it", async () => {
    const made = await installation();
    const file = join(made.folder, "a-file");
    writeFileSync(file, "");
    writeFileSync(made.configFile, JSON.stringify({ dataFolder: join(file, "data") }));
    const { ended, words } = launch(made);
    expect(await ended).toBe(1);
    expect(words()).toMatch(/\(dataFolder\) cannot be written/);
    await expectGone(made);
  });
});

describe("one installation through its life", () => {
  let made: Installation;
  beforeAll(async () => {
    made = await installation();
  });

  test.each([
    ["PostgreSQL", "Portico starts with"],
    ["Synapse", "✓ PostgreSQL"],
    ["the application service", "✓ Synapse"],
  ])(
    "Ctrl-C while %s starts leaves no process and no busy port",
    async (_, before) => {
      const { says, process, ended, words } = launch(made);
      await says(before);
      process.kill("SIGINT");
      expect(await ended, words()).toBe(130);
      await expectGone(made);
    },
    3 * MINUTES,
  );

  test(
    "starts all the same, says so to a second start, and stops by Ctrl-C without a trace",
    async () => {
      const first = launch(made);
      const { web } = await first.ready();
      expect((await fetch(`${web}/`)).status).toBe(200);

      const second = launch(made);
      expect(await second.ended).toBe(1);
      expect(second.words()).toContain("Portico runs already with the data of");
      expect(second.words()).toContain(`(process ${first.process.pid})`);
      expect((await fetch(`${web}/api/health`)).status, "the first goes on").toBe(200);

      first.process.kill("SIGINT");
      expect(await first.ended).toBe(0);
      await expectGone(made);
    },
    5 * MINUTES,
  );

  test(
    "after kill -9 of the launcher nothing is orphaned, the next start works and nothing is lost",
    async () => {
      const before = launch(made);
      const { homeserver } = await before.ready();
      const token = await logIn(homeserver, firstAdmin(made));
      const room = await post(`${homeserver}/_matrix/client/v3/createRoom`, { name: "Kept" }, token);

      before.process.kill("SIGKILL");
      expect(await before.ended).toBe("SIGKILL");
      await waitFor("everything that it started has ended", () => made.processes().length === 0, MINUTES);

      const after = launch(made);
      await after.ready();
      const name = await fetch(
        `${homeserver}/_matrix/client/v3/rooms/${encodeURIComponent(String(room["room_id"]))}/state/m.room.name/`,
        { headers: { authorization: `Bearer ${token}` } },
      );
      expect(await name.json()).toEqual({ name: "Kept" });
      after.process.kill("SIGTERM");
      expect(await after.ended).toBe(0);
      await expectGone(made);
    },
    5 * MINUTES,
  );

  test(
    "started in the moment after kill -9, it clears up what is left and starts",
    async () => {
      const before = launch(made);
      await before.ready();
      before.process.kill("SIGKILL");
      await before.ended;
      const after = launch(made);
      const { web } = await after.ready();
      expect((await fetch(`${web}/api/health`)).status).toBe(200);
      after.process.kill("SIGTERM");
      expect(await after.ended).toBe(0);
      await expectGone(made);
    },
    5 * MINUTES,
  );
});

interface Admin {
  readonly userId: string;
  readonly password: string;
}

function firstAdmin({ folder }: Installation): Admin {
  return JSON.parse(readFileSync(join(folder, "data", "first-admin.json"), "utf8")) as Admin;
}

async function logIn(homeserver: string, { userId, password }: Admin): Promise<string> {
  const identifier = { type: "m.id.user", user: userId };
  const answer = await post(`${homeserver}/_matrix/client/v3/login`, {
    type: "m.login.password",
    identifier,
    password,
  });
  return String(answer["access_token"]);
}

async function post(url: string, body: object, token?: string): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}
