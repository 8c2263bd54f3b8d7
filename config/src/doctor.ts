import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { backupWords, readLastBackup } from "./backup/records.ts";
import { createContext, type Context } from "./context.ts";
import { goVersion } from "./engines/livekit.ts";
import { pythonVersion } from "./engines/synapse-environment.ts";
import type { Installation } from "./installation.ts";
import { peekSecrets } from "./secrets.ts";
import { busyPorts } from "./ports.ts";
import { folderProblem, freeGigabytes } from "./preflight.ts";
import { Problem, wordsOf } from "./problem.ts";
import { readRuns } from "./processes/run-record.ts";
import type { Terminal } from "./terminal.ts";
import { typed } from "./typed.ts";

/** One look at one thing: what was found, or what is wrong with its remedy. */
interface Finding {
  readonly ok: boolean;
  readonly text: string;
}

/** `npm run doctor`: looks at everything that Portico needs, changes nothing, and resolves to 1 when something is wrong. */
export async function doctor(installation: Installation, terminal: Terminal): Promise<number> {
  const { folders, configFile } = installation;
  const folderFaults = [folderProblem(folders.data, "dataFolder"), folderProblem(folders.cache, "cacheFolder")].filter(
    (fault) => fault !== undefined,
  );
  const findings: Finding[] = [
    { ok: true, text: `configuration ${configFile} is valid` },
    ...folderFaults.map((text) => ({ ok: false, text })),
    ...diskFindings(installation),
    ...backupFindings(installation),
    ...(await toolFindings(installation)),
  ];
  if (folderFaults.length === 0) {
    const context = createContext(installation, peekSecrets(folders.data), new AbortController().signal);
    const running = readRuns(folders.run).alive.length > 0;
    findings.push(...(await engineFindings(context, running)));
    if (!running) findings.push(...(await portFindings(context)));
  }
  for (const { ok, text } of findings) terminal.line(`  ${ok ? "✓" : "✗"} ${text.replaceAll("\n", "\n    ")}`);
  const wrong = findings.filter(({ ok }) => !ok).length;
  terminal.line();
  terminal.line(wrong === 0 ? "Nothing is wrong." : `${wrong} ${wrong === 1 ? "thing is" : "things are"} wrong.`);
  return wrong === 0 ? 0 : 1;
}

function diskFindings({ folders }: Installation): Finding[] {
  return Object.entries({ dataFolder: folders.data, cacheFolder: folders.cache }).map(([key, folder]) => {
    const free = freeGigabytes(folder);
    return free >= 2
      ? { ok: true, text: `${folder} (${key}): ${free.toFixed(0)} GB free` }
      : {
          ok: false,
          text: `${folder} (${key}) has ${free.toFixed(1)} GB free; the first start needs 2 GB. Make room, or set ${key} to another disk.`,
        };
  });
}

/** Before the first start there is nothing to lose. */
function backupFindings(installation: Installation): Finding[] {
  const { folders, config } = installation;
  if (!existsSync(join(folders.data, "secrets.json"))) return [];
  const last = readLastBackup(folders.data);
  const remedy = `Make one with "${typed(installation, "backup")}"; a nightly one belongs into the machine's timer.`;
  if (last === undefined)
    return [{ ok: config.sampleCompany, text: `There is no backup of ${folders.data} yet. ${remedy}` }];
  const days = (Date.now() - Date.parse(last.point)) / 86_400_000;
  if (!existsSync(last.file))
    return [{ ok: false, text: `The last backup, ${last.file}, is not there any more. ${remedy}` }];
  return days <= config.backup.warnAfterDays
    ? [{ ok: true, text: `last backup: ${backupWords(last)}` }]
    : [{ ok: false, text: `The last backup is ${Math.floor(days)} days old: ${backupWords(last)}. ${remedy}` }];
}

async function toolFindings({ config }: Installation): Promise<Finding[]> {
  const look = async (what: string, version: () => Promise<string>): Promise<Finding> => {
    try {
      return { ok: true, text: `${what} ${await version()}` };
    } catch (error) {
      return { ok: false, text: wordsOf(error) };
    }
  };
  return Promise.all([
    look("Node", async () => process.versions.node),
    look("npm", async () => (await promisify(execFile)("npm", ["--version"])).stdout.trim()),
    ...(config.synapse.url || config.synapse.python ? [] : [look("Python", pythonVersion)]),
    ...(config.livekit.url || config.livekit.binary ? [] : [look("Go", goVersion)]),
  ]);
}

async function engineFindings({ engines, installation }: Context, running: boolean): Promise<Finding[]> {
  return Promise.all(
    engines.map(async (engine): Promise<Finding> => {
      try {
        if (running || engine.external !== undefined) {
          await engine.health();
          return {
            ok: true,
            text: `${engine.title}${engine.external === undefined ? "" : ` at ${engine.external}`} answers`,
          };
        }
        const version = await engine.find();
        return version === undefined
          ? { ok: true, text: `${engine.title} is not installed yet; "${typed(installation, "start")}" installs it` }
          : { ok: true, text: `${engine.title} ${version} is installed` };
      } catch (error) {
        return {
          ok: false,
          text:
            engine.external === undefined
              ? `${engine.title}: ${wordsOf(error)}${error instanceof Problem ? "" : `\nIts log says why; "${typed(installation, "stop")}" and "${typed(installation, "start")}" begin anew.`}`
              : wordsOf(error),
        };
      }
    }),
  );
}

async function portFindings({ engines }: Context): Promise<Finding[]> {
  const claims = engines.flatMap((engine) => engine.ports);
  const busy = await busyPorts(claims);
  return busy.length === 0
    ? [{ ok: true, text: `ports ${claims.map(({ port }) => port).join(", ")} are free` }]
    : busy.map((text) => ({ ok: false, text }));
}
