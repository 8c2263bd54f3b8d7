import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const inert = (name: string): string => fileURLToPath(new URL(`./sdk-diet/${name}.ts`, import.meta.url));

/** What the SDK imports (end of the specifier) and the small module of ours that it gets instead. */
const replacements: ReadonlyArray<readonly [pattern: RegExp, module: string]> = [
  [/^unhomoglyph$/, inert("homoglyphs")],
  [/\/webrtc\/(?:call|callEventHandler|groupCall|groupCallEventHandler|mediaHandler)\.js$/, inert("legacy-calls")],
  [/\/rust-crypto\/index\.js$/, inert("rust-crypto")],
  [/\/matrixrtc\/MatrixRTCSessionManager\.js$/, inert("rtc-session-manager")],
  [/\/rtcTransportsCachedValue\.js$/, inert("rtc-transports")],
];

const sdk = /[\\/]matrix-js-sdk[\\/]lib[\\/]/;

/**
 * Takes out of matrix-js-sdk what Portico does not use and tree-shaking cannot
 * reach: half of its weight. The SDK is pinned exactly; `sdk-diet.test.ts`
 * builds the Matrix layer and fails when a replacement no longer meets its
 * import or the result grows.
 */
export const sdkDiet = (): Plugin => ({
  name: "portico:sdk-diet",
  enforce: "pre",
  resolveId(source, importer) {
    if (importer === undefined || !sdk.test(importer)) return null;
    return replacements.find(([pattern]) => pattern.test(source))?.[1] ?? null;
  },
});
