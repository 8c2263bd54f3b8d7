import { createHash } from "node:crypto";

const HEADER_MOST = 256 * 1024;

/** The header and the body of a mail: what stands before the first empty line, and the rest. */
function split(bytes: Buffer): { header: string; body: Buffer } {
  const crlf = bytes.indexOf("\r\n\r\n");
  const lf = bytes.indexOf("\n\n");
  const useCrlf = crlf !== -1 && (lf === -1 || crlf < lf);
  // Without an empty line nobody knows where the header ends.
  if (crlf === -1 && lf === -1) return { header: bytes.subarray(0, HEADER_MOST).toString("latin1"), body: bytes };
  const end = useCrlf ? crlf : lf;
  return {
    header: bytes.subarray(0, Math.min(end, HEADER_MOST)).toString("latin1"),
    body: bytes.subarray(end + (useCrlf ? 4 : 2)),
  };
}

/** The value of a header field with its lines joined, or "". */
function field(header: string, name: string): string {
  const lines = header.split(/\r?\n/);
  const at = lines.findIndex((line) => line.toLowerCase().startsWith(`${name}:`));
  if (at === -1) return "";
  const rest: string[] = [];
  for (const line of lines.slice(at + 1)) {
    if (!/^[ \t]/.test(line)) break;
    rest.push(line.trim());
  }
  return [(lines[at] ?? "").slice(name.length + 1).trim(), ...rest].join(" ").trim();
}

const sha256 = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
};

/** Hash of the bytes, by which they are kept. */
export const hashOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/**
 * What is the same in every copy of one mail, whichever servers wrote their
 * lines above it: a server that did not hear our answer sends it again.
 */
export function fingerprintOf(bytes: Buffer): string {
  const { header, body } = split(bytes);
  const fields = ["message-id", "from", "to", "cc", "date", "subject"].map((name) => field(header, name));
  return sha256(...fields, body.toString("latin1").replaceAll("\r\n", "\n").trimEnd());
}

/** Sender and subject as they stand in the header, for a mail that cannot be read otherwise. */
export function plainHead(bytes: Buffer): { from: string; subject: string } {
  const { header } = split(bytes);
  const from = field(header, "from");
  return {
    from: (/<([^<>\s]+@[^<>\s]+)>/.exec(from)?.[1] ?? /[^<>\s]+@[^<>\s]+/.exec(from)?.[0] ?? "").slice(0, 254),
    subject: field(header, "subject").slice(0, 200),
  };
}
