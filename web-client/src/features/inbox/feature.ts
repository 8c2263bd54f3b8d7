import { html } from "lit";
import { under } from "../../shells/client-feature.ts";
import type { ClientFeature, FeaturePage } from "../../shells/client-feature.ts";
import { atService, waiting } from "./waiting.ts";

const page = (path: string): FeaturePage => ({
  path,
  texts: ["inbox"],
  load: async () => import("./page-inbox.ts"),
  render: ({ kind, id }) => html`<page-inbox .kind=${kind ?? null} .itemId=${id ?? null}></page-inbox>`,
});

export const feature: ClientFeature = {
  staffPages: [page("/inbox"), page("/inbox/:kind/:id")],
  navigation: [
    {
      id: "inbox",
      path: "/inbox",
      icon: "inbox",
      label: { en: "Inbox", zh: "待办" },
      order: 20,
      allowed: () => true,
      contains: under("/inbox"),
      count: () => waiting.value.length,
      inTitle: () => atService.value?.total ?? 0,
    },
  ],
  behind: async (host) => {
    const { InboxFeed } = await import("./inbox-feed.ts");
    return new InboxFeed(host);
  },
};
