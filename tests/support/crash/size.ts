import type { Load } from "./work.ts";

/** `npm test -- faults --rounds 20` sets the full size; without it a short round of each fault keeps the suite quick. */
export const rounds = Number(process.env["PORTICO_FAULT_ROUNDS"] ?? "0");
export const fullSize = rounds > 0;
export const load: Load = fullSize
  ? { messages: 500, changes: 200, breathMs: 400 }
  : { messages: 100, changes: 20, breathMs: 200 };
/** What is random in a round follows from its seed: `--seed N` starts from that one again. */
export const firstSeed = Number(process.env["PORTICO_FAULT_SEED"] ?? Math.floor(Math.random() * 1e9));
export const ROUND_MS = 15 * 60_000;
