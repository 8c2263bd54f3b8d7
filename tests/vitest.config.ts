import { defineConfig } from "vitest/config";
import { RunReporter } from "./support/run-reporter.ts";

/** Make installations of their own, because what they do to engines others would miss. */
const CRASHES = ["faults/crashes.test.ts", "faults/full-disk.test.ts", "faults/clock.test.ts"];

/** Suites against the running stack share it, and run after one another so that figures and logs stay readable. */
const onStack = (name: string, order: number, timeout: number, fileParallelism: boolean) => ({
  test: {
    name,
    root: import.meta.dirname,
    include: [`${name}/**/*.test.ts`],
    exclude: CRASHES,
    globalSetup: [`${import.meta.dirname}/support/global-setup.ts`],
    testTimeout: timeout,
    hookTimeout: 60_000,
    fileParallelism,
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
        },
      },
      {
        test: {
          name: "crashes",
          root: import.meta.dirname,
          include: CRASHES,
          fileParallelism: false,
          sequence: { groupOrder: 6 },
        },
      },
      // First, while the rooms hold nothing but the sample company's conversations.
      onStack("screens", 1, 180_000, false),
      onStack("api", 2, 20_000, false),
      onStack("matrix", 3, 30_000, true),
      onStack("e2e", 4, 90_000, false),
      onStack("faults", 5, 60_000, false),
    ],
  },
});
