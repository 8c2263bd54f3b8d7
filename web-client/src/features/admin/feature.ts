import { html } from "lit";
import { adminSections } from "../../shells/admin-sections.ts";
import { under } from "../../shells/client-feature.ts";
import type { ClientFeature, FeaturePage } from "../../shells/client-feature.ts";

const page = (path: string): FeaturePage => ({
  path,
  texts: ["admin"],
  load: async () => import("./page-admin.ts"),
  render: ({ section, id }) => html`<page-admin .section=${section ?? ""} .itemId=${id ?? null}></page-admin>`,
});

export const feature: ClientFeature = {
  staffPages: [page("/admin"), page("/admin/:section"), page("/admin/:section/:id")],
  navigation: [
    {
      id: "admin",
      path: "/admin",
      icon: "admin",
      label: { en: "Admin", zh: "管理" },
      order: 100,
      allowed: (can) => adminSections().some(({ ability }) => can(ability)),
      contains: under("/admin"),
    },
  ],
  adminSections: [
    {
      id: "import",
      icon: "upload",
      summary: {
        en: "Bring departments, people, projects and customers in from files",
        zh: "从文件导入部门、人员、项目和客户",
      },
      ability: "directory.import",
      label: { en: "Import", zh: "导入" },
      order: 10,
      texts: ["admin", "directory"],
      load: async () => import("./admin-import.ts"),
      render: ({ id }) => html`<admin-import .importId=${id}></admin-import>`,
    },
    {
      id: "roles",
      icon: "key",
      summary: { en: "Who may do what, and who has which role", zh: "谁可以做什么，谁担任什么角色" },
      ability: "role.read",
      label: { en: "Roles", zh: "角色" },
      order: 20,
      texts: ["admin", "directory"],
      load: async () => import("./admin-roles.ts"),
      render: () => html`<admin-roles></admin-roles>`,
    },
    {
      id: "rooms",
      icon: "hash",
      summary: {
        en: "Compare spaces and rooms with what they should be, and repair",
        zh: "核对空间与会话是否符合要求，并修复",
      },
      ability: "room.reconcile",
      label: { en: "Rooms", zh: "会话" },
      order: 30,
      texts: ["admin"],
      load: async () => import("./admin-rooms.ts"),
      render: () => html`<admin-rooms></admin-rooms>`,
    },
    {
      id: "health",
      icon: "pulse",
      summary: { en: "Whether every part of the installation works", zh: "系统各部分是否正常运行" },
      ability: "health.read",
      label: { en: "Health", zh: "运行状况" },
      order: 90,
      texts: ["admin"],
      load: async () => import("./admin-health.ts"),
      render: () => html`<admin-health></admin-health>`,
    },
  ],
};
