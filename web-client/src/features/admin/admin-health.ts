import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import type { Tone } from "../../components/ui-badge.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";
import { Poll } from "../../lib/poll.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { findingText } from "./finding-text.ts";
import { sectionStyles } from "./section-styles.ts";
import type { HealthCheck } from "./types.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-skeleton.ts";

type Health = ResponseOf<"GET /api/admin/health">;

/** Milliseconds between looks. */
const pause = 10_000;

const tones: Readonly<Record<HealthCheck["state"], Tone>> = { ok: "success", degraded: "warning", down: "danger" };
/** Parts that have a name for people; others are shown as the service calls them. */
const partNames: Partial<Record<string, StringKey>> = {
  database: "admin.part.database",
  homeserver: "admin.part.homeserver",
  policy: "admin.part.policy",
  events: "admin.part.events",
  provisioning: "admin.part.provisioning",
  outbox: "admin.part.outbox",
  jobs: "admin.part.jobs",
  meetings: "admin.part.meetings",
  clocks: "admin.part.clocks",
  disk: "admin.part.disk",
  backup: "admin.part.backup",
  restored: "admin.part.restored",
};
const icons = { ok: "success", degraded: "warning", down: "error" } as const;

/** How each part of the installation is doing, kept fresh. */
@customElement("admin-health")
export class AdminHealth extends PorticoElement {
  static override styles = [
    sharedStyles,
    sectionStyles,
    css`
      ul {
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        overflow: hidden;
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        padding: var(--space-3) var(--space-4);
      }
      li + li {
        border-block-start: 1px solid var(--color-line);
      }
      li > div {
        flex: 1;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      li strong {
        display: block;
        font-weight: var(--weight-medium);
      }
      li span {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .ok {
        color: var(--color-success-text);
      }
      .degraded {
        color: var(--color-warning-text);
      }
      .down {
        color: var(--color-danger-text);
      }
      .line {
        margin-block-end: var(--space-3);
      }
      ui-banner {
        margin-block-end: var(--space-3);
      }
      @media (max-width: 45rem) {
        .line .quiet {
          order: 1;
          flex-basis: 100%;
        }
      }
    `,
  ];

  private readonly _health = new Poll<Health>(this, {
    load: async (signal) => api.call("GET /api/admin/health", {}, signal),
    next: () => pause,
  });
  protected readonly live = new LiveReload(this, ["health"], this._health.look);

  override render() {
    const { value, error } = this._health;
    return html`<section>
      <div class="line">
        <h2>${value === null ? t("admin.health") : this._verdict(value)}</h2>
        <span class="grow"></span>
        ${
          value === null
            ? nothing
            : html`<span class="quiet">${t("admin.looked-at", { time: formatDate(value.at, "time") })}</span>`
        }
        <ui-button size="small" icon="refresh" @click=${this._health.look}>${t("admin.look-again")}</ui-button>
      </div>
      ${error === null ? nothing : html`<ui-banner tone="danger">${errorText(error)}</ui-banner>`}
      ${
        value === null
          ? html`<ui-skeleton rows="5"></ui-skeleton>`
          : html`<ul>
              ${value.checks.map((check) => this._check(check))}
            </ul>`
      }
    </section>`;
  }

  private _verdict({ checks }: Health): string {
    if (checks.some(({ state }) => state === "down")) return t("admin.health-down");
    if (checks.some(({ state }) => state === "degraded")) return t("admin.health-degraded");
    return t("admin.health-ok");
  }

  private _check(check: HealthCheck) {
    const { name, state } = check;
    const partName = partNames[name];
    return html`<li>
      <ui-icon class=${state} .name=${icons[state]}></ui-icon>
      <div><strong>${partName === undefined ? name : t(partName)}</strong><span>${findingText(check)}</span></div>
      <ui-badge .tone=${tones[state]}>${t(`admin.state.${state}`)}</ui-badge>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "admin-health": AdminHealth;
  }
}
