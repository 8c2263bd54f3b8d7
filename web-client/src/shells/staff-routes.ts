import type { PathRouteConfig } from "@lit-labs/router";
import { html } from "lit";
import { loadChatPages } from "./chat-pages.ts";
import { lazyRoute } from "./lazy-route.ts";
import type { RouteParams } from "./lazy-route.ts";

/** One template for all chat addresses, so that going from room to room keeps the page. */
const chat = ({ roomId, userId }: RouteParams) =>
  html`<page-chat .roomId=${roomId ?? null} .directUserId=${userId ?? null}></page-chat>`;
const people = ({ personId }: RouteParams) => html`<page-people .personId=${personId ?? null}></page-people>`;

const chatPage = {
  texts: ["chat", "directory"],
  load: loadChatPages,
  render: chat,
} as const;
const peoplePage = {
  texts: ["directory"],
  load: async () => import("../features/directory/page-people.ts"),
  render: people,
} as const;

/** Where the staff shell leads. The first matching path counts. */
export const staffRoutes: readonly PathRouteConfig[] = [
  lazyRoute("/", chatPage),
  lazyRoute("/rooms/:roomId", chatPage),
  lazyRoute("/dm/:userId", chatPage),
  lazyRoute("/people", peoplePage),
  lazyRoute("/people/:personId", peoplePage),
  lazyRoute("/guests", {
    texts: ["guests"],
    load: async () => import("../features/guests/page-guests.ts"),
    render: () => html`<page-guests></page-guests>`,
  }),
  lazyRoute("/admin", {
    texts: ["admin", "audit", "directory", "operations"],
    load: async () => import("../features/admin/page-admin.ts"),
    render: () => html`<page-admin></page-admin>`,
  }),
  lazyRoute("/admin/:section", {
    texts: ["admin", "audit", "directory", "operations"],
    load: async () => import("../features/admin/page-admin.ts"),
    render: ({ section }) => html`<page-admin .section=${section ?? ""}></page-admin>`,
  }),
  lazyRoute("/admin/import/:importId", {
    texts: ["admin", "audit", "directory", "operations"],
    load: async () => import("../features/admin/page-admin.ts"),
    render: ({ importId }) => html`<page-admin section="import" .importId=${importId ?? null}></page-admin>`,
  }),
  lazyRoute("/password", {
    texts: ["sign-in"],
    load: async () => import("../features/sign-in/page-password.ts"),
    render: () => html`<page-password></page-password>`,
  }),
];
