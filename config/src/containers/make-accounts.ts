/**
 * What the launcher does after Synapse's first start, as the one-shot container
 * `accounts`: the service's own user and the first administrator.
 */
import { readFileSync } from "node:fs";
import { AccountsSettings, makeBot, makeFirstAdmin } from "../engines/first-accounts.ts";

/** How long a new Synapse may take until it has a directory of people. */
const DIRECTORY_MS = 180_000;

const path = process.argv[2];
if (path === undefined) throw new Error("usage: node config/src/containers/make-accounts.ts <accounts.json>");
const settings = AccountsSettings.parse(JSON.parse(readFileSync(path, "utf8")));
await makeBot(settings, AbortSignal.timeout(DIRECTORY_MS));
const { userId, password } = await makeFirstAdmin(settings);
process.stdout.write(
  `The first administrator signs in as ${userId} with the password ${password} (as generated; change it)\n`,
);
