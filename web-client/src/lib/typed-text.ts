import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Milliseconds without a key before what was typed counts. */
const typingPause = 200;

/** What somebody typed into a search field, once he pauses. */
export class TypedText implements ReactiveController {
  /** Without spaces at both ends. */
  text = "";
  private readonly _host: ReactiveControllerHost;
  private _timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this._host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this._timer);
  }

  readonly onInput = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      this.text = value.trim();
      this._host.requestUpdate();
    }, typingPause);
  };
}
