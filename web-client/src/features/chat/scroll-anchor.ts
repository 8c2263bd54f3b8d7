/** Keeps what a reader sees in its place while rows change around it. Rows carry `data-key`. */
export class ScrollAnchor {
  private _scroller: HTMLElement | null = null;
  private _key = "";
  private _top = 0;

  /** Notes the first row in sight and where it stands; nothing while the reader has no place yet. */
  note(scroller: HTMLElement | null): void {
    this._scroller = null;
    if (scroller === null) return;
    const { top } = scroller.getBoundingClientRect();
    for (const row of scroller.querySelectorAll<HTMLElement>("[data-key]")) {
      const box = row.getBoundingClientRect();
      if (box.bottom <= top || row.dataset["key"] === undefined) continue;
      this._scroller = scroller;
      this._key = row.dataset["key"];
      this._top = box.top;
      return;
    }
  }

  /** Brings the noted row back to where it stood, where it is still there. */
  restore(): void {
    const row = this._scroller?.querySelector(`[data-key="${CSS.escape(this._key)}"]`);
    const now = row?.getBoundingClientRect().top;
    if (this._scroller !== null && now !== undefined && now !== this._top) this._scroller.scrollTop += now - this._top;
  }
}
