import { defineConfig, loadEnv } from "vite";
import { chunkBudgets } from "./build/chunk-budgets.ts";
import { icuStrings } from "./build/icu-strings.ts";
import { precompress } from "./build/precompress.ts";
import { sdkDiet } from "./build/sdk-diet.ts";

/** In development the page comes from Vite; everything else from the running Portico named by `PORTICO_WEB`. */
const serverPaths = ["/api", "/_matrix", "/.well-known"];

export default defineConfig(({ mode }) => {
  const target = loadEnv(mode, import.meta.dirname, "PORTICO_")["PORTICO_WEB"] ?? "http://127.0.0.1:8080";
  return {
    root: import.meta.dirname,
    plugins: [
      icuStrings(),
      sdkDiet(),
      chunkBudgets([{ chunks: ["index", "page-sign-in"], gzipKilobytes: 30, why: "what the sign-in form needs" }]),
      precompress(),
    ],
    resolve: {
      alias: [
        // Messages are parsed at build time (build/icu-strings.ts), so the parser stays out of the page.
        {
          find: /^@formatjs\/icu-messageformat-parser$/,
          replacement: "@formatjs/icu-messageformat-parser/no-parser.js",
        },
      ],
    },
    server: { proxy: Object.fromEntries(serverPaths.map((path) => [path, { target }])) },
    build: {
      target: "es2022",
      cssTarget: ["chrome123", "firefox120", "safari17.5"],
      outDir: "dist",
      emptyOutDir: true,
      // A file inlined as data: could not be used by <use href> and would weaken the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { output: { chunkFileNames: "assets/[name]-[hash].js" } },
    },
  };
});
