const levels = ["debug", "info", "warn", "error"] as const;
type Level = (typeof levels)[number];

/** Writes what happens, one line of JSON each. */
export type Log = Readonly<Record<Level, (about: Readonly<Record<string, unknown>>, text: string) => void>>;

export function createLog(least: Level): Log {
  const write =
    (level: Level): Log[Level] =>
    (about, text) => {
      if (levels.indexOf(level) < levels.indexOf(least)) return;
      const line = { level, time: new Date().toISOString(), ...about, msg: text };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

/** A failure in words. */
export const problemText = (error: unknown): string =>
  (error instanceof Error ? error.message || error.name : String(error)).slice(0, 1_000);
