import { html } from "lit";
import { under } from "../../shells/client-feature.ts";
import type { ClientFeature, FeaturePage, NoticeLook } from "../../shells/client-feature.ts";

const texts = ["partners", "directory"] as const;
const page = (path: string): FeaturePage => ({
  path,
  texts,
  load: async () => import("./page-partner.ts"),
  render: ({ partnerId, tab, objectId }) =>
    html`<page-partner
      .partnerId=${partnerId ?? ""}
      .tab=${tab ?? "overview"}
      .objectId=${objectId ?? null}
    ></page-partner>`,
});
const portalPage = (tab: "versions" | "progress" | "agreement", rest = ""): FeaturePage => ({
  path: `/${tab}${rest}`,
  texts,
  load: async () => import("./page-partner-portal.ts"),
  render: ({ objectId }) =>
    html`<page-partner-portal .tab=${tab} .objectId=${objectId ?? null}></page-partner-portal>`,
});

const href: NoticeLook["href"] = ({ where }) => (typeof where === "string" ? where : "/");

export const feature: ClientFeature = {
  staffPages: [
    {
      path: "/partners",
      texts,
      load: async () => import("./page-partners.ts"),
      render: () => html`<page-partners></page-partners>`,
    },
    page("/partners/:partnerId"),
    page("/partners/:partnerId/:tab"),
    page("/partners/:partnerId/:tab/:objectId"),
  ],
  portalPages: [
    portalPage("versions"),
    portalPage("versions", "/:objectId"),
    portalPage("progress"),
    portalPage("progress", "/:objectId"),
    portalPage("agreement"),
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
    {
      id: "progress",
      path: "/progress",
      icon: "pulse",
      label: { en: "Progress", zh: "进度" },
      order: 30,
      allowed: (can) => can("partner.accept"),
    },
    {
      id: "versions",
      path: "/versions",
      icon: "file",
      label: { en: "Versions", zh: "版本" },
      order: 40,
      allowed: (can) => can("partner.accept"),
    },
    {
      id: "agreement",
      path: "/agreement",
      icon: "approve",
      label: { en: "Agreement", zh: "协议" },
      order: 50,
      allowed: (can) => can("partner.accept"),
    },
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
  notices: {
    "partner.accepted": { icon: "approve", href },
    "partner.ended": { icon: "close", href },
    "partner.notice": { icon: "megaphone", href },
    "partner.version": { icon: "file", href },
    "partner.confirmed": { icon: "check-double", href },
    "partner.order": { icon: "pulse", href },
  },
};
