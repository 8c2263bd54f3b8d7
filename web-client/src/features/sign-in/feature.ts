import { html } from "lit";
import type { ClientFeature } from "../../shells/client-feature.ts";

export const feature: ClientFeature = {
  staffPages: [
    {
      path: "/password",
      texts: ["sign-in"],
      load: async () => import("./page-password.ts"),
      render: () => html`<page-password></page-password>`,
    },
  ],
  settings: [
    {
      id: "password",
      icon: "key",
      label: { en: "Password", zh: "密码" },
      order: 40,
      audience: "staff",
      texts: ["sign-in"],
      load: async () => import("./settings-password.ts"),
      render: () => html`<settings-password></settings-password>`,
    },
  ],
};
