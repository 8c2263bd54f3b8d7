/** One step that a person watches. */
export interface Step {
  /** Says what is being done now. */
  readonly progress: (text: string) => void;
  /** Ends the step; the time it took is printed. */
  readonly done: (text: string) => void;
  readonly fail: (text: string) => void;
  /** Ends the step without a word. */
  readonly drop: () => void;
}

/**
 * The command line's only way to write. On a terminal the steps that are under
 * way share one line that is written anew; elsewhere a step writes a line when
 * it begins to wait and when it ends.
 */
export interface Terminal {
  line(text?: string): void;
  step(name: string): Step;
}

/** Writes to `stream`; programs that read standard output get the person's lines on standard error instead. */
export function createTerminal(stream: NodeJS.WriteStream = process.stdout): Terminal {
  const active = new Map<symbol, string>();
  const live = stream.isTTY;
  let drawn = false;
  const clear = () => {
    if (drawn) stream.write("\r\u001b[K");
    drawn = false;
  };
  const draw = () => {
    clear();
    if (!live || active.size === 0) return;
    const text = `  … ${[...active.values()].join(" · ")}`;
    stream.write(text.slice(0, Math.max(20, (stream.columns ?? 80) - 1)));
    drawn = true;
  };
  const line = (text = "") => {
    clear();
    stream.write(`${text}\n`);
    draw();
  };
  return {
    line,
    step(name) {
      const id = Symbol(name);
      const started = performance.now();
      // Elsewhere a step that is over in a moment says nothing on its way.
      let lastPrinted = started - 8_000;
      const end = (sign: string, text: string) => {
        active.delete(id);
        line(`  ${sign} ${text} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
      };
      return {
        progress(text) {
          active.set(id, `${name}: ${text}`);
          if (live) draw();
          else if (performance.now() - lastPrinted > 10_000) {
            lastPrinted = performance.now();
            line(`  … ${name}: ${text}`);
          }
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

/** Lines of a table whose columns are as wide as their widest cell. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  return rows.map((row) => `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")}`.trimEnd());
}
