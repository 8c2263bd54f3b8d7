import { signal } from "@preact/signals-core";
import type { ReadonlySignal } from "@preact/signals-core";
import type { Connection } from "./model.ts";
import type { Wake } from "./wake.ts";

/** Pauses between probes of a silent homeserver grow to 2^3 seconds. */
const LONGEST_PROBE = 3;

/** Whether the homeserver answers, by what is heard of each request. */
export class ConnectionWatch {
  readonly state: ReadonlySignal<Connection>;
  private readonly _state = signal<Connection>("connecting");
  private readonly _wake: Wake;
  private readonly _probe: () => Promise<unknown>;
  private _probing = false;

  /** `probe` asks the homeserver a small question and does not reject; `wake` hears of the first answer. */
  constructor(wake: Wake, probe: () => Promise<unknown>) {
    this.state = this._state;
    this._wake = wake;
    this._probe = probe;
  }

  /** A request was answered, or was not. */
  heard(answer: boolean): void {
    const before = this._state.peek();
    if (before === "ended") return;
    this._state.value = answer ? "online" : "offline";
    if (answer && before !== "online") this._wake.now();
    if (!answer) void this._ask();
  }

  /** The homeserver no longer knows the session. */
  end(): void {
    this._state.value = "ended";
  }

  /** Sync asks again only after seconds and then waits for news; a small question finds an answering server sooner. */
  private async _ask(): Promise<void> {
    if (this._probing) return;
    this._probing = true;
    for (let attempt = 1; this._state.peek() === "offline"; attempt += 1) {
      await this._wake.after(Math.min(attempt, LONGEST_PROBE), null);
      if (this._state.peek() !== "offline") break;
      await this._probe();
    }
    this._probing = false;
  }
}
