import { html } from "lit";
import { unreadTotal } from "../../contexts/unread.ts";
import { under } from "../../shells/client-feature.ts";
import type { ClientFeature, FeaturePage } from "../../shells/client-feature.ts";

const load = async () => import("./page-chat.ts");
const loadPortal = async () => import("./page-guest-chat.ts");
/** One template for all chat addresses, so that going from room to room keeps the page. */
const page = (path: string): FeaturePage => ({
  path,
  texts: ["chat", "directory"],
  load,
  render: ({ roomId, userId }) =>
    html`<page-chat .roomId=${roomId ?? null} .directUserId=${userId ?? null}></page-chat>`,
});
const portalPage = (path: string): FeaturePage => ({
  path,
  texts: ["chat"],
  load: loadPortal,
  render: ({ roomId }) => html`<page-guest-chat .roomId=${roomId ?? null}></page-guest-chat>`,
});
const rooms = under("/rooms", "/dm");

/** A page without conversations comes first; what is unread is counted a moment after it. */
const idle = async (): Promise<void> =>
  new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(), { timeout: 3000 });
    else setTimeout(resolve, 500);
  });

export const feature: ClientFeature = {
  behind: async (_host, session) => {
    await idle();
    const { chatOfSession } = await import("./chat-of-session.ts");
    return chatOfSession(session);
  },
  staffPages: [page("/"), page("/rooms/:roomId"), page("/dm/:userId")],
  portalPages: [portalPage("/"), portalPage("/rooms/:roomId")],
  create: [
    {
      id: "message",
      icon: "chat",
      label: { en: "Message", zh: "消息" },
      allowed: (can) => can("directory.read"),
      run: async () => (await import("./begin-conversation.ts")).beginConversation("message"),
    },
    {
      id: "group",
      icon: "people",
      label: { en: "Group", zh: "群聊" },
      allowed: (can) => can("directory.read"),
      run: async () => (await import("./begin-conversation.ts")).beginConversation("group"),
    },
  ],
  navigation: [
    {
      id: "chat",
      path: "/",
      icon: "chat",
      label: { en: "Chat", zh: "消息" },
      order: 10,
      allowed: () => true,
      contains: (path) => path === "/" || rooms(path),
      count: () => unreadTotal.value,
    },
  ],
  portalTabs: [
    {
      id: "conversation",
      path: "/",
      icon: "chat",
      label: { en: "Conversation", zh: "会话" },
      order: 10,
      allowed: () => true,
    },
  ],
};
