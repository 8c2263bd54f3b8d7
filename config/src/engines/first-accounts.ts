import { existsSync, readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { z } from "zod";
import { ask } from "./ask.ts";
import { Problem } from "../problem.ts";
import { botLocalpart } from "../render/homeserver.ts";
import { directoryFilled } from "./people-directory.ts";
import { writePrivate } from "../write.ts";

/** What making the first accounts needs; inside containers it is a settings file of its own. */
export const AccountsSettings = z.strictObject({
  serverName: z.string(),
  homeserverUrl: z.url(),
  asToken: z.string(),
  /** Connection string of Synapse's own database. */
  databaseUrl: z.string(),
  /** Local part of the first administrator. */
  firstAdmin: z.string(),
  /** Where that account's generated password is kept. */
  firstAdminFile: z.string(),
});
export type AccountsSettings = z.infer<typeof AccountsSettings>;

/**
 * Makes the application service's own user and, in Synapse's database, a server
 * administrator of it, so that its token drives the admin API. No API can make
 * the first administrator in a name that belongs to an application service.
 * Waits for a new Synapse's directory of people, of which this account is the first.
 */
export async function makeBot(settings: AccountsSettings, signal: AbortSignal): Promise<void> {
  await directoryFilled(settings.databaseUrl, signal);
  await ensureBot(settings);
  // Synapse remembers who is an administrator once it was asked; the name comes after it.
  await nameBot(settings);
}

async function ensureBot(settings: AccountsSettings): Promise<void> {
  const bot = userId(settings.serverName, botLocalpart);
  const client = new Client({ connectionString: settings.databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<{ there: boolean }>("SELECT to_regclass('users') IS NOT NULL AS there");
    // Makes the account, which the administrator of a Synapse with another database then raises by hand.
    if (tables.rows[0]?.there !== true) return await registerBot(settings);
    const known = await client.query<{ admin: number }>("SELECT admin FROM users WHERE name = $1", [bot]);
    if (known.rows[0]?.admin === 1) return;
    await registerBot(settings);
    // Before anything asks: Synapse remembers the answer to "is this an administrator".
    await client.query("UPDATE users SET admin = 1 WHERE name = $1", [bot]);
  } finally {
    await client.end();
  }
}

/** User id and password of the first administrator's account. */
interface FirstAdmin {
  readonly userId: string;
  /** As generated; the owner may have changed it since. */
  readonly password: string;
}

/**
 * Makes the first administrator's account unless it exists. The password is
 * kept in `first-admin.json`, which is written first, so that an interruption
 * cannot leave an account whose password nobody knows.
 */
export async function makeFirstAdmin(settings: AccountsSettings): Promise<FirstAdmin> {
  const { serverName, firstAdmin, firstAdminFile, homeserverUrl, asToken } = settings;
  const admin = readFirstAdmin(settings) ?? {
    userId: userId(serverName, firstAdmin),
    password: randomBytes(12).toString("base64url"),
  };
  writePrivate(firstAdminFile, `${JSON.stringify(admin, null, 2)}\n`);
  const url = `${homeserverUrl}/_synapse/admin/v2/users/${encodeURIComponent(admin.userId)}`;
  const authorization = `Bearer ${asToken}`;
  const known = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(10_000) });
  if (known.status === 404)
    await ask(url, {
      method: "PUT",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ password: admin.password, displayname: "Administrator", admin: false }),
      signal: AbortSignal.timeout(30_000),
    });
  else if (!known.ok)
    throw new Problem(
      `Synapse does not let the service manage accounts (${known.status} ${await known.text()}). Where Synapse uses another ` +
        `database than ${new URL(settings.databaseUrl).host}${new URL(settings.databaseUrl).pathname}, run in that one: ` +
        `UPDATE users SET admin = 1 WHERE name = '${userId(serverName, botLocalpart)}'; and restart Synapse.`,
    );
  return admin;
}

/** What {@link makeFirstAdmin} wrote; undefined before the first start and after a change of `firstAdmin`. */
export function readFirstAdmin({
  serverName,
  firstAdmin,
  firstAdminFile,
}: Pick<AccountsSettings, "serverName" | "firstAdmin" | "firstAdminFile">): FirstAdmin | undefined {
  if (!existsSync(firstAdminFile)) return undefined;
  const kept = FirstAdminFile.parse(JSON.parse(readFileSync(firstAdminFile, "utf8")));
  return kept.userId === userId(serverName, firstAdmin) ? kept : undefined;
}

const FirstAdminFile = z.object({ userId: z.string(), password: z.string() });
const Named = z.object({ displayname: z.string().nullish() });
/** How the service's own account is called in rooms and lists of members. */
const BOT_NAME = "Portico";
const userId = (serverName: string, localpart: string) => `@${localpart}:${serverName}`;

/** Registering what exists answers M_USER_IN_USE, which is as good. */
async function registerBot({ homeserverUrl, asToken }: AccountsSettings): Promise<void> {
  const response = await fetch(`${homeserverUrl}/_matrix/client/v3/register`, {
    method: "POST",
    headers: { authorization: `Bearer ${asToken}`, "content-type": "application/json" },
    body: JSON.stringify({ type: "m.login.application_service", username: botLocalpart, inhibit_login: true }),
  });
  const body = await response.text();
  if (!response.ok && !body.includes("M_USER_IN_USE"))
    throw new Problem(
      `Synapse does not know the application service (${response.status} ${body}). ` +
        "If it runs elsewhere, give it the registration.yaml of the settings folder.",
    );
}

/** At the first start, before there are rooms: later each of them would get an event for it. */
async function nameBot({ homeserverUrl, asToken, serverName }: AccountsSettings): Promise<void> {
  const bot = userId(serverName, botLocalpart);
  const url = `${homeserverUrl}/_matrix/client/v3/profile/${encodeURIComponent(bot)}/displayname`;
  const headers = { authorization: `Bearer ${asToken}`, "content-type": "application/json" };
  const known = Named.parse(await (await ask(url, { headers })).json());
  if (known.displayname === BOT_NAME) return;
  await ask(url, { method: "PUT", headers, body: JSON.stringify({ displayname: BOT_NAME }) });
}
