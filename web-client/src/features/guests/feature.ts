import { html } from "lit";
import { showDialog } from "../../components/show-dialog.ts";
import { loadTexts } from "../../i18n/i18n.ts";
import { under } from "../../shells/client-feature.ts";
import type { ClientFeature } from "../../shells/client-feature.ts";

const href = (): string => "/guests";

export const feature: ClientFeature = {
  staffPages: [
    {
      path: "/guests",
      texts: ["guests"],
      load: async () => import("./page-guests.ts"),
      render: () => html`<page-guests></page-guests>`,
    },
  ],
  navigation: [
    {
      id: "guests",
      path: "/guests",
      icon: "guests",
      label: { en: "Guests", zh: "访客" },
      order: 60,
      allowed: (can) => can("guest.read"),
      contains: under("/guests"),
    },
  ],
  create: [
    {
      id: "guest",
      icon: "user-plus",
      label: { en: "Guest", zh: "访客" },
      allowed: (can) => can("guest.invite"),
      run: async () => {
        const [{ DialogInvite }] = await Promise.all([import("./dialog-invite.ts"), loadTexts("guests")]);
        await showDialog(new DialogInvite());
      },
    },
  ],
  notices: {
    "guest.arrived": { icon: "guests", href },
    "guest.expired": { icon: "clock", href },
    "guest.handed-over": { icon: "guests", href },
  },
};
