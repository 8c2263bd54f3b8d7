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
};
