import { html } from "lit";
import { navigate } from "../../lib/navigation.ts";
import { under } from "../../shells/client-feature.ts";
import type { ClientFeature, FeaturePage, NoticeLook } from "../../shells/client-feature.ts";

type Fields = Parameters<NoticeLook["href"]>[0];
const idOf = ({ ticketId }: Fields): string => (typeof ticketId === "string" ? ticketId : "");
const href = (fields: Fields): string => `/customers/tickets/${idOf(fields)}`;
const page = (path: string): FeaturePage => ({
  path,
  texts: ["tickets", "mail"],
  load: async () => import("./page-tickets.ts"),
  render: ({ ticketId }) => html`<page-tickets .ticketId=${ticketId ?? null}></page-tickets>`,
});
const portalPage = (path: string): FeaturePage => ({
  path,
  texts: ["tickets"],
  load: async () => import("./page-requests.ts"),
  render: ({ ticketId }) => html`<page-requests .ticketId=${ticketId ?? null}></page-requests>`,
});

export const feature: ClientFeature = {
  staffPages: [
    {
      path: "/customers/figures",
      texts: ["tickets"],
      load: async () => import("./page-ticket-figures.ts"),
      render: () => html`<page-ticket-figures></page-ticket-figures>`,
    },
    page("/customers/tickets"),
    page("/customers/tickets/:ticketId"),
  ],
  portalPages: [portalPage("/requests"), portalPage("/requests/:ticketId")],
  navigation: [
    {
      id: "tickets",
      path: "/customers/tickets",
      icon: "tasks",
      label: { en: "Tickets", zh: "工单" },
      order: 10,
      within: "customers",
      allowed: (can) => can("ticket.read"),
      contains: under("/customers/tickets"),
    },
    {
      id: "ticket-figures",
      path: "/customers/figures",
      icon: "pulse",
      label: { en: "Figures", zh: "统计" },
      order: 20,
      within: "customers",
      allowed: (can) => can("ticket.read"),
      contains: under("/customers/figures"),
    },
  ],
  portalTabs: [
    {
      id: "requests",
      path: "/requests",
      icon: "tasks",
      label: { en: "Requests", zh: "请求" },
      order: 20,
      allowed: (can) => can("request.read"),
    },
  ],
  create: [
    {
      id: "request",
      icon: "tasks",
      label: { en: "Request", zh: "请求" },
      allowed: (can) => can("request.write"),
      run: () => navigate("/requests/new"),
    },
  ],
  objects: { ticket: { icon: "tasks", label: { en: "Tickets", zh: "工单" } } },
  notices: {
    "ticket.assigned": { icon: "tasks", href },
    "ticket.asked": { icon: "reply", href },
    "ticket.answered": { icon: "reply", href: (fields) => `/requests/${idOf(fields)}` },
    "ticket.reminded": { icon: "clock", href },
    "ticket.breached": { icon: "warning", href },
  },
};
