import { consume } from "@lit/context";
import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { IconName } from "../../components/icon-name.ts";
import { showToast } from "../../components/toasts.ts";
import type { MenuItem, MenuSelectEvent } from "../../components/ui-menu.ts";
import { t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import type { RoomSummary } from "../../matrix/model.ts";
import { chatContext } from "./chat-controller.ts";
import type { ChatController } from "./chat-controller.ts";
import { leaveRoom } from "./leave-room.ts";
import { panels, roomPath } from "./room-path.ts";
import type { Panel } from "./room-path.ts";
import { say } from "./say.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-menu.ts";

const icons: Readonly<Record<Panel, IconName>> = {
  members: "people",
  files: "file",
  pinned: "pin",
  threads: "thread",
  settings: "bell",
};

/** What can be done with a room, and what stands beside it. Fires `room-panel`. */
@customElement("room-menu")
export class RoomMenu extends PorticoElement {
  static override styles = css`
    :host {
      display: inline-flex;
    }
  `;

  @consume({ context: chatContext })
  @property({ attribute: false })
  chat!: ChatController;
  @property({ attribute: false }) summary!: RoomSummary;
  /** For a guest, who has nothing to set in the room that he was invited to. */
  @property({ type: Boolean }) plain = false;

  override render() {
    return html`<ui-menu .label=${t("chat.room-menu")} .items=${this._items()} @ui-select=${this._onSelect}>
      <ui-icon-button icon="more" .expanded=${false} .label=${t("chat.room-menu")}></ui-icon-button>
    </ui-menu>`;
  }

  private _items(): MenuItem[] {
    const { favourite, purpose } = this.summary;
    const offered = this.plain ? panels.filter((panel) => panel !== "settings") : panels;
    const beside = offered.map((panel, at): MenuItem => {
      const item = { id: panel, label: t(`chat.panel.${panel}`), icon: icons[panel] };
      return at === 0 && !this.plain ? { ...item, section: "" } : item;
    });
    const search: MenuItem = { id: "search", label: t("chat.search-here"), icon: "search" };
    if (this.plain) return [search, ...beside];
    return [
      search,
      { id: "favourite", label: favourite ? t("chat.favourite-off") : t("chat.favourite-on"), icon: "star" },
      { id: "link", label: t("chat.copy-link"), icon: "link" },
      ...beside,
      ...(purpose === null
        ? [{ id: "leave", label: t("chat.leave"), icon: "sign-out", danger: true, section: "" } as const]
        : []),
    ];
  }

  private async _onSelect(event: MenuSelectEvent): Promise<void> {
    const { id } = event.detail;
    const { roomId, favourite } = this.summary;
    const panel = panels.find((each) => each === id);
    if (panel !== undefined) this.dispatchEvent(new CustomEvent("room-panel", { detail: { panel } }));
    else if (id === "favourite") say(await this.chat.matrix.actions.setFavourite(roomId, !favourite));
    else if (id === "search") navigate(`/search?room=${encodeURIComponent(roomId)}`);
    else if (id === "leave") await leaveRoom(this.chat, this.summary);
    else {
      await navigator.clipboard.writeText(new URL(roomPath(roomId), location.href).href);
      showToast(t("chat.link-copied"));
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "room-menu": RoomMenu;
  }
}
