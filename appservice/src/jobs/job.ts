import type { z } from "zod";

/** A kind of background work: its name, in the imperative, and what it is told. */
export interface JobKind<Data extends object> {
  readonly name: string;
  readonly data: z.ZodType<Data>;
}

/** A kind of background work with who does it, as the queue sees it. */
export interface Job {
  readonly name: string;
  /** When it runs by itself: a cron expression with five fields, in UTC. */
  readonly cron: string | null;
  /**
   * Does the work. Whatever it throws is tried again after a growing pause, and
   * a crash in the middle as well, so doing it twice must come to the same.
   */
  readonly handle: (data: unknown, signal: AbortSignal) => Promise<void>;
}

/** Names a kind of work, for those who send it and the one who does it. */
export const jobKind = <Data extends object>(name: string, data: z.ZodType<Data>): JobKind<Data> => ({ name, data });

/** Declares who does a kind of work; its data are checked again, because they may have been sent by an older release. */
export const defineJob = <Data extends object>(
  kind: JobKind<Data>,
  handle: (data: Data, signal: AbortSignal) => Promise<void>,
): Job => ({ name: kind.name, cron: null, handle: (data, signal) => handle(kind.data.parse(data), signal) });

/** Declares work that a clock starts. A start that was missed while the service stood still is made up for once. */
export const defineTimer = (name: string, cron: string, handle: (signal: AbortSignal) => Promise<void>): Job => ({
  name,
  cron,
  handle: (_data, signal) => handle(signal),
});
