import { property } from "lit/decorators.js";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { Whole } from "./types.ts";

/** A part of a partner's page: gets the whole, and tells the page when it changed something. */
export abstract class PartnerPart extends PorticoElement {
  @property({ attribute: false }) whole!: Whole;

  protected get params(): { readonly partnerId: string } {
    return { partnerId: this.whole.partner.id };
  }

  protected get inForce(): boolean {
    return this.whole.partner.state === "accepted";
  }

  /** Whether the reader may do it and the agreement lets them. */
  protected may(ability: Whole["abilities"][number]): boolean {
    return this.whole.abilities.includes(ability);
  }

  protected changed(): void {
    this.dispatchEvent(new CustomEvent("partner-changed", { bubbles: true, composed: true }));
  }

  /** Does something at once; what goes wrong is said. */
  protected async doing(work: () => Promise<unknown>, done?: string): Promise<void> {
    try {
      await work();
      if (done !== undefined) showToast(done);
    } catch (error) {
      showToast(errorText(error), "danger");
    }
    this.changed();
  }
}
