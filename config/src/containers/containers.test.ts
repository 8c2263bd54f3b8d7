import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
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
        for (const path of copied(dockerfile)) expect(existsSync(join(checkout, path)), path).toBe(true);
      }
      for (const path of (command ?? []).filter((word) => word.endsWith(".ts")))
        expect(existsSync(join(checkout, path)), path).toBe(true);
    }
  });

  it.each([
    ["appservice", "appservice/src/main.ts"],
    ["appservice", "config/src/containers/make-accounts.ts"],
    ["web", "config/src/web/main.ts"],
  ])("the image %s holds every file that %s imports, and its packages", (target, entry) => {
    const dockerfile = readFileSync(join(checkout, "docker/portico.Dockerfile"), "utf8");
    const stages = dockerfile.split(/^(?=FROM )/m);
    const folders = ["runtime", target].flatMap((name) =>
      copied(stages.find((stage) => stage.includes(` AS ${name}\n`)) ?? ""),
    );
    const kept = new Set(
      ["appservice/contract", "appservice", "config"].flatMap((part) => Object.keys(packageOf(part).dependencies)),
    );
    const seen = reachable(join(checkout, entry));
    expect(seen.files.size).toBeGreaterThan(5);
    for (const file of seen.files)
      expect(
        folders.some((folder) => file.startsWith(join(checkout, folder, "/"))),
        `${file} is copied`,
      ).toBe(true);
    // What only the developer's tools need is pruned from the image.
    expect([...seen.packages].filter((name) => !kept.has(name))).toEqual([]);
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

/** What a Dockerfile takes from the checkout. */
function copied(dockerfile: string): string[] {
  return [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = ""]) => sources.split(" "));
}

const packageOf = (part: string) =>
  JSON.parse(readFileSync(join(checkout, part, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
    exports: Record<string, string>;
  };

/** The files of the checkout and the packages that a program imports, itself included. */
function reachable(entry: string): { files: Set<string>; packages: Set<string> } {
  const [files, packages] = [new Set<string>(), new Set<string>()];
  const look = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    const imports = /^(?:import|export) (?!type )[^"=;]*from "([^"]+)";$|\bimport\("([^"]+)"\)/gm;
    for (const [, at, later] of readFileSync(file, "utf8").matchAll(imports)) {
      const name = at ?? later ?? "";
      const own = /^@portico\/(\w+)\/(.+)$/.exec(name);
      if (name.startsWith(".")) look(resolve(file, "..", name));
      else if (own) look(exported(own[1] ?? "", own[2] ?? ""));
      else if (!isBuiltin(name)) packages.add(/^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
    }
  };
  look(entry);
  return { files, packages };
}

/** The file of one of our workspaces that `@portico/<part>/<path>` names. */
function exported(part: string, path: string): string {
  const folder = part === "contract" ? "appservice/contract" : part;
  const patterns = Object.entries(packageOf(folder).exports).map(([from, to]) => ({ from: from.split("*"), to }));
  const match = patterns.find(
    ({ from: [before = "", after = ""] }) => `./${path}`.startsWith(before) && path.endsWith(after),
  );
  if (!match) throw new Error(`@portico/${part} does not export ${path}`);
  const [before = "", after = ""] = match.from;
  return join(checkout, folder, match.to.replace("*", `./${path}`.slice(before.length, -after.length || undefined)));
}
