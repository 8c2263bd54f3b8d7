/** Milliseconds between two notices; others forget one after twenty seconds. */
const EVERY = 8000;

/** Tells others that somebody is typing, seldom enough, and when he is done. */
export class TypingNotice {
  private readonly _say: (typing: boolean) => void;
  private _saidAt = 0;

  constructor(say: (typing: boolean) => void) {
    this._say = say;
  }

  /** To be called at every key. */
  begin(): void {
    const now = Date.now();
    if (now - this._saidAt < EVERY) return;
    this._saidAt = now;
    this._say(true);
  }

  /** Said, or given up: others need not wait until the notice runs out. */
  stop(): void {
    if (this._saidAt === 0) return;
    this._saidAt = 0;
    this._say(false);
  }
}
