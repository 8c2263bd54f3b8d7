import { html } from "lit";
import { navigate } from "../../lib/navigation.ts";
import { under } from "../../shells/client-feature.ts";
import type { ClientFeature, FeaturePage, NoticeLook } from "../../shells/client-feature.ts";

const texts = ["announcements", "chat", "directory"] as const;
const page = (path: string): FeaturePage => ({
  path,
  texts,
  load: async () => import("./page-announcements.ts"),
  render: ({ announcementId }) =>
    html`<page-announcements .announcementId=${announcementId ?? null}></page-announcements>`,
});
const write = (path: string): FeaturePage => ({
  path,
  texts,
  load: async () => import("./page-write-announcement.ts"),
  render: ({ announcementId }) =>
    html`<page-write-announcement .announcementId=${announcementId ?? null}></page-write-announcement>`,
});

const look: NoticeLook = {
  icon: "megaphone",
  href: ({ announcementId }) => `/work/announcements/${typeof announcementId === "string" ? announcementId : ""}`,
};

export const feature: ClientFeature = {
  staffPages: [
    write("/work/announcements/new"),
    write("/work/announcements/:announcementId/edit"),
    page("/work/announcements"),
    page("/work/announcements/:announcementId"),
  ],
  navigation: [
    {
      id: "announcements",
      path: "/work/announcements",
      icon: "megaphone",
      label: { en: "Announcements", zh: "公告" },
      order: 10,
      within: "work",
      allowed: (can) => can("announcement.read"),
      contains: under("/work/announcements"),
    },
  ],
  create: [
    {
      id: "announcement",
      icon: "megaphone",
      label: { en: "Announcement", zh: "公告" },
      allowed: (can) => can("announcement.write"),
      run: () => navigate("/work/announcements/new"),
    },
  ],
  objects: { announcement: { icon: "megaphone", label: { en: "Announcements", zh: "公告" } } },
  cards: {
    announcement: {
      texts,
      load: async () => import("./announcement-card.ts"),
      render: (id) => html`<announcement-card .announcementId=${id}></announcement-card>`,
    },
  },
  notices: {
    "announcement.published": look,
    "announcement.corrected": look,
    "announcement.reminded": look,
  },
};
