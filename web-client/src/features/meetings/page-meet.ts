import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { formText } from "../../lib/form-text.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { CallSource } from "../../media/call.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { currentMeeting, meetingFills, openMeeting } from "./current-meeting.ts";
import { guestEntry } from "./guest-entry.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-input.ts";
import "../../components/ui-spinner.ts";
import "../../components/ui-toaster.ts";

type Preview = ResponseOf<"POST /api/meeting-links/preview">;
type EntryState = ResponseOf<"POST /api/meeting-links/state">["state"];
type Step = "loading" | "name" | "waiting" | "not-started" | "denied" | "invalid" | "inside" | "left";

const ASK_MS = 2_000;

const steps: Readonly<Record<Exclude<EntryState, "admitted">, Step>> = {
  waiting: "waiting",
  "not-started": "not-started",
  denied: "denied",
  removed: "denied",
  over: "invalid",
};

/** By link into a meeting, without an account: the name, the lobby, and the call; nothing else of the company. */
@customElement("page-meet")
export class PageMeet extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        place-items: center;
        min-block-size: 100dvh;
        padding: var(--space-4);
        background: var(--color-canvas);
      }
      main {
        display: grid;
        gap: var(--space-5);
        inline-size: min(26rem, 100%);
        padding: var(--space-8);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        background: var(--color-surface);
        box-shadow: var(--shadow-2);
      }
      .company {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        font-weight: var(--weight-bold);
      }
      h1 {
        font-size: var(--text-2xl);
        line-height: var(--leading-tight);
      }
      form {
        display: grid;
        gap: var(--space-4);
      }
      .quiet {
        color: var(--color-text-2);
      }
      .note {
        color: var(--color-text-3);
        font-size: var(--text-s);
      }
      .wait {
        display: grid;
        justify-items: center;
        gap: var(--space-3);
        padding-block: var(--space-6);
        text-align: center;
        --icon-size: 2rem;
      }
      @media (max-width: 30rem) {
        main {
          padding: var(--space-5);
        }
      }
    `,
  ];

  @state() private _step: Step = "loading";
  @state() private _preview: Preview | null = null;
  @state() private _failure: unknown = null;
  @state() private _wrongName = false;
  @state() private _busy = false;
  private _name = "";
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _token = location.hash.slice(1);

  override connectedCallback(): void {
    super.connectedCallback();
    void this._load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this._timer);
    guestEntry.value = null;
  }

  override render() {
    const meeting = currentMeeting.value;
    if (this._step === "inside" && meeting !== null)
      return html`<meeting-view .wanted=${meeting} @meeting-closed=${() => (this._step = "left")}></meeting-view>
        <ui-toaster></ui-toaster>`;
    return html`<main>
        ${
          this._preview === null
            ? nothing
            : html`<div class="company">
                <ui-avatar square .name=${localized(this._preview.company)}></ui-avatar
                >${localized(this._preview.company)}
              </div>`
        }
        ${this._content()}
      </main>
      <ui-toaster></ui-toaster>`;
  }

  private _content() {
    const step = this._step;
    if (step === "loading") return html`<div class="wait"><ui-spinner></ui-spinner></div>`;
    if (step === "name") return this._form();
    if (step === "waiting" || step === "not-started") return this._wait(step);
    if (step === "left" || step === "inside")
      return html`<ui-empty icon="video" level="1" .heading=${t("meetings.thanks")} .text=${t("meetings.thanks-text")}>
        <ui-button @click=${this._ask}>${t("meetings.rejoin")}</ui-button>
      </ui-empty>`;
    return step === "denied"
      ? html`<ui-empty
          icon="lock"
          level="1"
          .heading=${t("meetings.denied")}
          .text=${t("meetings.denied-text")}
        ></ui-empty>`
      : html`<ui-empty
          icon="link"
          level="1"
          .heading=${t("meetings.link-over")}
          .text=${t("meetings.link-over-text")}
        ></ui-empty>`;
  }

  private _form() {
    const preview = this._preview;
    if (preview === null) return nothing;
    const { invitedBy: name, roomName: room } = preview;
    const company = localized(preview.company);
    return html`<div>
        <h1>${t("meetings.link-title")}</h1>
        <p class="quiet">
          ${room === "" ? t("meetings.link-from-plain", { name, company }) : t("meetings.link-from", { name, company, room })}
        </p>
      </div>
      ${this._failure === null ? nothing : html`<ui-banner tone="danger">${errorText(this._failure)}</ui-banner>`}
      <form novalidate @submit=${this._enter}>
        <ui-input
          name="name"
          required
          autocomplete="name"
          .maxLength=${80}
          .label=${t("meetings.your-name")}
          .error=${this._wrongName ? t("meetings.wrong-name") : ""}
        ></ui-input>
        <ui-input
          name="company"
          autocomplete="organization"
          .maxLength=${80}
          .label=${t("meetings.your-company")}
        ></ui-input>
        <ui-button type="submit" variant="primary" .busy=${this._busy}>${t("meetings.go-on")}</ui-button>
      </form>
      <p class="note">${t("meetings.link-note")}</p>`;
  }

  private _wait(step: "waiting" | "not-started") {
    return html`<div class="wait" role="status">
      <ui-spinner></ui-spinner>
      <h1>${step === "waiting" ? t("meetings.wait-lobby") : t("meetings.wait-start")}</h1>
      <p class="quiet">
        ${step === "waiting" ? t("meetings.wait-lobby-text", { name: this._name }) : t("meetings.wait-start-text")}
      </p>
    </div>`;
  }

  private async _load(): Promise<void> {
    try {
      this._preview = await api.call("POST /api/meeting-links/preview", { body: { token: this._token } });
      this._step = "name";
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this._step = "invalid";
    }
  }

  private readonly _enter = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    this._name = formText(form, "name").trim();
    this._wrongName = this._name === "";
    if (this._wrongName) return;
    this._busy = true;
    this._failure = null;
    try {
      const body = { token: this._token, name: this._name, company: formText(form, "company").trim() };
      guestEntry.value = await api.call("POST /api/meeting-links/enter", { body });
      await this._ask();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this._failure = error;
    } finally {
      this._busy = false;
    }
  };

  /** Asks until the door opens; a line that is away for a moment is asked again. */
  private readonly _ask = async (): Promise<void> => {
    clearTimeout(this._timer);
    const entry = guestEntry.peek();
    if (entry === null) return;
    try {
      const { state: now } = await api.call("POST /api/meeting-links/state", { body: entry });
      if (now === "admitted") return await this._inside(entry);
      this._step = steps[now];
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 404) this._step = "invalid";
    }
    if (this._step === "waiting" || this._step === "not-started") this._timer = setTimeout(this._ask, ASK_MS);
    return undefined;
  };

  private async _inside(entry: { entryId: string; secret: string }): Promise<void> {
    await import("./meeting-view.ts");
    const source: CallSource = {
      connect: async () => {
        const { state: now, connection } = await api.call("POST /api/meeting-links/state", { body: entry });
        if (connection === null) throw new ApiError(now === "over" ? "MEETING_OVER" : "MEETING_REMOVED", 403);
        return connection;
      },
      isFinal: (error) => {
        if (!(error instanceof ApiError)) return null;
        if (error.code === "MEETING_OVER" || error.code === "MEETING_LINK_INVALID") return "over";
        return error.code === "MEETING_REMOVED" ? "removed" : null;
      },
    };
    meetingFills.value = true;
    openMeeting({ roomId: "", name: this._preview?.roomName ?? "", ring: false, source });
    this._step = "inside";
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-meet": PageMeet;
  }
}
