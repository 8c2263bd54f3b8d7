import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { backUp } from "./backup/backup.ts";
import { restore } from "./backup/restore.ts";
import { openInstallation } from "./context.ts";
import { doctor } from "./doctor.ts";
import { importFiles } from "./import/import.ts";
import { showImports } from "./import/records.ts";
import { inspect } from "./inspect.ts";
import { prepareFolders } from "./preflight.ts";
import { isNoRoom } from "./no-room.ts";
import { Problem, wordsOf } from "./problem.ts";
import { loadSecrets } from "./secrets.ts";
import { renderContainers } from "./containers/render.ts";
import { start } from "./start.ts";
import { StopRequest, stopSignal } from "./stop-signal.ts";
import { printLinks, printStatus, readStatus } from "./status.ts";
import { stop } from "./stop.ts";
import { createTerminal } from "./terminal.ts";

const usage = `Usage: portico COMMAND [--config FILE]

  start [--json-ready]         installs what is missing, starts everything, stays until Ctrl-C;
                               --json-ready prints the status when meetings are there as well
  stop                         stops an installation that runs elsewhere
  status [--json]              what runs and where
  links                        new links for the guests of the sample company
  doctor                       what is wrong on this machine and what to do about it
  render FOLDER                writes the settings that docker/compose.yaml mounts
  import FOLDER|FILE… [--dry-run] [--confirm-leavers N] [--confirm-departments N]
                               imports the organisation, people, projects and customers from CSV files
  imports [ID]                 earlier imports, or one of them
  inspect [ITEM] [--direction inbox|outbox] [--state STATE] [--text TEXT] [--replay ITEM] [--json]
                               every event on its way, one in detail, or one handed over once more
  backup [--to FOLDER|FILE]    makes a backup of everything while it runs
  restore FILE                 makes an installation from a backup, in an empty data folder`;

/** Runs one command and resolves to the exit code. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      config: { type: "string" },
      json: { type: "boolean", default: false },
      "json-ready": { type: "boolean", default: false },
      to: { type: "string" },
      "dry-run": { type: "boolean", default: false },
      direction: { type: "string" },
      state: { type: "string" },
      text: { type: "string" },
      replay: { type: "string" },
      "confirm-leavers": { type: "string" },
      "confirm-departments": { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [command, ...rest] = positionals;
  const json = values.json || values["json-ready"];
  const terminal = createTerminal(json ? process.stderr : process.stdout);
  if (command === undefined || values.help) {
    terminal.line(usage);
    return values.help ? 0 : 2;
  }
  const installation = openInstallation(values.config);
  switch (command) {
    case "start":
      return start(installation, terminal, values["json-ready"]);
    case "stop":
      await stop(installation, terminal);
      return 0;
    case "status": {
      const status = readStatus(installation);
      if (json) process.stdout.write(`${JSON.stringify(status)}\n`);
      else printStatus(status, installation, terminal);
      return 0;
    }
    case "links":
      await printLinks(installation, terminal);
      return 0;
    case "doctor":
      return doctor(installation, terminal);
    case "render": {
      const [folder] = rest;
      if (folder === undefined) throw new Problem("Name the folder to write the settings into, like docker/settings.");
      prepareFolders(installation);
      renderContainers(installation, loadSecrets(installation.folders.data), resolve(folder));
      terminal.line(`Settings for containers written to ${resolve(folder)}`);
      return 0;
    }
    case "import":
      return importFiles(installation, terminal, rest, {
        dryRun: values["dry-run"],
        confirmLeavers: values["confirm-leavers"],
        confirmDepartments: values["confirm-departments"],
      });
    case "imports":
      await showImports(installation, terminal, rest[0]);
      return 0;
    case "inspect": {
      const { direction, state, text, replay } = values;
      return inspect(installation, terminal, rest, { direction, state, text, replay, json });
    }
    case "backup":
      await backUp(installation, terminal, values.to, stopSignal());
      return 0;
    case "restore":
      await restore(installation, terminal, rest[0], stopSignal());
      return 0;
    default:
      throw new Problem(`There is no command "${command}".\n\n${usage}`);
  }
}

// A pipe or terminal that was closed takes no more words, nor does a file on a full disk, but engines still have to be
// kept, and stopped in order.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "EIO" && !isNoRoom(error)) throw error;
  });
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const words = isNoRoom(error)
    ? `${wordsOf(error)}. The disk is full: make room, or set dataFolder in portico.yaml to a folder on another disk.`
    : error instanceof Problem || error instanceof StopRequest || isArgumentError(error)
      ? error.message
      : error instanceof Error
        ? error.stack
        : String(error);
  process.stderr.write(`\n${words}\n`);
  process.exitCode = error instanceof StopRequest ? 130 : 1;
}
// The channel to the outer process would keep this one alive.
if (process.connected) process.disconnect();

function isArgumentError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
