import { html } from "lit";
import type { ClientFeature } from "../../shells/client-feature.ts";

export const feature: ClientFeature = {
  adminSections: [
    {
      id: "operations",
      ability: "operations.read",
      label: { en: "Events", zh: "事件" },
      order: 70,
      texts: ["operations"],
      load: async () => import("./admin-operations.ts"),
      render: () => html`<admin-operations></admin-operations>`,
    },
  ],
};
