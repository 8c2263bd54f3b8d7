import type { PathRouteConfig } from "@lit-labs/router";
import { html } from "lit";
import { loadChatPages } from "./chat-pages.ts";
import { lazyRoute } from "./lazy-route.ts";
import type { RouteParams } from "./lazy-route.ts";

/** One template for all chat addresses, so that going from room to room keeps the page. */
const chat = ({ roomId, userId }: RouteParams) =>
  html`<page-chat .roomId=${roomId ?? null} .directUserId=${userId ?? null}></page-chat>`;

const chatPage = {
  texts: ["chat", "directory"],
  load: loadChatPages,
  render: chat,
} as const;
/** Where the staff shell leads. The first matching path counts. */
export const staffRoutes: readonly PathRouteConfig[] = [
  lazyRoute("/", chatPage),
  lazyRoute("/rooms/:roomId", chatPage),
  lazyRoute("/dm/:userId", chatPage),
  lazyRoute("/password", {
    texts: ["sign-in"],
    load: async () => import("../features/sign-in/page-password.ts"),
    render: () => html`<page-password></page-password>`,
  }),
];
