import { execFile } from "node:child_process";
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { RoomServiceClient, TwirpError } from "livekit-server-sdk";
import { Problem, wordsOf } from "../problem.ts";
import { Service } from "../processes/service.ts";
import { settingsFile } from "../render/settings-files.ts";
import type { Engine, EngineContext } from "./engine.ts";
import { installOnce } from "./install.ts";

const version = "1.13.5";
const module = "github.com/livekit/livekit-server/cmd/server";

/** Lines that the Go toolchain writes while it fetches modules and compiles packages for this version. */
const BUILD_STEPS = 900;

const folderIn = (cache: string): string => join(cache, "livekit", version);

/** The LiveKit that is built into the cache; there once it was built. */
export const builtLivekit = (cache: string): string => join(folderIn(cache), "livekit-server");

/** LiveKit built by the Go toolchain, a program that is there (`livekit.binary`), or one elsewhere (`livekit.url`). */
export function livekitEngine({ installation, secrets, keeper, signal }: EngineContext): Engine {
  const { config, folders, urls } = installation;
  const folder = folderIn(folders.cache);
  const program = config.livekit.binary ?? builtLivekit(folders.cache);

  const service = new Service(keeper, "livekit", async () => ({
    command: program,
    args: ["--config", settingsFile(installation, "livekit.yaml")],
    // The first signal waits for meetings to end, the second does not.
    stop: [
      { signal: "SIGINT", ms: 1000 },
      { signal: "SIGINT", ms: 4000 },
    ],
  }));
  const client = new RoomServiceClient(
    urls.livekit.replace(/^ws/, "http"),
    config.livekit.key ?? secrets.livekitKey,
    config.livekit.secret ?? secrets.livekitSecret,
  );
  const health = async () => {
    try {
      await client.listRooms();
    } catch (error) {
      throw config.livekit.url === undefined ? error : new Problem(elsewhereWords(config.livekit.url, error));
    }
  };
  const host = config.livekit.host === "127.0.0.1" || config.livekit.host === "localhost" ? "127.0.0.1" : "0.0.0.0";

  return {
    name: "livekit",
    title: "LiveKit",
    after: [],
    // A program or a server that somebody names is meant to be there.
    dispensable: config.livekit.url === undefined && config.livekit.binary === undefined,
    external: config.livekit.url,
    ports: config.livekit.url
      ? []
      : [
          { port: config.livekit.port, host, protocol: "tcp", key: "livekit.port" },
          { port: config.livekit.tcpPort, host, protocol: "tcp", key: "livekit.tcpPort" },
          { port: config.livekit.udpPort, host, protocol: "udp", key: "livekit.udpPort" },
        ],
    find: () => (existsSync(program) ? versionOf(program) : Promise.resolve(undefined)),
    async install(progress) {
      if (config.livekit.binary) {
        if (!existsSync(program))
          throw new Problem(
            `livekit.binary: ${program} does not exist. Correct the path, or take the key out to build LiveKit.`,
          );
        return versionOf(program);
      }
      await installOnce(folder, progress, signal, async (part) => {
        await goVersion();
        const go = join(folders.cache, "go-build");
        let steps = 0;
        try {
          await keeper.run(
            "livekit-install",
            {
              // It takes minutes of every core; whoever works with the rest meanwhile goes first.
              command: "nice",
              args: ["-n", "19", "go", "install", "-v", "-trimpath", "-ldflags=-s -w", `${module}@v${version}`],
              env: {
                CGO_ENABLED: "0",
                GOBIN: part,
                GOPATH: go,
                GOMODCACHE: join(go, "mod"),
                GOCACHE: join(go, "cache"),
                // Without it the cache could not be deleted by its owner.
                GOFLAGS: `${process.env["GOFLAGS"] ?? ""} -modcacherw`.trim(),
              },
            },
            signal,
            () => {
              steps += 1;
              progress("building", Math.min(99, Math.floor((100 * steps) / BUILD_STEPS)));
            },
          );
        } catch (error) {
          signal.throwIfAborted();
          throw new Problem(
            `Everything but meetings works: LiveKit could not be built. Check the connection to the Go module proxy, or name a program with livekit.binary.\n${wordsOf(error)}`,
          );
        }
        const [built] = readdirSync(part);
        if (built === undefined) throw new Problem("go install built no LiveKit. Update Go and start again.");
        renameSync(join(part, built), join(part, "livekit-server"));
        rmSync(go, { recursive: true, force: true });
      });
      return versionOf(program);
    },
    async start(progress, notice) {
      if (config.livekit.url) return health();
      progress("starting");
      await service.start(health, 30_000, signal);
      service.watch(notice, health);
    },
    health,
    stop: () => service.stop(),
  };
}

/** What is wrong with a LiveKit elsewhere, and the remedy. */
function elsewhereWords(url: string, error: unknown): string {
  if (error instanceof TwirpError && error.status === 401)
    return `The LiveKit at ${url} does not accept livekit.key with livekit.secret (${error.message}). Both have to stand under "keys" in its settings.`;
  if (error instanceof TwirpError)
    return `What answers at ${url} (livekit.url) is no LiveKit server, or an unwell one (${error.status} ${error.message}). Correct the address, or look into its log.`;
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return `No LiveKit answers at ${url} (livekit.url): ${wordsOf(cause)}. Start it, or correct the address.`;
}

async function versionOf(program: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, ["--version"]);
    return stdout.trim().split(" ").at(-1) ?? version;
  } catch (error) {
    throw new Problem(`${program} is not a LiveKit server that runs here: ${wordsOf(error)}`);
  }
}

/** The version of the Go toolchain; rejects with the remedy when there is none. */
export async function goVersion(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("go", ["env", "GOVERSION"]);
    return stdout.trim().replace(/^go/, "");
  } catch {
    throw new Problem(
      "Everything but meetings works: go was not found, with which LiveKit is built. Install Go 1.26 or newer and start again, or name an installed livekit-server with livekit.binary.",
    );
  }
}
