import { pino, type Logger } from "pino";
import { createLogOutput } from "./output.ts";

export type Log = Logger;

const STANDARD_OUTPUT = 1;

/** Structured lines on standard output; secrets that may travel in known fields are removed. */
export function createLog(level: "debug" | "info" | "warn" | "error" | "fatal"): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ["*.authorization", "*.cookie", "*.access_token", "*.token", "*.password", "*.link", "*.loginToken"],
        censor: "[removed]",
      },
    },
    createLogOutput(STANDARD_OUTPUT),
  );
}
