/** One step that a person watches. */
export interface Step {
  /** Says what is being done now, and how much of it is done where that is known. */
  readonly progress: (text: string, percent?: number) => void;
  /** Ends the step; the time it took is printed. */
  readonly done: (text: string) => void;
  readonly fail: (text: string) => void;
  /** Ends the step without a word. */
  readonly drop: () => void;
}

/**
 * The command line's only way to write. On a terminal each step that is under
 * way has a line of its own that is written anew; elsewhere, as in a log file,
 * a step writes a line when it begins to wait, at each quarter, and when it ends.
 */
export interface Terminal {
  /** A person reads it now; elsewhere what is written stays, and passwords have no place. */
  readonly live: boolean;
  line(text?: string): void;
  step(name: string): Step;
}

/** A step that tells no percents writes this often. */
const SILENT_MS = 10_000;

/** Writes to `stream`; programs that read standard output get the person's lines on standard error instead. */
export function createTerminal(stream: NodeJS.WriteStream = process.stdout): Terminal {
  const active = new Map<symbol, string>();
  const live = stream.isTTY;
  let drawn = 0;
  const clear = () => {
    if (drawn > 0) stream.write(`\u001b[${drawn}A\r\u001b[J`);
    drawn = 0;
  };
  const draw = () => {
    if (!live) return;
    clear();
    // A terminal that does not tell its width says 0.
    const width = stream.columns > 0 ? stream.columns - 1 : 79;
    for (const text of active.values()) stream.write(`${`  … ${text}`.slice(0, width)}\n`);
    drawn = active.size;
  };
  const line = (text = "") => {
    clear();
    stream.write(`${text}\n`);
    draw();
  };

  return {
    live,
    line,
    step(name) {
      const id = Symbol(name);
      const started = performance.now();
      // Elsewhere a step that is over in a moment says nothing on its way.
      let lastPrinted = started - SILENT_MS + 2_000;
      let lastQuarter = 0;
      const end = (sign: string, text: string) => {
        active.delete(id);
        line(`  ${sign} ${text} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
      };
      return {
        progress(text, percent) {
          const words = percent === undefined ? `${name}: ${text}` : `${name}: ${bar(percent)} ${percent} %  ${text}`;
          const same = active.get(id) === words;
          active.set(id, words);
          if (live) return same ? undefined : draw();
          if (percent === undefined) {
            if (performance.now() - lastPrinted <= SILENT_MS) return;
            lastPrinted = performance.now();
            return line(`  … ${name}: ${text}`);
          }
          const quarter = Math.floor(percent / 25);
          if (quarter <= lastQuarter) return;
          lastQuarter = quarter;
          line(`  … ${name}: ${percent} %`);
        },
        done: (text) => end("✓", text),
        fail: (text) => end("✗", text),
        drop: () => {
          active.delete(id);
          draw();
        },
      };
    },
  };
}

const BAR = 20;

/** How far something is, as a person sees it. */
function bar(percent: number): string {
  const full = Math.round((Math.min(100, percent) / 100) * BAR);
  return "█".repeat(full) + "░".repeat(BAR - full);
}

/** Lines of a table whose columns are as wide as their widest cell. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  return rows.map((row) => `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")}`.trimEnd());
}
