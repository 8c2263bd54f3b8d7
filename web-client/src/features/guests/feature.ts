import { html } from "lit";
import { showDialog } from "../../components/show-dialog.ts";
import { loadTexts } from "../../i18n/i18n.ts";
import { under } from "../../shells/client-feature.ts";
import type { ClientFeature, FeaturePage } from "../../shells/client-feature.ts";

const href = (): string => "/customers/people";
const page = (path: string): FeaturePage => ({
  path,
  texts: ["guests"],
  load: async () => import("./page-guests.ts"),
  render: ({ guestId }) => html`<page-guests .guestId=${guestId ?? null}></page-guests>`,
});

export const feature: ClientFeature = {
  staffPages: [page("/customers/people"), page("/customers/people/:guestId")],
  redirects: { "/guests": "/customers/people" },
  navigation: [
    {
      id: "guests",
      path: "/customers/people",
      icon: "people",
      label: { en: "Guests", zh: "访客" },
      order: 30,
      within: "customers",
      allowed: (can) => can("guest.read"),
      contains: under("/customers/people"),
    },
  ],
  objects: { guest: { icon: "guests", label: { en: "Guests", zh: "访客" } } },
  cards: {
    guest: {
      texts: ["guests"],
      load: async () => import("./guest-card.ts"),
      render: (id) => html`<guest-card .guestId=${id}></guest-card>`,
    },
  },
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
