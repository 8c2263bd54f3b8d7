import type { LiveTopic } from "@portico/contract/live-topics.ts";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { onLive } from "./live.ts";

/** Changes that come together are read once; and not everybody asks in the same moment. In milliseconds. */
const gather = 100;
const spread = 400;

/**
 * Reads anew what an element shows when it changed elsewhere, one reading after
 * the other. A window that nobody sees waits until somebody does.
 */
export class LiveReload implements ReactiveController {
  private readonly _topics: readonly LiveTopic[];
  private readonly _reload: () => unknown;
  private _off: (() => void) | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _due = false;
  private _reading = false;

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
    this._off = null;
    document.removeEventListener("visibilitychange", this._schedule);
    clearTimeout(this._timer);
    this._timer = undefined;
  }

  private readonly _schedule = (): void => {
    if (this._off === null || !this._due || this._reading || this._timer !== undefined) return;
    if (document.visibilityState === "hidden") return;
    this._timer = setTimeout(() => void this._read(), gather + Math.random() * spread);
  };

  private async _read(): Promise<void> {
    this._timer = undefined;
    this._due = false;
    this._reading = true;
    try {
      await this._reload();
    } finally {
      this._reading = false;
      this._schedule();
    }
  }
}
