import type { ReactiveController, ReactiveControllerHost } from "lit";

interface PollOptions<Value> {
  readonly load: (signal: AbortSignal) => Promise<Value>;
  /** Milliseconds until the next look, or null when there is nothing more to wait for. */
  readonly next: (value: Value | null) => number | null;
}

/** Asks for a value again and again while its element is on the page and the page can be seen. */
export class Poll<Value> implements ReactiveController {
  value: Value | null = null;
  /** Why the last look failed; the value before it stays. */
  error: unknown = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _abort = new AbortController();
  private _connected = false;
  private readonly _host: ReactiveControllerHost;
  private readonly _options: PollOptions<Value>;

  constructor(host: ReactiveControllerHost, options: PollOptions<Value>) {
    this._host = host;
    this._options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this._connected = true;
    document.addEventListener("visibilitychange", this._onVisibility);
    void this.look();
  }

  hostDisconnected(): void {
    this._connected = false;
    document.removeEventListener("visibilitychange", this._onVisibility);
    clearTimeout(this._timer);
    this._abort.abort();
  }

  /** Looks now; an element that has left the page does not. */
  readonly look = async (): Promise<void> => {
    if (!this._connected) return;
    clearTimeout(this._timer);
    this._abort.abort();
    const abort = new AbortController();
    this._abort = abort;
    try {
      const value = await this._options.load(abort.signal);
      if (abort.signal.aborted) return;
      this.value = value;
      this.error = null;
    } catch (error) {
      if (abort.signal.aborted) return;
      this.error = error;
    }
    this._host.requestUpdate();
    const pause = this._options.next(this.value);
    if (pause !== null) this._timer = setTimeout(() => void this.look(), pause);
  };

  private readonly _onVisibility = (): void => {
    if (document.visibilityState === "visible") void this.look();
    else clearTimeout(this._timer);
  };
}
