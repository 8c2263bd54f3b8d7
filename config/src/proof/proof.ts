import { createHash } from "node:crypto";
import { z } from "zod";
import { type Pdu, problemsOf } from "./signed-event.ts";

const Text = z.object({ en: z.string(), zh: z.string() });
const By = z.object({ userId: z.string().nullable(), name: Text, side: z.enum(["ours", "theirs"]) });
const Confirmation = z.object({ by: By, at: z.string(), eventId: z.string() }).nullable();
export const Proof = z.object({
  format: z.literal("portico-proof-1"),
  exportedAt: z.string(),
  document: z.object({ id: z.string(), kind: z.string(), title: z.string(), partner: Text }),
  versions: z
    .array(
      z.object({
        id: z.string(),
        number: z.number(),
        fileName: z.string(),
        sha256: z.string(),
        by: By,
        eventId: z.string(),
        confirmations: z.object({ ours: Confirmation, theirs: Confirmation }),
        content: z.base64(),
      }),
    )
    .min(1),
  events: z.record(z.string(), z.record(z.string(), z.unknown())),
  server: z.object({ name: z.string(), keys: z.record(z.string(), z.string()) }),
});
export type Proof = z.infer<typeof Proof>;

/** One thing that was checked. */
export interface Finding {
  readonly good: boolean;
  readonly text: string;
}

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const when = (event: Pdu): string => new Date(Number(event["origin_server_ts"])).toISOString();

/** Checks a proof with nothing but what stands in it. */
export function checkProof(proof: Proof): Finding[] {
  const findings: Finding[] = [];
  const say = (good: boolean, text: string) => findings.push({ good, text });

  /** The event, if the server signed it, its sender did it, and it names the version's hash in our field. */
  function signed(eventId: string, by: z.infer<typeof By>, field: string, about: Readonly<Record<string, unknown>>, what: string) {
    const event = proof.events[eventId];
    if (event === undefined) return say(false, `${what}: the event ${eventId} is not in the file`);
    const problems = problemsOf(eventId, event, proof.server);
    if (event["sender"] !== by.userId) problems.push(`it was sent by ${String(event["sender"])}`);
    const content = event["content"] as Readonly<Record<string, unknown>> | undefined;
    const said = content?.[field] as Readonly<Record<string, unknown>> | undefined;
    for (const [name, value] of Object.entries(about)) {
      if (said?.[name] !== value) problems.push(`it names another ${name}`);
    }
    const who = `${by.name.en} (${by.userId ?? "nobody"})`;
    if (problems.length === 0) return say(true, `${what} by ${who} at ${when(event)}`);
    return say(false, `${what}: ${problems.join("; ")}`);
  }

  for (const version of proof.versions) {
    const { id: versionId, number, sha256: hash, confirmations } = version;
    const bytes = Buffer.from(version.content, "base64");
    const name = `version ${number}, ${version.fileName}`;
    say(sha256(bytes) === hash, `${name}: ${bytes.length} bytes, SHA-256 ${hash}`);
    const about = { documentId: proof.document.id, versionId, sha256: hash };
    signed(version.eventId, version.by, "org.portico.version", about, `${name}: shared`);
    for (const side of ["ours", "theirs"] as const) {
      const confirmation = confirmations[side];
      if (confirmation === null) continue;
      if (confirmation.by.side !== side) say(false, `${name}: confirmed for a side that is not the confirmer's`);
      const what = `${name}: confirmed for ${side === "ours" ? "the company that runs the server" : "the partner"}`;
      signed(confirmation.eventId, confirmation.by, "org.portico.confirmation", { ...about, side }, what);
    }
  }
  return findings;
}
