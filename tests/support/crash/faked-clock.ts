import { chmodSync, globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A clock that programs started with its environment read, and that can be set. */
export interface FakedClock {
  readonly env: Readonly<Record<string, string>>;
  /** Within a second, all of them find themselves so many seconds ahead of the real time. */
  set(secondsAhead: number): void;
  remove(): void;
}

/**
 * By libfaketime, which stands between programs and the C library: Node, Python
 * and PostgreSQL ask there what time it is. As on a real machine, only the clock
 * on the wall is set, not the one that counts since the start.
 */
export function fakeClock(): FakedClock {
  const [library] = globSync(["/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib*/faketime/libfaketime.so.1"]);
  if (library === undefined)
    throw new Error("The test of a clock that jumps needs libfaketime. On Debian: apt-get install libfaketime");
  const folder = mkdtempSync(join(tmpdir(), "portico-clock-"));
  // PostgreSQL may run as another user, and reads it as well.
  chmodSync(folder, 0o711);
  const file = join(folder, "offset");
  const set = (secondsAhead: number) => writeFileSync(file, `+${secondsAhead}\n`, { mode: 0o644 });
  set(0);
  return {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      DONT_FAKE_MONOTONIC: "1",
      NO_FAKE_STAT: "1",
    },
    set,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
