import { html } from "lit";
import type { ClientFeature } from "../../shells/client-feature.ts";

export const feature: ClientFeature = {
  adminSections: [
    {
      id: "mail",
      icon: "mail",
      summary: {
        en: "Mailboxes, mails that were refused, answers that did not arrive",
        zh: "邮箱、未接收的邮件、未送达的回复",
      },
      ability: "mail.manage",
      label: { en: "Mail", zh: "邮件" },
      order: 60,
      texts: ["mail"],
      load: async () => import("./admin-mail.ts"),
      render: () => html`<admin-mail></admin-mail>`,
    },
  ],
  notices: {
    "mail.failed": {
      icon: "mail",
      href: ({ ticketId }) => `/customers/tickets/${typeof ticketId === "string" ? ticketId : ""}`,
    },
  },
};
