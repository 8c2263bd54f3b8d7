import { randomBytes } from "node:crypto";
import { hashToken } from "../../http/bearer.ts";

const TOKEN_BYTES = 32;

/** A new link token and what is kept of it. */
export function newLinkToken(): { token: string; hash: string } {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  return { token, hash: hashToken(token) };
}

/** The address that carries the token: in the fragment, which browsers send to no server, so it reaches no log. */
export const linkAddress = (webUrl: string, token: string): string => `${webUrl}/link#${token}`;
