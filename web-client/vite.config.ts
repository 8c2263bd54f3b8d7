import { defineConfig, loadEnv } from "vite";
import { chunkBudgets } from "./build/chunk-budgets.ts";
import { icuStrings } from "./build/icu-strings.ts";
import { sdkDiet } from "./build/sdk-diet.ts";

/** In development the page comes from Vite; everything else from the running Portico named by `PORTICO_WEB`. */
const serverPaths = ["/api", "/_matrix", "/.well-known"];

/**
 * What the first screen needs whoever comes: one file, because two dozen small
 * ones compress worse and cost a round trip each on an old web server.
 */
const firstScreen = new RegExp(
  [
    "node_modules/(lit|lit-element|@lit/reactive-element|@lit/context|@preact/signals-core)/",
    "node_modules/lit-html/(lit-html|directive|directive-helpers|is-server|directives/live)\\.js",
    "vite/preload-helper",
    "src/(api/.*|contexts/.*|styles/shared|lib/(portico-element|navigation|stored|form-text))\\.ts",
    "src/i18n/(i18n|load|keys|simple-message)\\.ts",
    "src/matrix/(login|credentials|matrix-error|plain-words)\\.ts",
    "src/components/(button-styles|field-styles|ui-(banner|button|icon|icon-button|input|spinner))\\.ts",
  ].join("|"),
);

/** What every page behind the sign-in shares, in one file for the same reason. */
const everyPage = new RegExp(
  [
    "src/components/(show-dialog|toasts|ui-(avatar|badge|code-missing|empty|menu|skeleton|toaster))\\.ts",
    "src/i18n/format\\.ts",
    "src/lib/(hash|initials)\\.ts",
    "src/shells/account-menu\\.ts",
  ].join("|"),
);

/** The conversation, which other pages show parts of: in pieces it would be heavier. */
const conversation = new RegExp(
  [
    "src/features/chat/(chat-(composer|content|controller|image|message|of-session|room|room-list|timeline)(-styles)?|composition)\\.ts",
    "src/features/chat/(drafts|linkify|mention-query|room-path|safe-blob|save-file|say|texts)\\.ts",
    "src/lib/clock\\.ts",
    "src/shells/object-card\\.ts",
  ].join("|"),
);

export default defineConfig(({ mode }) => {
  const target = loadEnv(mode, import.meta.dirname, "PORTICO_")["PORTICO_WEB"] ?? "http://127.0.0.1:8080";
  return {
    root: import.meta.dirname,
    plugins: [
      icuStrings(),
      sdkDiet(),
      chunkBudgets([
        { chunks: ["index", "page-sign-in"], gzipKilobytes: 22.5, why: "what the sign-in form needs" },
        { chunks: ["start-session"], gzipKilobytes: 132, why: "the Matrix layer with what it shares with the page" },
        { chunks: ["index", "staff-shell", "page-chat"], gzipKilobytes: 65, why: "rooms and conversation on screen" },
        { chunks: ["meeting-view"], gzipKilobytes: 270, why: "a meeting, when one starts" },
      ]),
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
      rolldownOptions: {
        output: {
          chunkFileNames: "assets/[name]-[hash].js",
          codeSplitting: {
            groups: [
              { name: "base", test: firstScreen },
              { name: "inside", test: everyPage },
              { name: "conversation", test: conversation },
            ],
          },
        },
      },
    },
  };
});
