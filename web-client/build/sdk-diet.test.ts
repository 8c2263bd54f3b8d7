import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import type { Rolldown } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sdkDiet } from "./sdk-diet.ts";

/** Kilobytes (1000 bytes) of gzip that the Matrix layer may weigh, SDK included. */
const BUDGET = 118;

/** The Matrix layer as the page gets it. */
const bundle = async (): Promise<Rolldown.OutputChunk[]> => {
  const built = await build({
    configFile: false,
    root: join(import.meta.dirname, ".."),
    logLevel: "silent",
    plugins: [sdkDiet()],
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: join(import.meta.dirname, "../src/matrix/start-session.ts"),
        preserveEntrySignatures: "strict",
      },
    },
  });
  if (Array.isArray(built) || !("output" in built)) throw new Error("Expected one finished build");
  return built.output.filter((each) => each.type === "chunk");
};

describe("the SDK on its diet", () => {
  let chunks: Rolldown.OutputChunk[] = [];
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "portico-diet-"));
    chunks = await bundle();
    await Promise.all(chunks.map(async (chunk) => writeFile(join(folder, basename(chunk.fileName)), chunk.code)));
  }, 60_000);
  afterAll(async () => rm(folder, { recursive: true }));

  const modules = (): [name: string, bytes: number][] =>
    chunks.flatMap((chunk) => Object.entries(chunk.modules).map(([id, { renderedLength }]) => [id, renderedLength]));

  test("leaves out look-alike characters, legacy calls, MatrixRTC sessions and crypto", () => {
    const heavy = /unhomoglyph|matrix-js-sdk\/lib\/(?:webrtc|rust-crypto)\/|MatrixRTCSession|matrix-sdk-crypto-wasm/;
    // Type-only leftovers such as a table of constants are a few lines.
    expect(modules().filter(([id, bytes]) => heavy.test(id) && bytes > 2000)).toEqual([]);
  });

  test("asks for no MatrixRTC transports at sign-in", () => {
    expect(modules().filter(([id, bytes]) => id.includes("rtcTransportsCachedValue") && bytes > 0)).toEqual([]);
  });

  test(`stays under ${BUDGET} kB gzip`, () => {
    const weight = chunks.reduce((sum, chunk) => sum + gzipSync(chunk.code, { level: 9 }).length / 1000, 0);
    const heaviest = modules()
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, 5);
    expect(weight, `heaviest modules: ${JSON.stringify(heaviest)}`).toBeLessThan(BUDGET);
  });

  test("loads: every replacement has what the SDK imports", async () => {
    const entry = chunks.find((chunk) => chunk.isEntry);
    const url = pathToFileURL(join(folder, basename(entry?.fileName ?? ""))).href;
    const loaded = (await import(/* @vite-ignore */ url)) as Record<string, unknown>;
    expect(Object.values(loaded).some((each) => typeof each === "function")).toBe(true);
  });
});
