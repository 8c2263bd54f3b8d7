import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ask } from "./engines/ask.ts";
import type { Installation } from "./installation.ts";
import type { Secrets } from "./secrets.ts";

const SampleAccount = z.union([
  z.object({ userId: z.string(), role: z.string(), name: z.string(), password: z.string() }),
  z.object({ userId: z.string(), role: z.string(), name: z.string(), guestId: z.string() }),
]);

/** A sign-in of the sample company: staff by password, guests by a link that works once. */
export interface SignIn {
  readonly userId: string;
  readonly role: string;
  /** Who that is, in words. */
  readonly name: string;
  readonly password?: string;
  readonly link?: string;
}

/** Where the sample loader writes the sign-ins when it is done. */
export const sampleAccountsFile = ({ folders }: Installation) => join(folders.data, "sample-accounts.json");

/** The sign-ins of the sample company, with fresh links for guests when the application service answers. */
export async function sampleSignIns(
  installation: Installation,
  secrets: Secrets,
  withLinks: boolean,
): Promise<SignIn[]> {
  const file = sampleAccountsFile(installation);
  if (!installation.config.sampleCompany || !existsSync(file)) return [];
  const accounts = z.array(SampleAccount).parse(JSON.parse(readFileSync(file, "utf8")));
  const signIns: SignIn[] = [];
  for (const account of accounts) {
    if ("password" in account) signIns.push(account);
    else if (withLinks) {
      const { guestId, ...who } = account;
      signIns.push({ ...who, link: await freshLink(installation, secrets, guestId) });
    }
  }
  return signIns;
}

const Link = z.object({ link: z.string() });

async function freshLink({ urls }: Installation, secrets: Secrets, id: string): Promise<string> {
  const response = await ask(`${urls.appservice}/api/operator/links`, {
    method: "POST",
    headers: { authorization: `Bearer ${secrets.operatorToken}`, "content-type": "application/json" },
    body: JSON.stringify({ id }),
  });
  return Link.parse(await response.json()).link;
}
