import { readFile } from "node:fs/promises";
import { checkProof, Proof } from "./proof/proof.ts";

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

async function main([file]: readonly string[]): Promise<number> {
  if (file === undefined) {
    print("Usage: npm run verify -- FILE   (a proof exported from a shared version)");
    return 2;
  }
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    print(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  const proof = Proof.safeParse(content);
  if (!proof.success) {
    print(`${file} is no proof: ${proof.error.issues[0]?.path.join(".") ?? ""} ${proof.error.issues[0]?.message ?? ""}`);
    return 2;
  }
  const { document, server, versions } = proof.data;
  print(`${document.title} (${document.kind}, with ${document.partner.en})`);
  const findings = checkProof(proof.data);
  for (const { good, text } of findings) print(`  ${good ? "✓" : "✗"} ${text}`);
  const good = findings.every((finding) => finding.good);
  const last = versions.at(-1)?.confirmations;
  print(`  Latest version: ${last?.ours == null || last.theirs === null ? "NOT confirmed by both sides" : "confirmed by both sides"}`);
  print("");
  print(`Signing keys in the file, of ${server.name}:`);
  for (const [id, key] of Object.entries(server.keys)) print(`  ${id} ${key}`);
  print(
    good
      ? "PROVED: whoever holds these keys signed that the accounts above shared and confirmed exactly these files."
      : "NOT PROVED: something above does not hold.",
  );
  print("It does not prove whose keys they are: compare them with those that the server publishes at");
  print(`/_matrix/key/v2/server, or with an earlier export. Nor who used the accounts: that ${server.name}`);
  print("signed in the people named is its word; the times are those of its clock.");
  return good ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
