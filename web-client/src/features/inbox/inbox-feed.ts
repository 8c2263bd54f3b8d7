import type { ReactiveController, ReactiveControllerHost } from "lit";
import { api } from "../../api/client.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { atService, serviceProblem } from "./waiting.ts";

/** Things become due without a change; in milliseconds. */
const every = 300_000;

/** Keeps what waits for the user up to date, for as long as its host is on the page. */
export class InboxFeed implements ReactiveController {
  protected readonly live: LiveReload;
  private _timer: ReturnType<typeof setInterval> | undefined;
  private _abort = new AbortController();

  constructor(host: ReactiveControllerHost) {
    this.live = new LiveReload(host, ["inbox"], readInbox);
    host.addController(this);
  }

  hostConnected(): void {
    this._abort = new AbortController();
    this._timer = setInterval(() => void readInbox(this._abort.signal), every);
    void readInbox(this._abort.signal);
  }

  hostDisconnected(): void {
    clearInterval(this._timer);
    this._abort.abort();
    // Nothing of one account is shown to the next.
    atService.value = null;
    serviceProblem.value = null;
  }
}

/** Asks what waits; an answer that does not come leaves what is known. */
export async function readInbox(signal?: AbortSignal): Promise<void> {
  try {
    const answer = await api.call("GET /api/inbox", {}, signal);
    if (signal?.aborted === true) return;
    atService.value = answer;
    serviceProblem.value = null;
  } catch (error) {
    if (signal?.aborted !== true) serviceProblem.value = error;
  }
}
