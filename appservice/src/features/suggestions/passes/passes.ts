import { createHash, type webcrypto } from "node:crypto";
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import type { Db, Tx } from "../../../db/connection.ts";
import { AppError } from "../../../errors.ts";
import { weekOf } from "../model.ts";
import { countDrawn, keyOr, spend } from "./store.ts";

/** Passes that a person may draw in a week. */
const MOST = 5;
const MODULUS_BITS = 2_048;

const suite = RSABSSA.SHA384.PSS.Randomized();
const algorithm = { name: "RSA-PSS", hash: "SHA-384" };
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64url"));

/**
 * Passes for anonymous suggestions (RFC 9474). The service signs a pass without
 * seeing it, so that a used one tells that some colleague sent the suggestion
 * in, and nothing in the database, nor whoever reads it, can tell which.
 */
export function createPasses(db: Db) {
  let pair: Promise<webcrypto.CryptoKeyPair> | undefined;

  async function load(): Promise<webcrypto.CryptoKeyPair> {
    const jwk = await keyOr(db, async () => {
      const made = await RSABSSA.SHA384.generateKey({
        modulusLength: MODULUS_BITS,
        publicExponent: Uint8Array.from([1, 0, 1]),
      });
      return crypto.subtle.exportKey("jwk", made.privateKey);
    });
    const { kty, n, e } = jwk;
    if (kty === undefined || n === undefined || e === undefined)
      throw new Error("the kept key of passes is no RSA key");
    const plain = { ...jwk };
    delete plain.key_ops;
    return {
      privateKey: await crypto.subtle.importKey("jwk", plain, algorithm, true, ["sign"]),
      publicKey: await crypto.subtle.importKey("jwk", { kty, n, e }, algorithm, true, ["verify"]),
    };
  }

  function keys(): Promise<webcrypto.CryptoKeyPair> {
    pair ??= load().catch((error: unknown) => {
      pair = undefined;
      throw error;
    });
    return pair;
  }

  return {
    async publicKey(): Promise<{ n: string; e: string }> {
      const { n = "", e = "" } = await crypto.subtle.exportKey("jwk", (await keys()).publicKey);
      return { n, e };
    },

    /** Signs blinded passes; throws `SUGGESTION_PASSES_DRAWN` when there are none left this week. */
    async sign(tx: Tx, personId: string, blinded: readonly string[], now: Date) {
      const drawn = await countDrawn(tx, { personId, week: weekOf(now), wanted: blinded.length, most: MOST });
      if (drawn === undefined) throw new AppError("SUGGESTION_PASSES_DRAWN");
      const { privateKey } = await keys();
      const sign = async (each: string): Promise<string> =>
        Buffer.from(await suite.blindSign(privateKey, bytes(each))).toString("base64url");
      return { signatures: await Promise.all(blinded.map(sign)), left: MOST - drawn };
    },

    /** Uses a pass up; throws `SUGGESTION_PASS_INVALID` for one that we did not sign, or that was used before. */
    async use(tx: Tx, pass: string, signature: string): Promise<void> {
      const { publicKey } = await keys();
      const genuine = await suite.verify(publicKey, bytes(signature), bytes(pass));
      const hash = createHash("sha256").update(bytes(pass)).digest("hex");
      if (!genuine || !(await spend(tx, hash))) throw new AppError("SUGGESTION_PASS_INVALID");
    },
  };
}
