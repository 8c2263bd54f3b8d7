/** Loads the elements of the conversation: `<page-chat>` for staff, `<page-guest-chat>` for guests. */
export const loadChatPages = async (): Promise<unknown> =>
  Promise.all([import("../features/chat/page-chat.ts"), import("../features/chat/page-guest-chat.ts")]);
