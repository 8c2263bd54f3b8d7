import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "./context.ts";
import type { Engine, EngineName } from "./engines/engine.ts";
import { freeGigabytes } from "./preflight.ts";
import { sampleAccountsFile } from "./sample-accounts.ts";
import { tableLines, type Terminal } from "./terminal.ts";

interface Cost {
  readonly minutes: number;
  /** Engines take it where the cache is, the sample company where the data are. */
  readonly megabytes: number;
}

/** As measured on two cores with a quick connection; what is not here is done in a moment. */
const costs: Readonly<Partial<Record<EngineName | "sample", Cost>>> = {
  synapse: { minutes: 0.5, megabytes: 350 },
  web: { minutes: 0.5, megabytes: 20 },
  sample: { minutes: 1, megabytes: 160 },
  livekit: { minutes: 6, megabytes: 1_600 },
};

interface Part {
  readonly what: string;
  readonly cost: Cost;
}

/** Says before a start that installs something what will happen, how long it takes and how much disk it needs. */
export async function overview(
  { engines, installation }: Context,
  behind: readonly Engine[],
  terminal: Terminal,
): Promise<void> {
  const { config, folders } = installation;
  const now: Part[] = [];
  for (const engine of engines) {
    const cost = costs[engine.name];
    if (cost === undefined || engine.external !== undefined || behind.includes(engine)) continue;
    const missing =
      engine.name === "web" ? !existsSync(join(folders.cache, "web")) : (await engine.find()) === undefined;
    if (missing) now.push({ what: `install ${engine.title}`, cost });
  }
  const { sample } = costs;
  if (sample !== undefined && config.sampleCompany && !existsSync(sampleAccountsFile(installation)))
    now.push({ what: "bring in the sample company", cost: sample });
  const later = behind.flatMap(({ name, title }): Part[] => {
    const cost = costs[name];
    return cost === undefined ? [] : [{ what: `install ${title} for meetings, while you use the rest`, cost }];
  });
  if (now.length + later.length === 0) return;
  const minutes = Math.ceil(now.reduce((sum, { cost }) => sum + cost.minutes, 0.5));
  terminal.line(
    now.length > 0 ? `You can sign in after about ${minutes} min (on two cores). This start will` : "This start will",
  );
  for (const line of tableLines([...now, ...later].map(wordsOf))) terminal.line(line);
  terminal.line(
    `Free: ${freeGigabytes(folders.cache).toFixed(0)} GB at ${folders.cache}, ` +
      `${freeGigabytes(folders.data).toFixed(0)} GB at ${folders.data}`,
  );
  terminal.line();
}

const wordsOf = ({ what, cost }: Part): string[] => [
  what,
  cost.minutes < 1 ? "half a minute" : `about ${cost.minutes} min`,
  cost.megabytes < 1_000 ? `${cost.megabytes} MB` : `${(cost.megabytes / 1_000).toFixed(1)} GB`,
];
