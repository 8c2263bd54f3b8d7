import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { checkProof, Proof } from "./proof.ts";
import { canonicalJson, eventIdOf, problemsOf } from "./signed-event.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const key = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64").replace(/=+$/, "");
const server = { name: "a.example", keys: { "ed25519:one": key } };
const unpadded = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");

/** As a server does it: hash, then sign what redaction leaves. */
function signed(sender: string, content: Record<string, unknown>) {
  const bare = {
    type: "m.room.message",
    room_id: "!room",
    sender,
    depth: 7,
    prev_events: ["$p"],
    auth_events: ["$a"],
    origin_server_ts: 1_764_590_400_000,
    content,
  };
  const hashes = { sha256: unpadded(createHash("sha256").update(canonicalJson(bare)).digest()) };
  const redacted = canonicalJson({ ...bare, hashes, content: {} });
  const signature = unpadded(sign(null, Buffer.from(redacted), privateKey));
  return { ...bare, hashes, signatures: { [server.name]: { "ed25519:one": signature } } };
}

test("canonical JSON sorts keys at every depth and writes no white space", () => {
  expect(canonicalJson({ b: [1, { d: "ü", c: null }], a: true })).toBe('{"a":true,"b":[1,{"c":null,"d":"ü"}]}');
});

describe("a signed event", () => {
  const event = signed("@a:a.example", { body: "yes" });
  const id = eventIdOf(event);

  test("is good as it is", () => {
    expect(problemsOf(id, event, server)).toEqual([]);
  });
  test.each([
    ["another content", id, { ...event, content: { body: "no" } }, /content/],
    ["another sender", id, { ...event, sender: "@b:a.example" }, /signature/],
    ["another time", id, { ...event, origin_server_ts: 1 }, /signature/],
    ["another id", "$else", event, /id does not follow/],
    ["no signature", id, { ...event, signatures: {} }, /signature/],
    ["another server's", id, { ...event, signatures: { "b.example": event.signatures["a.example"]! } }, /signature/],
    ["state", id, { ...event, state_key: "" }, /no message/],
  ])("with %s is not", (_, eventId, changed, problem) => {
    expect(problemsOf(eventId, changed, server).join("; ")).toMatch(problem);
  });
});

describe("a proof", () => {
  const content = Buffer.from("12 pumps, 4,800.00 EUR");
  const sha256 = createHash("sha256").update(content).digest("hex");
  const about = { documentId: "d", versionId: "v", sha256 };
  const by = (userId: string, side: "ours" | "theirs") => ({ userId, name: { en: userId, zh: userId }, side });
  const shared = signed("@a:a.example", { "org.portico.version": about });
  const confirmed = signed("@g:a.example", { "org.portico.confirmation": { ...about, side: "theirs" } });
  const proof: Proof = {
    format: "portico-proof-1",
    exportedAt: "2026-12-01T12:00:00Z",
    document: { id: "d", kind: "quote", title: "Pumps", partner: { en: "P", zh: "P" } },
    versions: [
      {
        id: "v",
        number: 1,
        fileName: "quote.txt",
        sha256,
        by: by("@a:a.example", "ours"),
        eventId: eventIdOf(shared),
        confirmations: {
          ours: null,
          theirs: { by: by("@g:a.example", "theirs"), at: "2026-12-01T12:00:00Z", eventId: eventIdOf(confirmed) },
        },
        content: content.toString("base64"),
      },
    ],
    events: { [eventIdOf(shared)]: shared, [eventIdOf(confirmed)]: confirmed },
    server,
  };
  const [version] = proof.versions;
  const findings = (changed: Partial<Proof>) => checkProof(Proof.parse({ ...proof, ...changed }));

  test("holds as it is", () => {
    expect(findings({}).map(({ good }) => good)).toEqual([true, true, true]);
  });
  test("falls with one byte of the file", () => {
    const other = { ...version!, content: Buffer.from("12 pumps, 4,900.00 EUR").toString("base64") };
    expect(findings({ versions: [other] }).map(({ good }) => good)).toEqual([false, true, true]);
  });
  test("falls with file and hash exchanged, because the events name the old hash", () => {
    const bytes = Buffer.from("1 pump");
    const hash = createHash("sha256").update(bytes).digest("hex");
    const other = { ...version!, content: bytes.toString("base64"), sha256: hash };
    expect(findings({ versions: [other] }).map(({ good }) => good)).toEqual([true, false, false]);
  });
  test("falls with the confirmation in somebody else's name", () => {
    const theirs = { ...version!.confirmations.theirs!, by: by("@x:a.example", "theirs") };
    const other = { ...version!, confirmations: { ours: null, theirs } };
    expect(findings({ versions: [other] }).at(-1)).toMatchObject({ good: false });
  });
  test("falls with a key that did not sign", () => {
    const stranger = generateKeyPairSync("ed25519").publicKey.export({ format: "der", type: "spki" }).subarray(-32);
    const keys = { "ed25519:one": stranger.toString("base64") };
    expect(findings({ server: { ...server, keys } }).map(({ good }) => good)).toEqual([true, false, false]);
  });
});
