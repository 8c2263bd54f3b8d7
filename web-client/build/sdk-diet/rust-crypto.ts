/**
 * Stands in for the SDK's Rust crypto, which it imports on demand and which
 * would put 7.8 MB of WebAssembly into every build. Managed rooms are in clear;
 * nothing here asks for crypto.
 */
export const initRustCrypto = async (): Promise<never> => {
  throw new Error("This build of Portico has no end-to-end encryption");
};
