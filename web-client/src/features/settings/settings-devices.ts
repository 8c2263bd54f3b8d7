import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { confirmed } from "../../components/dialog-confirm.ts";
import { showToast } from "../../components/toasts.ts";
import { formatWhen } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { Poll } from "../../lib/poll.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { deviceName } from "./device-name.ts";
import { settingsStyles } from "./settings-styles.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-skeleton.ts";

type Device = ResponseOf<"GET /api/session/devices">["items"][number];

/** Where the user is signed in, and signing out there: one place, or all but this one. */
@customElement("settings-devices")
export class SettingsDevices extends PorticoElement {
  static override styles = [
    sharedStyles,
    settingsStyles,
    css`
      li {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        padding-block: var(--space-3);
        border-block-end: 1px solid var(--color-line);
      }
      li > ui-icon {
        color: var(--color-text-3);
        --icon-size: 1.25rem;
      }
      li > div {
        flex: 1;
        min-inline-size: 0;
      }
      strong {
        font-weight: var(--weight-medium);
        overflow-wrap: anywhere;
      }
      small {
        display: block;
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
    `,
  ];

  /** Id of the device that is being signed out; empty while all others are. */
  @state() private _ending: string | null = null;
  private readonly _devices = new Poll<readonly Device[]>(this, {
    load: async (signal) => (await api.call("GET /api/session/devices", {}, signal)).items,
    next: () => null,
  });
  protected readonly live = new LiveReload(this, ["session"], () => this._devices.look());

  override render() {
    const { value, error } = this._devices;
    return html`
      <div>
        <h2>${t("settings.devices")}</h2>
        <p class="lead">${t("settings.devices-lead")}</p>
      </div>
      ${
        error === null
          ? nothing
          : html`<ui-banner tone="danger"
              >${errorText(error)}
              <ui-button slot="action" size="small" @click=${this._devices.look}
                >${t("components.retry")}</ui-button
              ></ui-banner
            >`
      }
      ${value === null ? (error === null ? html`<ui-skeleton rows="3"></ui-skeleton>` : nothing) : this._list(value)}
    `;
  }

  private _list(devices: readonly Device[]) {
    const others = devices.filter(({ current }) => !current);
    return html`
      <ul>
        ${devices.map((device) => this._device(device))}
      </ul>
      ${
        others.length === 0
          ? nothing
          : html`<div>
              <ui-button
                variant="danger"
                size="small"
                icon="sign-out"
                .busy=${this._ending === ""}
                @click=${async () => this._endOthers(others.length)}
                >${t("settings.end-others")}</ui-button
              >
            </div>`
      }
    `;
  }

  private _device(device: Device) {
    const { id, current, lastSeenAt } = device;
    const name = this._nameOf(device);
    return html`<li data-device=${id}>
      <ui-icon name="monitor"></ui-icon>
      <div>
        <strong>${name}</strong>
        <small
          >${lastSeenAt === null ? t("settings.never-seen") : t("settings.last-seen", { when: formatWhen(lastSeenAt) })}</small
        >
      </div>
      ${
        current
          ? html`<ui-badge tone="accent">${t("settings.this-device")}</ui-badge>`
          : html`<ui-button size="small" .busy=${this._ending === id} @click=${async () => this._end(device)}
              ><span>${t("settings.end")}<span class="visually-hidden"> · ${name}</span></span></ui-button
            >`
      }
    </li>`;
  }

  private _nameOf({ name, userAgent, id }: Device): string {
    return deviceName(userAgent ?? "") ?? name ?? id;
  }

  private async _end(device: Device): Promise<void> {
    await this._while(device.id, async () => {
      await api.call("DELETE /api/session/devices/{deviceId}", { params: { deviceId: device.id } });
      showToast(t("settings.ended", { name: this._nameOf(device) }));
    });
  }

  private async _endOthers(count: number): Promise<void> {
    const agreed = await confirmed({
      heading: t("settings.end-others-heading"),
      text: t("settings.end-others-text", { count }),
      action: t("settings.end-others"),
      danger: true,
    });
    if (!agreed) return;
    await this._while("", async () => {
      await api.call("DELETE /api/session/devices", {});
      showToast(t("settings.ended-others"));
    });
  }

  private async _while(ending: string, work: () => Promise<void>): Promise<void> {
    if (this._ending !== null) return;
    this._ending = ending;
    try {
      await work();
    } catch (error) {
      showToast(errorText(error), "danger");
    } finally {
      this._ending = null;
      await this._devices.look();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "settings-devices": SettingsDevices;
  }
}
