import { html } from "lit";
import type { ClientFeature } from "../../shells/client-feature.ts";

export const feature: ClientFeature = {
  adminSections: [
    {
      id: "operations",
      icon: "refresh",
      summary: { en: "What is on its way between the parts, and what got stuck", zh: "各部分之间正在传递或滞留的事件" },
      ability: "operations.read",
      label: { en: "Events", zh: "事件" },
      order: 70,
      texts: ["operations", "audit"],
      load: async () => import("./admin-operations.ts"),
      render: () => html`<admin-operations></admin-operations>`,
    },
  ],
};
