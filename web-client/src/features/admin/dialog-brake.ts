import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { DialogBase } from "../../components/dialog-base.ts";
import { t } from "../../i18n/i18n.ts";
import type { ImportReport } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-input.ts";

export type Brake = ImportReport["brakes"][number];
/** The numbers as they were typed. */
export type Confirmation = Partial<Record<Brake["what"], number>>;

/** More would go than may go unasked: asks for the number of each kind to be typed. */
@customElement("dialog-brake")
export class DialogBrake extends DialogBase<Confirmation> {
  @property({ attribute: false }) brakes: readonly Brake[] = [];
  @state() private _typed: Readonly<Confirmation> = {};

  override render() {
    const sound = this.brakes.every(({ what, leaving }) => this._typed[what] === leaving);
    return html`<ui-dialog .heading=${t("admin.brake-heading")} @ui-close=${this.done}>
      <div class="stack">
        <ui-banner tone="danger">${t("admin.brake-text")}</ui-banner>
        ${this.brakes.map(
          ({ what, leaving, total }) =>
            html`<ui-input
              .label=${t(`admin.brake-${what}`, { leaving, total })}
              .hint=${t("admin.brake-hint", { leaving })}
              autocomplete="off"
              @input=${(event: Event) => this._onInput(what, event)}
            ></ui-input>`,
        )}
      </div>
      <ui-button slot="footer" @click=${this.close}>${t("components.cancel")}</ui-button>
      <ui-button slot="footer" variant="danger" ?disabled=${!sound} @click=${() => this.close({ ...this._typed })}
        >${t("admin.apply-anyway")}</ui-button
      >
    </ui-dialog>`;
  }

  private _onInput(what: Brake["what"], event: Event): void {
    const text = (event.target as HTMLInputElement).value.trim();
    const { [what]: _before, ...others } = this._typed;
    this._typed = /^\d+$/.test(text) ? { ...others, [what]: Number(text) } : others;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-brake": DialogBrake;
  }
}
