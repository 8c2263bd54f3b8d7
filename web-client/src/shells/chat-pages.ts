const pages = import.meta.glob("../features/chat/page-chat.ts");

/** Loads the elements of the conversation: `<page-chat>` for staff, `<page-guest-chat>` for guests. */
export const loadChatPages = async (): Promise<unknown> =>
  Promise.all(Object.values(pages).map(async (load) => load()));
