import { dirname } from "node:path";
import { readSettings } from "@portico/config/settings.ts";
import { loadSample } from "./sample/load.ts";

/**
 * Commands of the application service: `load-sample <settings.json> [data folder]`
 * brings the sample company into a running installation. The data folder, where
 * the sign-ins are written, is the one above the settings' unless named.
 */
const [command, settingsPath, dataFolder] = process.argv.slice(2);
if (command !== "load-sample" || settingsPath === undefined) {
  throw new Error("usage: node appservice/src/cli.ts load-sample <settings.json> [data folder]");
}

await loadSample(await readSettings(settingsPath), {
  dataFolder: dataFolder ?? dirname(dirname(settingsPath)),
  say: (line) => {
    process.stdout.write(`${line}\n`);
  },
});
