import type { TestProject } from "vitest/node";
import { type BootedStack, bootStack } from "./boot.ts";
import { runHasFailed } from "./run-reporter.ts";
import { stack } from "./stack.ts";

/** Vitest loads this file once per project; the projects of a run find the one stack here. */
const SHARED = Symbol.for("portico.test-stack");
interface Shared {
  readonly booted: Promise<BootedStack>;
  users: number;
}
const place = globalThis as { [SHARED]?: Shared };

/**
 * Boots the stack for the first project that needs it and stops it after the
 * last. With `PORTICO_TEST_STACK`, a file with the output of
 * `npm run status -- --json`, that installation is used and left running.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (place[SHARED] ??= { booted: openStack(), users: 0 });
  shared.users += 1;
  const booted = await shared.booted;
  project.provide("stack", booted.stack);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete place[SHARED];
    await booted.stop(runHasFailed());
  };
}

async function openStack(): Promise<BootedStack> {
  if (process.env["PORTICO_TEST_STACK"] === undefined) return bootStack();
  return { stack: stack(), stop: () => Promise.resolve() };
}
