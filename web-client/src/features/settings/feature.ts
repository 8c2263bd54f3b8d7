import { html } from "lit";
import type { ClientFeature, FeaturePage } from "../../shells/client-feature.ts";

const page = (path: string): FeaturePage => ({
  path,
  texts: ["settings"],
  load: async () => import("./page-settings.ts"),
  render: ({ section }) => html`<page-settings .section=${section ?? ""}></page-settings>`,
});
const pages = [page("/settings"), page("/settings/:section")];

export const feature: ClientFeature = {
  staffPages: pages,
  portalPages: pages,
  settings: [
    {
      id: "profile",
      icon: "user",
      label: { en: "Profile", zh: "个人资料" },
      order: 10,
      texts: ["settings"],
      load: async () => import("./settings-profile.ts"),
      render: () => html`<settings-profile></settings-profile>`,
    },
    {
      id: "appearance",
      icon: "sun",
      label: { en: "Language and appearance", zh: "语言与外观" },
      order: 20,
      texts: ["settings"],
      load: async () => import("./settings-appearance.ts"),
      render: () => html`<settings-appearance></settings-appearance>`,
    },
    {
      id: "devices",
      icon: "monitor",
      label: { en: "Signed-in devices", zh: "已登录的设备" },
      order: 50,
      texts: ["settings"],
      load: async () => import("./settings-devices.ts"),
      render: () => html`<settings-devices></settings-devices>`,
    },
  ],
};
