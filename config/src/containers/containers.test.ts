import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { installOnce } from "../engines/install.ts";
import { checkout, describeInstallation } from "../installation.ts";
import { parseConfig } from "../load.ts";
import { prepareFolders } from "../preflight.ts";
import { loadSecrets } from "../secrets.ts";
import { containerPaths } from "./describe.ts";
import { environmentFile, renderContainers } from "./render.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** The library that docker compose itself reads its files with, as a program that resolves and checks them. */
const composeGo = { module: "github.com/compose-spec/compose-go/v2/cmd", version: "v2.16.2" } as const;

interface Service {
  readonly volumes?: readonly { readonly type: string; readonly source: string; readonly target: string }[];
  readonly ports?: readonly {
    readonly target: number;
    readonly published: string;
    readonly protocol: string;
    readonly host_ip?: string;
  }[];
  readonly build?: { readonly dockerfile: string; readonly target?: string };
  readonly command?: readonly string[];
}

let program = "";
let folder = "";

const settingsOf = (text: string): Record<string, string> => {
  folder = temporaryFolder();
  const installation = describeInstallation({
    config: parseConfig(`cacheFolder: cache\n${text}`, "portico.yaml"),
    file: join(folder, "portico.yaml"),
    folder,
  });
  prepareFolders(installation);
  renderContainers(installation, loadSecrets(installation.folders.data), join(folder, "settings"));
  const lines = readFileSync(join(folder, "settings", environmentFile), "utf8")
    .trim()
    .split("\n");
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
};

/**
 * The files as compose understands them; throws with its words when they are
 * wrong. The program does not fill in variables, so that happens before.
 */
const compose = (environment: Record<string, string>, ...files: string[]): Record<string, Service> => {
  const copies = files.map((file) => {
    const copy = join(folder, file);
    writeFileSync(copy, filledIn(readFileSync(join(checkout, "docker", file), "utf8"), environment));
    return copy;
  });
  const output = execFileSync(program, ["-format", "json", ...copies], {
    cwd: join(checkout, "docker"),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  return (JSON.parse(output) as { services: Record<string, Service> }).services;
};

const filledIn = (text: string, environment: Record<string, string>): string =>
  text.replaceAll(/\$\{(\w+)(?::\?[^}]*)?\}/g, (_, name: string) => {
    const value = environment[name];
    if (value === undefined) throw new Error(`docker compose would miss ${name}`);
    return value;
  });

beforeAll(async () => {
  const cache = process.env["PORTICO_CACHE"] ?? join(homedir(), ".cache", "portico");
  const installed = join(cache, "compose-go", composeGo.version);
  await installOnce(
    installed,
    () => undefined,
    new AbortController().signal,
    async (part) => {
      const go = join(cache, "compose-go-build");
      const environment = {
        ...process.env,
        CGO_ENABLED: "0",
        GOBIN: part,
        GOPATH: go,
        GOMODCACHE: join(go, "mod"),
        GOCACHE: join(go, "cache"),
      };
      execFileSync("go", ["install", "-modcacherw", `${composeGo.module}@${composeGo.version}`], {
        env: environment,
        stdio: "pipe",
      });
      renameSync(join(part, "cmd"), join(part, "compose-go"));
    },
  );
  program = join(installed, "compose-go");
}, 300_000);

describe("docker/compose.yaml", () => {
  it("is accepted, and mounts nothing that is not rendered or committed", () => {
    const environment = settingsOf("");
    const services = compose(environment, "compose.yaml");
    expect(Object.keys(services).toSorted()).toEqual([
      "accounts",
      "appservice",
      "bridges",
      "livekit",
      "postgres",
      "synapse",
      "web",
    ]);
    const mounted = Object.values(services).flatMap((service) => service.volumes ?? []);
    for (const { source } of mounted.filter(({ type }) => type === "bind"))
      expect(existsSync(source), source).toBe(true);
  });

  it("puts the files where the settings say that they are", () => {
    const services = compose(settingsOf(""), "compose.yaml");
    const targets = services["synapse"]?.volumes?.map(({ target }) => target);
    const homeserver = parse(readFileSync(join(folder, "settings", "homeserver.yaml"), "utf8")) as Record<
      string,
      string
    >;
    for (const key of ["log_config", "signing_key_path"]) expect(targets).toContain(homeserver[key]);
    expect(targets).toEqual(expect.arrayContaining(homeserver["app_service_config_files"] as unknown as string[]));
    expect(homeserver["media_store_path"]).toBe(`${containerPaths.synapse}/media`);
    expect(targets).toContain(containerPaths.synapse);
  });

  it("lets the services find each other by name", () => {
    settingsOf("appservice: { port: 21090 }");
    const appservice = JSON.parse(readFileSync(join(folder, "settings", "appservice.json"), "utf8")) as Record<
      string,
      unknown
    >;
    expect(appservice).toMatchObject({
      databaseUrl: expect.stringContaining("@postgres:5432/portico") as string,
      homeserver: { url: "http://synapse:8008" },
      listen: { host: "0.0.0.0", port: 21_090 },
    });
    expect(readFileSync(join(folder, "settings", "registration.yaml"), "utf8")).toContain(
      "url: http://appservice:21090",
    );
    expect(JSON.parse(readFileSync(join(folder, "settings", "web.json"), "utf8"))).toMatchObject({
      folder: containerPaths.client,
      listen: { host: "0.0.0.0" },
    });
  });

  it("publishes the web client and LiveKit, and no engine", () => {
    const services = compose(settingsOf("web: { host: 203.0.113.7, port: 80 }"), "compose.yaml");
    const published = Object.entries(services).flatMap(([name, { ports = [] }]) =>
      ports.map(({ published: port, protocol, host_ip: host }) => `${name} ${host ?? "*"}:${port}/${protocol}`),
    );
    expect(published).toEqual([
      "livekit *:7880/tcp",
      "livekit *:7881/tcp",
      "livekit *:7882/udp",
      "web 203.0.113.7:80/tcp",
    ]);
  });

  it("builds from files that exist, in stages that exist, and starts programs that exist", () => {
    const services = compose(settingsOf(""), "compose.yaml");
    for (const { build, command } of Object.values(services)) {
      if (build) {
        const dockerfile = readFileSync(join(checkout, build.dockerfile), "utf8");
        if (build.target) expect(dockerfile).toMatch(new RegExp(`^FROM \\S+ AS ${build.target}$`, "m"));
        for (const [, path = ""] of dockerfile.matchAll(/^COPY (?!--from)(\S+) /gm))
          expect(existsSync(join(checkout, path)), path).toBe(true);
      }
      for (const path of (command ?? []).filter((word) => word.endsWith(".ts")))
        expect(existsSync(join(checkout, path)), path).toBe(true);
    }
  });

  it("federates with the second file", () => {
    const tls = "tlsCertificate: /etc/hostname, tlsKey: /etc/hostname";
    const environment = settingsOf(`synapse: { federation: { enabled: true, ${tls} } }`);
    const { synapse } = compose(environment, "compose.yaml", "compose.federation.yaml");
    expect(synapse?.ports?.map(({ target }) => target)).toEqual([8448]);
    const homeserver = readFileSync(join(folder, "settings", "homeserver.yaml"), "utf8");
    for (const path of [containerPaths.tlsCertificate, containerPaths.tlsKey]) {
      expect(homeserver).toContain(path);
      expect(synapse?.volumes?.map(({ target }) => target)).toContain(path);
    }
  });
});
