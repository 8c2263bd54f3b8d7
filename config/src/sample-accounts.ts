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
  /** Of a guest: by it links are made. */
  readonly guestId?: string;
  /** Made for whoever asked for it; works once. */
  readonly link?: string;
}

/** Where the sample loader writes the sign-ins when it is done. */
export const sampleAccountsFile = ({ folders }: Installation) => join(folders.data, "sample-accounts.json");

/** The sign-ins of the sample company; guests without a link, because each new one ends those before. */
export function sampleSignIns(installation: Installation): SignIn[] {
  const file = sampleAccountsFile(installation);
  if (!installation.config.sampleCompany || !existsSync(file)) return [];
  return z.array(SampleAccount).parse(JSON.parse(readFileSync(file, "utf8")));
}

const Link = z.object({ link: z.string() });

/** Makes a new link for a guest of the sample company. */
export async function freshLink({ urls }: Installation, secrets: Secrets, id: string): Promise<string> {
  const response = await ask(`${urls.appservice}/api/operator/links`, {
    method: "POST",
    headers: { authorization: `Bearer ${secrets.operatorToken}`, "content-type": "application/json" },
    body: JSON.stringify({ id }),
  });
  return Link.parse(await response.json()).link;
}
