import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import type { MenuItem, MenuSelectEvent } from "../../components/ui-menu.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { Call } from "../../media/call.ts";
import type { Seat } from "../../media/types.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { act } from "./meeting-actions.ts";
import type { Action } from "./meeting-actions.ts";
import { peopleStyles } from "./meeting-people-styles.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-copy-field.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-menu.ts";
import "./meeting-lobby.ts";

const leads = (seat: Seat | undefined): boolean => seat?.role === "host" || seat?.role === "co-host";

/** Who is in the meeting, with what a host may do; the door and the link. */
@customElement("meeting-people")
export class MeetingPeople extends PorticoElement {
  static override styles = [sharedStyles, peopleStyles];

  @property({ attribute: false }) call!: Call;
  @property() roomId = "";
  @state() private _link = "";

  override render() {
    const seats = this.call.seats.value;
    const own = seats.find((seat) => seat.own);
    const hands = seats
      .filter(({ handAt }) => handAt !== null)
      .toSorted((a, b) => (a.handAt ?? "").localeCompare(b.handAt ?? ""));
    const rest = seats.filter(({ handAt }) => handAt === null);
    return html`<section aria-label=${t("meetings.people")}>
      <header>
        <h2>${t("meetings.people-count", { count: seats.length })}</h2>
        <ui-icon-button
          icon="close"
          .label=${t("components.close")}
          @click=${() => this.dispatchEvent(new CustomEvent("meeting-close"))}
        ></ui-icon-button>
      </header>
      <div class="scroll">
        ${leads(own) ? html`<meeting-lobby .call=${this.call}></meeting-lobby>` : nothing}
        <ul>
          ${[...hands, ...rest].map((seat) => this._row(seat, own))}
        </ul>
      </div>
      ${this._foot(own)}
    </section>`;
  }

  private _row(seat: Seat, own: Seat | undefined) {
    const items = leads(own) && !seat.own ? this._items(seat, own) : [];
    return html`<li>
      <ui-avatar .name=${seat.name} .userId=${seat.userId ?? seat.name} ?outside=${seat.company !== null}></ui-avatar>
      <div class="who">
        <span class="name">${seat.own ? t("meetings.you", { name: seat.name }) : seat.name}</span>
        <span class="marks">
          ${seat.role === "host" || seat.role === "co-host" ? html`<ui-badge tone="accent">${t(`meetings.role-${seat.role}`)}</ui-badge>` : nothing}
          ${seat.company === null ? nothing : html`<ui-badge tone="outside">${seat.company || t("meetings.guest")}</ui-badge>`}
        </span>
      </div>
      ${seat.handAt === null ? nothing : html`<ui-icon class="hand" name="hand"></ui-icon><span class="visually-hidden">${t("meetings.hand-of", { name: seat.name })}</span>`}
      <ui-icon
        class=${seat.microphone ? "" : "off"}
        .name=${seat.microphone ? "microphone" : "microphone-off"}
      ></ui-icon>
      <ui-icon
        class=${seat.camera === null ? "off" : ""}
        .name=${seat.camera === null ? "video-off" : "video"}
      ></ui-icon>
      ${
        items.length === 0
          ? html`<span class="gap"></span>`
          : html`<ui-menu
              .items=${items}
              @ui-select=${(event: MenuSelectEvent) => void this._choose(seat, event.detail.id)}
            >
              <ui-icon-button
                size="small"
                icon="more"
                .label=${t("meetings.actions-for", { name: seat.name })}
              ></ui-icon-button>
            </ui-menu>`
      }
    </li>`;
  }

  private _items(seat: Seat, own: Seat | undefined): MenuItem[] {
    const inside = seat.role !== "guest" && seat.company === null;
    return [
      seat.microphone
        ? { id: "mute", label: t("meetings.mute-person"), icon: "microphone-off" }
        : { id: "ask-unmute", label: t("meetings.ask-unmute"), icon: "microphone" },
      ...(seat.screen === null
        ? []
        : [{ id: "stop-share", label: t("meetings.stop-their-share"), icon: "screen" } as const]),
      ...(seat.handAt === null
        ? []
        : [{ id: "lower-hand", label: t("meetings.lower-their-hand"), icon: "hand" } as const]),
      ...(inside && seat.role === "member"
        ? [{ id: "co-host", label: t("meetings.make-co-host"), icon: "star" } as const]
        : []),
      ...(inside && seat.role === "co-host"
        ? [{ id: "member", label: t("meetings.unmake-co-host"), icon: "star" } as const]
        : []),
      ...(inside && own?.role === "host" ? [{ id: "host", label: t("meetings.hand-over"), icon: "key" } as const] : []),
      { id: "remove", label: t("meetings.remove"), icon: "user-off", danger: true, section: "" },
    ];
  }

  private async _choose({ identity, name }: Seat, id: string): Promise<void> {
    const roles: readonly string[] = ["host", "co-host", "member"];
    if (id === "remove") {
      const { confirmed } = await import("../../components/dialog-confirm.ts");
      const question = {
        heading: t("meetings.remove-question", { name }),
        text: t("meetings.remove-text"),
        action: t("meetings.remove"),
      };
      if (!(await confirmed({ ...question, danger: true }))) return;
    }
    const body = roles.includes(id) ? { action: "set-role", identity, role: id } : { action: id, identity };
    await act(this.call, body as Action);
  }

  private _foot(own: Seat | undefined) {
    const state = this.call.state.value;
    if (state === null || own === undefined || own.role === "guest") return nothing;
    return html`<footer>
      ${
        leads(own)
          ? html`<ui-button
                size="small"
                icon="microphone-off"
                @click=${async () => act(this.call, { action: "mute-all" })}
                >${t("meetings.mute-all")}</ui-button
              >
              <ui-button
                size="small"
                icon="lock"
                @click=${async () => act(this.call, { action: "lock", locked: !state.locked })}
                >${t(state.locked ? "meetings.unlock" : "meetings.lock")}</ui-button
              >
              <ui-button
                size="small"
                icon="shield"
                @click=${async () => act(this.call, { action: "lobby", lobby: !state.lobby })}
                >${t(state.lobby ? "meetings.lobby-off" : "meetings.lobby-on")}</ui-button
              >`
          : nothing
      }
      ${
        this._link === ""
          ? html`<ui-button size="small" icon="link" @click=${this._invite}>${t("meetings.invite")}</ui-button>`
          : html`<ui-copy-field .label=${t("meetings.link")} .value=${this._link}></ui-copy-field>
              <p class="quiet">${t("meetings.link-text")}</p>`
      }
    </footer>`;
  }

  private readonly _invite = async (): Promise<void> => {
    try {
      const { link } = await api.call("POST /api/rooms/{roomId}/meeting/links", {
        params: { roomId: this.roomId },
        body: { hours: 24, lobby: true },
      });
      this._link = link;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      showToast(errorText(error), "danger");
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "meeting-people": MeetingPeople;
  }
}
