import { effect, untracked } from "@preact/signals-core";
import { LitElement } from "lit";

/**
 * Base of every element: a signal read while rendering makes the element render
 * again when the signal changes. This is how a new language reaches every
 * element without a reload.
 */
export class PorticoElement extends LitElement {
  private _unwatch: (() => void) | undefined;

  protected override performUpdate(): void {
    if (!this.isUpdatePending) return;
    this._unwatch?.();
    let rendering = true;
    this._unwatch = effect(() => {
      if (rendering) super.performUpdate();
      // Nothing is read on this second run, so the effect sleeps until the next rendering renews it.
      else untracked(() => this.requestUpdate());
      rendering = false;
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // What changed while the element was away was not watched.
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._unwatch?.();
    this._unwatch = undefined;
  }
}
