import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { errorText } from "../../api/error-text.ts";
import { t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { DeviceProblem, Preview } from "../../media/preview.ts";
import { sharedStyles } from "../../styles/shared.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-select.ts";

const kinds = { camera: "videoinput", microphone: "audioinput", speaker: "audiooutput" } as const;
const problems = {
  refused: "meetings.device-refused",
  missing: "meetings.device-missing",
  busy: "meetings.device-busy",
} as const satisfies Record<DeviceProblem, StringKey>;

/** Before joining: how one looks and sounds, and by which devices. Fires `meeting-join` and `meeting-cancel`. */
@customElement("meeting-prejoin")
export class MeetingPrejoin extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        place-items: center;
        min-block-size: 100%;
        padding: var(--space-6) var(--space-4);
        overflow: auto;
      }
      .card {
        display: grid;
        grid-template-columns: minmax(0, 1.35fr) minmax(17rem, 1fr);
        gap: var(--space-8);
        inline-size: min(60rem, 100%);
        align-items: center;
      }
      .picture {
        position: relative;
        aspect-ratio: 16 / 10;
        border-radius: var(--radius-l);
        background: #22272a;
        color: #c9d2cf;
        overflow: hidden;
      }
      video {
        inline-size: 100%;
        block-size: 100%;
        object-fit: cover;
        scale: -1 1;
      }
      .off {
        position: absolute;
        inset: 0;
        display: grid;
        place-content: center;
        justify-items: center;
        gap: var(--space-2);
        padding: var(--space-4);
        text-align: center;
        --icon-size: 2rem;
      }
      .switches {
        position: absolute;
        inset-block-end: var(--space-3);
        inset-inline: 0;
        display: flex;
        justify-content: center;
        gap: var(--space-3);
      }
      .switches button {
        display: grid;
        place-items: center;
        inline-size: 3rem;
        block-size: 3rem;
        border: 0;
        border-radius: var(--radius-full);
        background: #0d1011b8;
        color: #f3f6f5;
        cursor: pointer;
      }
      .switches button[aria-pressed="false"] {
        background: #c9372c;
      }
      .form {
        display: grid;
        gap: var(--space-4);
      }
      h1 {
        font-size: var(--text-2xl);
        line-height: var(--leading-tight);
        overflow-wrap: anywhere;
      }
      .quiet {
        color: var(--color-text-2);
      }
      .level {
        block-size: 0.375rem;
        border-radius: var(--radius-full);
        background: var(--color-neutral-soft);
        overflow: hidden;
      }
      .level span {
        display: block;
        block-size: 100%;
        border-radius: inherit;
        background: var(--color-accent);
        transition: inline-size 80ms linear;
      }
      .microphone {
        display: grid;
        gap: var(--space-2);
      }
      .speaker {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: end;
        gap: var(--space-2);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        padding-block-start: var(--space-2);
      }
      @media (max-width: 52rem) {
        .card {
          grid-template-columns: minmax(0, 1fr);
          gap: var(--space-5);
        }
      }
    `,
  ];

  @property({ attribute: false }) preview!: Preview;
  @property() heading = "";
  @property() text = "";
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) failure: unknown = null;
  @state() private _shown: HTMLVideoElement | null = null;

  override render() {
    const { preview } = this;
    const { cameraOn, microphoneOn } = preview.choice.value;
    return html`<div class="card">
      <div class="picture">
        ${
          preview.video.value === null
            ? html`<div class="off">
                <ui-icon name="video-off"></ui-icon>
                <span>${this._why(preview.cameraProblem.value, t("meetings.camera-off"))}</span>
              </div>`
            : html`<video autoplay playsinline muted aria-label=${t("meetings.preview")}></video>`
        }
        <div class="switches">
          ${this._switch("microphone", microphoneOn && preview.microphoneProblem.value === null)}
          ${this._switch("camera", cameraOn && preview.cameraProblem.value === null)}
        </div>
      </div>
      <div class="form">
        <div>
          <h1>${this.heading}</h1>
          <p class="quiet">${this.text}</p>
        </div>
        ${this.failure === null ? nothing : html`<ui-banner tone="danger">${errorText(this.failure)}</ui-banner>`}
        ${this._devices()}
        <div class="actions">
          <ui-button variant="primary" .busy=${this.busy} @click=${() => this._fire("meeting-join")}
            >${t("meetings.join-now")}</ui-button
          >
          <ui-button @click=${() => this._fire("meeting-cancel")}>${t("components.cancel")}</ui-button>
        </div>
      </div>
    </div>`;
  }

  private _devices() {
    const { preview } = this;
    return html`
      ${this._select("camera", t("meetings.camera"))}
      <div class="microphone">
        ${this._select("microphone", t("meetings.microphone"))}
        ${
          preview.microphoneProblem.value === null
            ? html`<div
                class="level"
                role="meter"
                aria-label=${t("meetings.level")}
                aria-valuemin="0"
                aria-valuemax="1"
                aria-valuenow=${preview.level.value}
              >
                <span .style=${`inline-size:${preview.level.value * 100}%`}></span>
              </div>`
            : html`<p class="quiet">${this._why(preview.microphoneProblem.value, "")}</p>`
        }
      </div>
      <div class="speaker">
        ${this._select("speaker", t("meetings.speaker"))}
        <ui-button @click=${async () => preview.testSpeaker()}>${t("meetings.test-speaker")}</ui-button>
      </div>
    `;
  }

  private _switch(kind: "camera" | "microphone", on: boolean) {
    const label = on ? t(`meetings.turn-off-${kind}`) : t(`meetings.turn-on-${kind}`);
    const icon = kind === "camera" ? (on ? "video" : "video-off") : on ? "microphone" : "microphone-off";
    return html`<button
      type="button"
      aria-pressed=${on}
      aria-label=${label}
      title=${label}
      @click=${async () => (kind === "camera" ? this.preview.setCamera(!on) : this.preview.setMicrophone(!on))}
    >
      <ui-icon .name=${icon}></ui-icon>
    </button>`;
  }

  private _select(kind: keyof typeof kinds, label: string) {
    const found = this.preview.devices.value.filter((device) => device.kind === kinds[kind] && device.deviceId !== "");
    const options = found.map((device, at) => ({
      value: device.deviceId,
      label: device.label || `${label} ${at + 1}`,
    }));
    const chosen = this.preview.choice.value[kind];
    const known = options.some(({ value }) => value === chosen);
    // One device needs no choice of "usual".
    const shown =
      known || options.length === 1
        ? options
        : [{ value: chosen, label: t("meetings.usual-device") }, ...options.filter(({ value }) => value !== "default")];
    return html`<ui-select
      .label=${label}
      .options=${shown}
      .value=${known ? chosen : (shown[0]?.value ?? chosen)}
      @change=${(event: Event) => void this.preview.use(kind, (event.currentTarget as HTMLInputElement).value)}
    ></ui-select>`;
  }

  private _why(problem: DeviceProblem | null, otherwise: string): string {
    return problem === null ? otherwise : t(problems[problem]);
  }

  protected override updated(): void {
    const video = this.renderRoot.querySelector("video");
    const track = this.preview.video.peek();
    if (video !== null && track !== null) track.attach(video);
    if (this._shown !== video) this._shown = video;
  }

  private _fire(name: "meeting-join" | "meeting-cancel"): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "meeting-prejoin": MeetingPrejoin;
  }
}
