import { html } from "lit";
import type { ClientFeature, FeaturePage } from "../../shells/client-feature.ts";

const page: FeaturePage = {
  path: "/search",
  texts: ["search", "chat", "directory"],
  load: async () => import("./page-search.ts"),
  render: () => html`<page-search></page-search>`,
};

export const feature: ClientFeature = {
  staffPages: [page],
  portalPages: [page],
};
