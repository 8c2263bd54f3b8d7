import { join } from "node:path";
import { checkout, type Installation } from "./installation.ts";

/** Commands that npm knows without "run". */
const known = new Set(["start", "stop"]);

/** What to type for a command about this installation: a configuration file that is not found by itself is named. */
export function typed(
  { configFile }: Pick<Installation, "configFile">,
  command: "start" | "stop" | "status" | "links" | "doctor" | "backup" | "restore" | "inspect",
  ...rest: readonly string[]
): string {
  const found = configFile === join(checkout, "portico.yaml");
  const words = [...(found ? [] : ["--config", quoted(configFile)]), ...rest];
  return ["npm", ...(known.has(command) ? [] : ["run"]), command, ...(words.length > 0 ? ["--", ...words] : [])].join(
    " ",
  );
}

/** As a POSIX shell reads it. */
const quoted = (word: string): string =>
  /^[\w./~+@:-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
