import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../installation.ts";
import { Problem } from "../problem.ts";
import type { PortClaim } from "../ports.ts";
import { Service } from "../processes/service.ts";
import type { Engine, EngineContext, EngineName } from "./engine.ts";

/** TypeScript is run as it is. */
export const nodeArguments = ["--disable-warning=ExperimentalWarning"] as const;

/** What tells one of our own programs from the other. */
export interface NodeProgram {
  readonly name: EngineName;
  readonly title: string;
  readonly after: readonly EngineName[];
  readonly ports: readonly PortClaim[];
  /** TypeScript file below the checkout. */
  readonly entry: string;
  readonly settings: string;
  readonly health: () => Promise<void>;
}

/** A program of this checkout, run by the Node that runs this. */
export function nodeEngine({ keeper, signal }: EngineContext, program: NodeProgram): Engine {
  const entry = join(checkout, program.entry);
  const service = new Service(keeper, program.name, async () => ({
    command: process.execPath,
    args: [...nodeArguments, entry, program.settings],
    cwd: checkout,
  }));
  const find = async () => (existsSync(entry) ? ownVersion() : undefined);
  return {
    name: program.name,
    title: program.title,
    after: program.after,
    dispensable: false,
    ports: program.ports,
    external: undefined,
    find,
    async install() {
      const version = await find();
      if (version === undefined)
        throw new Problem(`${entry} is missing. Get the checkout whole again: git checkout ${program.entry}`);
      return version;
    },
    async start(progress, notice) {
      progress("starting");
      await service.start(program.health, 60_000, signal);
      service.watch(notice, program.health);
    },
    health: program.health,
    stop: () => service.stop(),
  };
}

/** Version of this checkout. */
export function ownVersion(): string {
  const about: unknown = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"));
  return String(Reflect.get(Object(about), "version"));
}
