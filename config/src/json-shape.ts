/** Deepest nesting, and most members and elements in all, that a JSON body may have. */
export interface JsonLimits {
  readonly depth: number;
  readonly parts: number;
}

/** Generous for what clients send; parsing and validating so much takes milliseconds. */
export const jsonLimits: JsonLimits = { depth: 32, parts: 20_000 };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/**
 * Whether JSON keeps the limits, in one pass over its bytes and without parsing
 * it, which is what a hostile body makes expensive. Text that is no JSON passes:
 * the parser refuses it.
 */
export function keepsShape(bytes: Uint8Array, limits: JsonLimits = jsonLimits): boolean {
  let depth = 0;
  let parts = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === COMMA) parts += 1;
    else if (OPENING.has(byte)) {
      depth += 1;
      parts += 1;
    } else if (CLOSING.has(byte)) depth -= 1;
    if (depth > limits.depth || parts > limits.parts) return false;
  }
  return true;
}
