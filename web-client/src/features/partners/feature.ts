import { html } from "lit";
import { under } from "../../shells/client-feature.ts";
import type { ClientFeature, NoticeLook, PortalTab } from "../../shells/client-feature.ts";

const texts = ["partners", "directory"] as const;
const look: NoticeLook = { icon: "globe", href: ({ where }) => String(where) };
const tab = (id: string, icon: PortalTab["icon"], en: string, zh: string, order: number): PortalTab => ({
  id,
  path: `/${id}`,
  icon,
  label: { en, zh },
  order,
  allowed: (can) => can("partner.accept"),
});

export const feature: ClientFeature = {
  staffPages: [
    {
      path: "/partners",
      texts,
      load: async () => import("./page-partners.ts"),
      render: () => html`<page-partners></page-partners>`,
    },
    {
      path: "/partners/:partnerId/:tab?/:objectId?",
      texts,
      load: async () => import("./page-partner.ts"),
      render: (at) => html`<page-partner .at=${at}></page-partner>`,
    },
  ],
  portalPages: [
    {
      path: "/:tab(versions|progress|agreement)/:objectId?",
      texts,
      load: async () => import("./page-partner-portal.ts"),
      render: (at) => html`<page-partner-portal .at=${at}></page-partner-portal>`,
    },
  ],
  navigation: [
    {
      id: "partners",
      path: "/partners",
      icon: "globe",
      label: { en: "Partners", zh: "合作伙伴" },
      order: 65,
      allowed: (can) => can("partner.read"),
      contains: under("/partners"),
    },
  ],
  portalTabs: [
    tab("progress", "pulse", "Progress", "进度", 30),
    tab("versions", "file", "Versions", "版本", 40),
    tab("agreement", "approve", "Agreement", "协议", 50),
  ],
  create: [
    {
      id: "partner",
      icon: "globe",
      label: { en: "Partner", zh: "合作伙伴" },
      allowed: (can) => can("partner.create"),
      run: async () => (await import("./new-partner.ts")).newPartner(),
    },
  ],
  objects: { "partner-version": { icon: "file", label: { en: "Versions", zh: "版本" } } },
  notices: Object.fromEntries(
    ["accepted", "ended", "notice", "version", "confirmed", "order"].map((kind) => [`partner.${kind}`, look]),
  ),
};
