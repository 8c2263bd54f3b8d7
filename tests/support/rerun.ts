import type { TestCase, TestModule, TestSpecification, TestSuite } from "vitest/node";

/** Something that failed, and what has to run again to show whether it fails always. */
export interface Failure {
  readonly name: string;
  /** What it said when it failed. */
  readonly log: string;
}

/** How one file went. */
interface ModuleOutcome {
  readonly passed: readonly TestCase[];
  readonly failed: readonly TestCase[];
  /** Skipped, or never reached: proves nothing, so it counts as failed. */
  readonly notRun: readonly TestCase[];
  /** Of the file itself and of what its groups do before and after their tests. */
  readonly broken: readonly Failure[];
}

/** The result of the first attempt, counted as strictly as can be. */
export function outcomeOf(module: TestModule): ModuleOutcome {
  const tests = [...module.children.allTests()];
  const state = (wanted: string) => tests.filter((test) => test.result().state === wanted);
  const passed = state("passed");
  const failed = state("failed");
  const groups: (TestModule | TestSuite)[] = [module, ...module.children.allSuites()];
  return {
    passed,
    failed,
    notRun: tests.filter((test) => !passed.includes(test) && !failed.includes(test)),
    broken: groups.flatMap((group) =>
      group.errors().length === 0 ? [] : [{ name: nameOf(group), log: wordsOf(group.errors()) }],
    ),
  };
}

export const failuresIn = (outcome: ModuleOutcome): number =>
  outcome.failed.length + outcome.notRun.length + outcome.broken.length;

/** Each thing that failed by itself; tests that a broken group kept from running are not counted anew. */
export const causesIn = ({ failed, notRun, broken }: ModuleOutcome): Failure[] => {
  const own = [...failed, ...(broken.length === 0 ? notRun : [])];
  return [...broken, ...own.map((test) => ({ name: nameOf(test), log: wordsOf(test.result().errors ?? []) }))];
};

/**
 * What runs again: the one test that failed, by name; the whole file when
 * several failed in it or the file itself did, because they may hang together.
 */
export function secondAttempt(module: TestModule, { failed, notRun, broken }: ModuleOutcome): TestSpecification {
  const [only, ...more] = failed;
  const alone = only !== undefined && more.length === 0 && notRun.length === 0 && broken.length === 0;
  return alone ? only.toTestSpecification() : module.toTestSpecification();
}

/** Whether all that the second attempt ran has passed, and with it what failed in the first. */
export function passedThen(first: ModuleOutcome, then: TestModule): boolean {
  const { passed, failed, broken } = outcomeOf(then);
  const now = new Set(passed.map(({ id }) => id));
  return (
    failed.length === 0 && broken.length === 0 && [...first.failed, ...first.notRun].every(({ id }) => now.has(id))
  );
}

const nameOf = (entity: TestCase | TestSuite | TestModule): string =>
  entity.type === "module" ? entity.relativeModuleId : `${entity.module.relativeModuleId} > ${entity.fullName}`;

const wordsOf = (errors: readonly { message: string; stacks?: readonly unknown[]; stack?: string }[]): string =>
  errors.map(({ message, stack }) => stack ?? message).join("\n");
