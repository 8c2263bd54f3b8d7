import { html } from "lit";
import { under } from "../../shells/client-feature.ts";
import type { ClientFeature, FeaturePage, NoticeLook } from "../../shells/client-feature.ts";

const page = (path: string): FeaturePage => ({
  path,
  texts: ["suggestions", "directory"],
  load: async () => import("./page-suggestions.ts"),
  render: ({ suggestionId }) => html`<page-suggestions .suggestionId=${suggestionId ?? null}></page-suggestions>`,
});

const look: NoticeLook = {
  icon: "idea",
  href: ({ suggestionId }) => `/work/suggestions/${typeof suggestionId === "string" ? suggestionId : ""}`,
};

export const feature: ClientFeature = {
  staffPages: [page("/work/suggestions"), page("/work/suggestions/:suggestionId")],
  navigation: [
    {
      id: "suggestions",
      path: "/work/suggestions",
      icon: "idea",
      label: { en: "Suggestions", zh: "意见箱" },
      order: 43,
      within: "work",
      allowed: (can) => can("suggestion.read"),
      contains: under("/work/suggestions"),
    },
  ],
  create: [
    {
      id: "suggestion",
      icon: "idea",
      label: { en: "Suggestion", zh: "建议" },
      allowed: (can) => can("suggestion.submit"),
      run: async () => (await import("./suggest.ts")).suggest(),
    },
  ],
  objects: { suggestion: { icon: "idea", label: { en: "Suggestions", zh: "建议" } } },
  notices: {
    "suggestion.assigned": look,
    "suggestion.question": look,
    "suggestion.reply": look,
    "suggestion.decided": look,
  },
};
