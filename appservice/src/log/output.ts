import { writeSync } from "node:fs";

interface LogOutput {
  write(line: string): void;
}

/**
 * Writes lines to a descriptor. The logger's own output waits until a full disk
 * takes the line, and the whole service with it; here a line that cannot be
 * written is given up, and the next one that can be comes after how many were lost.
 */
export function createLogOutput(descriptor: number): LogOutput {
  let lost = 0;
  let cut = false;

  function put(text: string): boolean {
    const bytes = Buffer.from(cut ? `\n${text}` : text);
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(descriptor, bytes, done);
      cut = false;
      return true;
    } catch {
      // There is nowhere to say so but here.
      cut ||= done > 0;
      return false;
    }
  }

  return {
    write(line) {
      if (lost > 0 && put(lossLine(lost))) lost = 0;
      if (lost > 0 || !put(line)) lost += 1;
    },
  };
}

const lossLine = (lost: number): string =>
  `${JSON.stringify({ level: "warn", time: new Date().toISOString(), lost, msg: "lines of this log could not be written" })}\n`;
