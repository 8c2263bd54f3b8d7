import { defineConfig } from "vitest/config";
import { everything } from "./support/everything.ts";
import { RunReporter } from "./support/run-reporter.ts";

/** Make installations of their own, because what they do to engines others would miss. */
const CRASHES = ["faults/crashes.test.ts", "faults/full-disk.test.ts"];
const CLOCK = ["faults/clock.test.ts"];
/** What the launcher does with installations, among them installations that fail: mostly waiting. */
const INSTALLATIONS = ["backup", "dumps", "elsewhere", "installs", "launcher", "packages", "side-by-side"].map(
  (name) => `faults/${name}.test.ts`,
);

/** Companies so large that reading them in takes half a minute. */
const SCALE = everything ? [] : ["api/import-at-scale.test.ts"];

/** Suites against the running stack share it, and run after one another: of two files that import, one would undo the other. */
const onStack = (name: string, order: number, timeout: number) => ({
  test: {
    name,
    root: import.meta.dirname,
    include: [`${name}/**/*.test.ts`],
    exclude: [...CRASHES, ...CLOCK, ...INSTALLATIONS, ...SCALE],
    globalSetup: [`${import.meta.dirname}/support/global-setup.ts`],
    testTimeout: timeout,
    hookTimeout: 60_000,
    fileParallelism: false,
    sequence: { groupOrder: order },
  },
});

const onItsOwn = (name: string, include: string[], order: number, globalSetup: string[] = []) => ({
  test: {
    name,
    root: import.meta.dirname,
    include,
    globalSetup,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    sequence: { groupOrder: order },
  },
});

export default defineConfig({
  test: {
    passWithNoTests: false,
    allowOnly: false,
    // Stopping every engine in order takes longer than the usual ten seconds on a busy machine.
    teardownTimeout: 90_000,
    reporters: ["default", new RunReporter()],
    projects: [
      {
        test: {
          name: "unit",
          root: `${import.meta.dirname}/..`,
          include: ["{appservice,bridges,config,web-client}/**/*.test.ts", "tests/support/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/*.browser.test.ts"],
          // Some start programs, beside a stack that boots.
          testTimeout: 20_000,
        },
      },
      onItsOwn("installations", INSTALLATIONS, 8, [`${import.meta.dirname}/support/installed-engines.ts`]),
      onItsOwn("crashes", CRASHES, 6),
      onItsOwn("clock", CLOCK, 7),
      // First, while the rooms hold nothing but the sample company's conversations.
      onStack("screens", 1, 180_000),
      onStack("api", 2, 20_000),
      onStack("matrix", 3, 30_000),
      onStack("e2e", 4, 90_000),
      onStack("faults", 5, 60_000),
      onStack("bridges", 9, 60_000),
    ],
  },
});
