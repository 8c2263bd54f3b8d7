import type { Installation } from "../installation.ts";
import type { PortClaim } from "../ports.ts";
import type { ProcessKeeper } from "../processes/keeper.ts";
import type { Notice } from "../processes/service.ts";
import type { Secrets } from "../secrets.ts";

export const engineNames = ["postgres", "synapse", "livekit", "appservice", "bridges", "web"] as const;
export type EngineName = (typeof engineNames)[number];

/** What every engine works with. */
export interface EngineContext {
  readonly installation: Installation;
  readonly secrets: Secrets;
  readonly keeper: ProcessKeeper;
  /** Fires when the person stops; whatever is under way ends then. */
  readonly signal: AbortSignal;
}

/** Receives what is being done now, in a few words, and how much of it is done where that is known. */
export type Progress = (text: string, percent?: number) => void;

/**
 * One program that Portico needs. All of its methods may be called again after
 * an interruption: a half-done install or start is repaired, never built upon.
 */
export interface Engine {
  readonly name: EngineName;
  /** As a person knows it. */
  readonly title: string;
  /** Engines that must be healthy before this one starts. */
  readonly after: readonly EngineName[];
  /** The ports that it will listen on; none when it runs elsewhere. */
  readonly ports: readonly PortClaim[];
  /** Its address when it runs elsewhere and is only used, not started. */
  readonly external: string | undefined;
  /** Everything else works without it: while it is installed the start goes on, and when that fails as well. */
  readonly dispensable: boolean;
  /** The version that is installed; undefined when there is none. */
  find(): Promise<string | undefined>;
  /** Installs it unless it is there, and resolves to its version. Rejects with the remedy in words. */
  install(progress: Progress): Promise<string>;
  /** Starts it, waits until it is healthy and prepares what the others need of it; `notice` hears of later crashes. */
  start(progress: Progress, notice: Notice): Promise<void>;
  /** Rejects with the reason when it does not answer as it should. */
  health(): Promise<void>;
  stop(): Promise<void>;
}
