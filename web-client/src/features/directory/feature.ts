import { html } from "lit";
import { under } from "../../shells/client-feature.ts";
import type { ClientFeature, FeaturePage, NoticeLook } from "../../shells/client-feature.ts";

const page = (path: string): FeaturePage => ({
  path,
  texts: ["directory"],
  load: async () => import("./page-people.ts"),
  render: ({ personId }) => html`<page-people .personId=${personId ?? null}></page-people>`,
});

/** To the people of what the notice names. */
const to = (what: "department" | "project"): NoticeLook => ({
  icon: what === "department" ? "department" : "people",
  href: (fields) => {
    const id = fields[`${what}Id`];
    return typeof id === "string" ? `/people?${what}=${encodeURIComponent(id)}` : "/people";
  },
});

export const feature: ClientFeature = {
  staffPages: [page("/people"), page("/people/:personId")],
  navigation: [
    {
      id: "people",
      path: "/people",
      icon: "people",
      label: { en: "People", zh: "通讯录" },
      order: 80,
      allowed: (can) => can("directory.read"),
      contains: under("/people"),
    },
  ],
  notices: {
    "department.lead": to("department"),
    "department.handed-over": to("department"),
    "project.lead": to("project"),
    "project.handed-over": to("project"),
    "role.changed": { icon: "key", href: () => "/people" },
  },
};
