import { css } from "lit";
import type { CSSResultGroup } from "lit";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import type { DialogElement } from "./show-dialog.ts";

/**
 * Base of a feature's dialog, which renders one `<ui-dialog @ui-close=${this.done}>`
 * and is shown with `showDialog`.
 */
export abstract class DialogBase<Result> extends PorticoElement implements DialogElement<Result> {
  static override styles: CSSResultGroup = [
    sharedStyles,
    css`
      .stack {
        display: grid;
        gap: var(--space-4);
      }
      .quiet {
        color: var(--color-text-2);
      }
    `,
  ];

  readonly result: Promise<Result | null>;
  private _settle: (result: Result | null) => void = () => {};
  protected outcome: Result | null = null;

  constructor() {
    super();
    this.result = new Promise<Result | null>((resolve) => {
      this._settle = resolve;
    });
  }

  protected override firstUpdated(): void {
    void this.renderRoot.querySelector("ui-dialog")?.show();
  }

  /** Closes; with a result, that is what `showDialog` gives. Without one the user gave up. */
  protected close(result?: unknown): void {
    // As a click handler it gets an event, which is no result.
    if (result !== undefined && !(result instanceof Event)) this.outcome = result as Result;
    this.renderRoot.querySelector("ui-dialog")?.close();
  }

  /** For `@ui-close`: the dialog has closed, by whatever way. */
  protected done(): void {
    this._settle(this.outcome);
  }
}
