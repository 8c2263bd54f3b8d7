import { createHash } from "node:crypto";

/** A UUID (RFC 9562, version 8) that the same parts always give. */
export function deterministicId(...parts: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  const fields = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`];
  return [...fields, hash.slice(20, 32)].join("-");
}
