import type { MailAuth } from "@portico/contract/mail-schemas.ts";
import { Resolver } from "node:dns/promises";
import { authenticate as check } from "mailauth";

const PATIENCE_MS = 10_000;
const PRIVATE = /^(::1$|f[cd]|fe80:|(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.))/i;

interface From {
  readonly ip: string;
  readonly helo: string;
  readonly sender: string;
}

/** Asks the name servers whether the mail is from whom it says (SPF, DKIM, DMARC); what cannot be asked is not known. */
export async function authenticate(
  bytes: Buffer,
  { ip, helo, sender }: From,
  { nameServers, hostName }: { readonly nameServers: readonly string[]; readonly hostName: string },
): Promise<MailAuth> {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  if (nameServers.length > 0) resolver.setServers(nameServers);
  const resolve = async (name: string, type: string): Promise<string[][] | string[]> =>
    (await resolver.resolve(name, type)) as string[][] | string[];
  // The address of a mail server of ours says nothing about the sender.
  const outside = ip === "" || PRIVATE.test(ip) ? {} : { ip, helo, sender };
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const late = new Promise<undefined>((done) => {
    patience.addEventListener("abort", () => {
      resolver.cancel();
      done(undefined);
    });
  });
  const checked = check(bytes, { ...outside, mta: hostName, resolver: resolve, disableArc: true, disableBimi: true });
  const found = await Promise.race([checked, late]);
  if (found === undefined) return { spf: "temperror", dkim: "temperror", dmarc: "temperror", domain: null };
  const signatures = found.dkim.results.map(({ status }) => status.result);
  const dkim = signatures.find((result) => result === "pass") ?? signatures[0] ?? "none";
  const dmarc = found.dmarc === false || found.dmarc === undefined ? undefined : found.dmarc;
  return {
    spf: found.spf === false || found.spf === undefined ? "none" : found.spf.status.result,
    dkim,
    dmarc: dmarc?.status.result ?? "none",
    domain: dmarc?.domain?.slice(0, 255) ?? null,
  };
}
