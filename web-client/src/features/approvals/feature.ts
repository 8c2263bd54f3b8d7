import { html } from "lit";
import { navigate } from "../../lib/navigation.ts";
import { under } from "../../shells/client-feature.ts";
import type { ClientFeature } from "../../shells/client-feature.ts";

const texts = ["approvals", "directory"] as const;
const load = async () => import("./page-approvals.ts");
const loadNew = async () => import("./page-new-approval.ts");

const href = ({ approvalId }: Readonly<Record<string, unknown>>): string =>
  `/work/approvals/${encodeURIComponent(typeof approvalId === "string" ? approvalId : "")}`;

export const feature: ClientFeature = {
  staffPages: [
    { path: "/work/approvals/new", texts, load: loadNew, render: () => html`<page-new-approval></page-new-approval>` },
    {
      path: "/work/approvals/new/:formId",
      texts,
      load: loadNew,
      render: ({ formId }) => html`<page-new-approval .formId=${formId ?? null}></page-new-approval>`,
    },
    { path: "/work/approvals", texts, load, render: () => html`<page-approvals></page-approvals>` },
    {
      path: "/work/approvals/:approvalId",
      texts,
      load,
      render: ({ approvalId }) => html`<page-approvals .approvalId=${approvalId ?? null}></page-approvals>`,
    },
  ],
  navigation: [
    {
      id: "approvals",
      path: "/work/approvals",
      icon: "approve",
      label: { en: "Approvals", zh: "审批" },
      order: 20,
      within: "work",
      allowed: (can) => can("approval.read"),
      contains: under("/work/approvals"),
    },
  ],
  adminSections: [
    {
      id: "approvals",
      icon: "approve",
      summary: { en: "Forms, who decides on them, and a trial of each", zh: "审批表单与流程，可试运行" },
      ability: "approval.design",
      label: { en: "Approvals", zh: "审批流程" },
      order: 50,
      texts,
      load: async () => import("./admin-approvals.ts"),
      render: ({ id }) => html`<admin-approvals .formId=${id}></admin-approvals>`,
    },
  ],
  objects: { approval: { icon: "approve", label: { en: "Approvals", zh: "审批" } } },
  cards: {
    approval: {
      texts,
      load: async () => import("./approval-card.ts"),
      render: (id) => html`<approval-card .approvalId=${id}></approval-card>`,
    },
  },
  create: [
    {
      id: "approval",
      icon: "approve",
      label: { en: "Approval", zh: "审批" },
      allowed: (can) => can("approval.request"),
      run: () => navigate("/work/approvals/new"),
    },
  ],
  notices: {
    "approval.ended": { icon: "approve", href },
    "approval.returned": { icon: "reply", href },
    "approval.copied": { icon: "mail", href },
    "approval.commented": { icon: "chat", href },
    "approval.urged": { icon: "bell", href },
    "approval.moved": { icon: "arrow-right", href },
    "approval.reminded": { icon: "clock", href },
  },
};
