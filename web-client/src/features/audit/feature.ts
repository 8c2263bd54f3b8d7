import { html } from "lit";
import type { ClientFeature } from "../../shells/client-feature.ts";

export const feature: ClientFeature = {
  adminSections: [
    {
      id: "audit",
      icon: "history",
      summary: { en: "Who did what, and when; search and export", zh: "谁在何时做了什么，可检索与导出" },
      ability: "audit.read",
      label: { en: "Audit", zh: "审计" },
      order: 80,
      texts: ["audit", "directory"],
      load: async () => import("./admin-audit.ts"),
      render: () => html`<admin-audit></admin-audit>`,
    },
  ],
};
