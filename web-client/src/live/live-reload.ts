import type { LiveTopic } from "@portico/contract/live-topics.ts";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { onLive } from "./live.ts";

/** Changes that come together are read once; and not everybody asks in the same moment. In milliseconds. */
const gather = 100;
const spread = 400;

/**
 * Reads anew what an element shows when it changed elsewhere. A window that
 * nobody sees waits until somebody does.
 */
export class LiveReload implements ReactiveController {
  private readonly _topics: readonly LiveTopic[];
  private readonly _reload: () => unknown;
  private _off: (() => void) | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _due = false;

  constructor(host: ReactiveControllerHost, topics: readonly LiveTopic[], reload: () => unknown) {
    this._topics = topics;
    this._reload = reload;
    host.addController(this);
  }

  hostConnected(): void {
    this._off = onLive(this._topics, () => {
      this._due = true;
      this._schedule();
    });
    document.addEventListener("visibilitychange", this._schedule);
  }

  hostDisconnected(): void {
    this._off?.();
    document.removeEventListener("visibilitychange", this._schedule);
    clearTimeout(this._timer);
    this._timer = undefined;
  }

  private readonly _schedule = (): void => {
    if (!this._due || this._timer !== undefined || document.visibilityState === "hidden") return;
    this._timer = setTimeout(
      () => {
        this._timer = undefined;
        this._due = false;
        this._reload();
      },
      gather + Math.random() * spread,
    );
  };
}
