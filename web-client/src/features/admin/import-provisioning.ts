import { css, html, nothing } from "lit";
import type { PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { formatNumber } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { Poll } from "../../lib/poll.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { stuckText } from "./finding-text.ts";
import { sectionStyles } from "./section-styles.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-progress.ts";
import "../../components/ui-skeleton.ts";

type Provisioning = ResponseOf<"GET /api/directory/provisioning">;

const parts = ["accounts", "rooms", "memberships"] as const;
/** Milliseconds between looks while something is under way, and while nothing is. */
const often = 2000;
const seldom = 15_000;

const isComplete = (state: Provisioning): boolean => parts.every((part) => state[part].done >= state[part].wanted);

/** How fast it goes on and how long that takes, in words. */
function paceText({ done, wanted, rate }: Provisioning["accounts"]): string {
  const pace = t("admin.provisioning-rate", { rate: formatNumber(rate) });
  const minutes = Math.ceil((wanted - done) / rate / 60);
  return minutes <= 0 ? pace : t("admin.provisioning-remaining", { pace, minutes });
}

/** How far accounts, rooms and memberships have followed the directory. */
@customElement("import-provisioning")
export class ImportProvisioning extends PorticoElement {
  static override styles = [
    sharedStyles,
    sectionStyles,
    css`
      .bars {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr));
        gap: var(--space-6);
      }
      .rate {
        margin-block-start: var(--space-1);
        color: var(--color-text-3);
        font-size: var(--text-xs);
        font-variant-numeric: tabular-nums;
      }
      ui-banner {
        margin-block-end: var(--space-3);
      }
    `,
  ];

  /** Changes when an import was applied. */
  @property({ type: Number }) applied = 0;

  private readonly _state = new Poll<Provisioning>(this, {
    load: async (signal) => api.call("GET /api/directory/provisioning", {}, signal),
    next: (value) => (value !== null && isComplete(value) ? seldom : often),
  });
  protected readonly live = new LiveReload(this, ["imports"], this._state.look);

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("applied") && this.applied > 0) void this._state.look();
  }

  override render() {
    const { value, error } = this._state;
    return html`<section>
      <h2>${t("admin.provisioning")}</h2>
      <p class="lead">${value !== null && isComplete(value) ? t("admin.provisioned") : t("admin.provisioning-lead")}</p>
      ${error === null ? nothing : html`<ui-banner tone="warning">${errorText(error)}</ui-banner>`}
      ${
        value === null || value.problem === null
          ? nothing
          : html`<ui-banner tone="warning">${stuckText(value.problem)}</ui-banner>`
      }
      ${
        value === null
          ? html`<ui-skeleton rows="1"></ui-skeleton>`
          : html`<div class="bars">
              ${parts.map(
                (part) =>
                  html`<div>
                    <ui-progress
                      .label=${t(`admin.${part}`)}
                      .value=${value[part].done}
                      .max=${value[part].wanted}
                    ></ui-progress>
                    ${value[part].rate > 0 ? html`<p class="rate">${paceText(value[part])}</p>` : nothing}
                  </div>`,
              )}
            </div>`
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "import-provisioning": ImportProvisioning;
  }
}
