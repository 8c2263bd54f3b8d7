import { createHash, timingSafeEqual } from "node:crypto";

/** The token of an `Authorization: Bearer` header (RFC 6750), or undefined. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer ([A-Za-z0-9._~+/=-]+)$/.exec(header ?? "")?.[1];
}

/** Compares secrets in constant time whatever their lengths. */
export function sameSecret(left: string, right: string): boolean {
  return timingSafeEqual(sha256(left), sha256(right));
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

/** How tokens are kept: their SHA-256 in hexadecimal. The tokens have 256 random bits, so no salt is needed. */
export const hashToken = (token: string): string => sha256(token).toString("hex");
