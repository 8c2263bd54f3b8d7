/** Rows in the page at a time: some four screens. */
const SIZE = 120;
/** Rows by which the window moves. */
const STEP = 40;

/**
 * Which part of a long list of rows is in the page. It follows the end until
 * the reader leaves it; after that it stays with the rows he sees, whatever is
 * put before or behind them.
 */
export class RowWindow {
  from = 0;
  to = 0;
  private _keys: readonly string[] = [];

  get atStart(): boolean {
    return this.from === 0;
  }

  get atEnd(): boolean {
    return this.to === this._keys.length;
  }

  /** Takes a new list. `follow` keeps the end in the window. */
  take(keys: readonly string[], follow: boolean): void {
    const size = Math.max(this.to - this.from, SIZE);
    // The first row may be gone (an unread line moves, a gap empties the list): the next one known stands for it.
    const first = this._keys.slice(this.from, this.to).find((key) => keys.includes(key));
    this._keys = keys;
    const at = first === undefined ? -1 : keys.indexOf(first);
    if (follow || at === -1) this.toEnd();
    else this._set(at, at + size);
  }

  toEnd(): void {
    this._set(this._keys.length - SIZE, this._keys.length);
  }

  /** Moves towards older rows; false when there are none. */
  back(): boolean {
    if (this.atStart) return false;
    const from = Math.max(0, this.from - STEP);
    this._set(from, Math.min(this.to, from + SIZE + STEP));
    return true;
  }

  /** Moves towards newer rows; false when there are none. */
  forward(): boolean {
    if (this.atEnd) return false;
    const to = Math.min(this._keys.length, this.to + STEP);
    this._set(Math.max(this.from, to - SIZE - STEP), to);
    return true;
  }

  /** Moves so that a row is in the middle; false when it is not in the list. */
  show(key: string): boolean {
    const at = this._keys.indexOf(key);
    if (at === -1) return false;
    if (at < this.from || at >= this.to) this._set(at - SIZE / 2, at + SIZE / 2);
    return true;
  }

  private _set(from: number, to: number): void {
    this.from = Math.max(0, from);
    this.to = Math.min(this._keys.length, Math.max(to, this.from));
  }
}
