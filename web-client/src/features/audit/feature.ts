import { html } from "lit";
import type { ClientFeature } from "../../shells/client-feature.ts";

export const feature: ClientFeature = {
  adminSections: [
    {
      id: "audit",
      ability: "audit.read",
      label: { en: "Audit", zh: "审计" },
      order: 80,
      texts: ["audit", "directory"],
      load: async () => import("./admin-audit.ts"),
      render: () => html`<admin-audit></admin-audit>`,
    },
  ],
};
