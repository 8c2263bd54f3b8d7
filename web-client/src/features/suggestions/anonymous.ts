import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import { keepPasses, keepSuggestion, keptPasses } from "./anonymous-store.ts";
import type { Pass } from "./anonymous-store.ts";
import type { WholeSuggestion } from "./types.ts";

const suite = RSABSSA.SHA384.PSS.Randomized();
/** Drawn at a time: everybody draws as many when the page is first opened in a week, so drawing tells nothing. */
const DRAWN = 5;

const toText = (bytes: Uint8Array): string =>
  btoa(String.fromCodePoint(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const toBytes = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.codePointAt(0) ?? 0);

/**
 * Draws passes for anonymous suggestions, blinded so that the service cannot
 * recognise them when they come back (RFC 9474). Where a week's have been drawn
 * elsewhere there are none here until the next one.
 */
export async function drawPasses(): Promise<void> {
  if (keptPasses().length > 0) return;
  const { n, e } = await api.call("GET /api/suggestions/anonymous/key", {});
  const key = await crypto.subtle.importKey("jwk", { kty: "RSA", n, e }, { name: "RSA-PSS", hash: "SHA-384" }, true, [
    "verify",
  ]);
  const prepared = await Promise.all(
    Array.from({ length: DRAWN }, async () => {
      const message = suite.prepare(crypto.getRandomValues(new Uint8Array(32)));
      return { message, ...(await suite.blind(key, message)) };
    }),
  );
  try {
    const { signatures } = await api.call("POST /api/suggestions/anonymous/passes", {
      body: { blinded: prepared.map(({ blindedMsg }) => toText(blindedMsg)) },
    });
    const passes = prepared.map(async ({ message, inv }, at): Promise<Pass> => {
      const signature = await suite.finalize(key, message, toBytes(signatures[at] ?? ""), inv);
      return { pass: toText(message), signature: toText(signature) };
    });
    keepPasses(await Promise.all(passes));
  } catch (error) {
    if (!(error instanceof ApiError && error.code === "SUGGESTION_PASSES_DRAWN")) throw error;
  }
}

interface Draft {
  readonly topicId: string;
  readonly title: string;
  readonly text: string;
  readonly shareAnswer: boolean;
}

/** A secret for a new anonymous suggestion: made once per draft, so that sending it twice sends it once. */
export const newSecret = (): string => toText(crypto.getRandomValues(new Uint8Array(32)));

/** Sends a suggestion with a pass; the browser's session does not come along. Rejects with `ApiError`. */
export async function sendAnonymously(draft: Draft, secret: string): Promise<WholeSuggestion> {
  const [pass, ...rest] = keptPasses();
  if (pass === undefined) throw new ApiError("SUGGESTION_PASSES_DRAWN", 429);
  const whole = await api.callWithoutSession("POST /api/suggestions/anonymous", {
    body: { ...draft, ...pass, secret },
  });
  keepPasses(rest);
  const { id, number, title } = whole.suggestion;
  keepSuggestion({ id, number, title, secret });
  return whole;
}

export const readAnonymously = async (secret: string, signal?: AbortSignal): Promise<WholeSuggestion> =>
  api.callWithoutSession("POST /api/suggestions/anonymous/read", { body: { secret } }, signal);

export const replyAnonymously = async (secret: string, text: string): Promise<WholeSuggestion> =>
  api.callWithoutSession("POST /api/suggestions/anonymous/messages", { body: { secret, text } });
