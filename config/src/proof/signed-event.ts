import { createHash, createPublicKey, verify } from "node:crypto";

/** An event as servers exchange it (server-server API, "PDUs"). */
export type Pdu = Readonly<Record<string, unknown>>;

/** Keys that redaction leaves in an event of room version 11 and later; of a message's content it leaves nothing. */
const KEPT = new Set([
  "type",
  "room_id",
  "sender",
  "content",
  "hashes",
  "signatures",
  "depth",
  "prev_events",
  "auth_events",
  "origin_server_ts",
]);

/** Matrix specification, appendices, "Canonical JSON". */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(",")}}`;
}

const without = (event: Pdu, ...names: readonly string[]): Pdu =>
  Object.fromEntries(Object.entries(event).filter(([name]) => !names.includes(name)));

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
const unpadded = (text: string): string => text.replace(/=+$/, "");

/** What the server signed: the redacted message without signatures. */
const signedPart = (event: Pdu): string =>
  canonicalJson({
    ...Object.fromEntries(Object.entries(without(event, "signatures", "unsigned")).filter(([name]) => KEPT.has(name))),
    content: {},
  });

/** The id that follows from what the event says (room version 4 and later). */
export const eventIdOf = (event: Pdu): string => `$${sha256(signedPart(event)).toString("base64url")}`;

/** RFC 8410: an Ed25519 public key as SubjectPublicKeyInfo is this and the key. */
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

const isSignature = (text: string, signature: string, key: string): boolean => {
  const der = Buffer.concat([SPKI, Buffer.from(key, "base64")]);
  const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
  return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, "base64"));
};

/** What is wrong with a message, in words; empty when the server signed exactly this. */
export function problemsOf(
  eventId: string,
  event: Pdu,
  server: { readonly name: string; readonly keys: Readonly<Record<string, string>> },
): string[] {
  const problems: string[] = [];
  const { type, state_key: stateKey } = event;
  if (type !== "m.room.message" || stateKey !== undefined) return ["it is no message"];
  const hashes = event["hashes"] as Readonly<Record<string, unknown>> | undefined;
  const hash = sha256(canonicalJson(without(event, "unsigned", "signatures", "hashes"))).toString("base64");
  if (hashes?.["sha256"] !== unpadded(hash)) problems.push("its content is not what was signed");
  if (eventIdOf(event) !== eventId) problems.push("its id does not follow from it");
  const all = event["signatures"] as Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  const signatures = Object.entries(all?.[server.name] ?? {});
  const good = signatures.some(([keyId, signature]) => {
    const key = server.keys[keyId];
    return key !== undefined && isSignature(signedPart(event), signature, key);
  });
  if (!good) problems.push(`it has no good signature of ${server.name}`);
  return problems;
}
