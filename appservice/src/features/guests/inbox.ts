import type { InboxSource } from "../../http/define.ts";
import { guestLink, NOTICE_MS } from "./model.ts";
import { listUndecided } from "./store.ts";

/** Guests whose access ends soon, and invitations that nobody used while their link worked. */
export const guestsInbox: InboxSource = async ({ kind, userId }, db) => {
  if (kind === "guest") return [];
  const now = new Date();
  const found = await listUndecided(db, { invitedBy: userId, now, soon: new Date(now.getTime() + NOTICE_MS) });
  return found.map(({ guest, linkEnded }) => {
    const shared = { id: guest.id, kind: "guest", text: guest.customer.name, link: guestLink(guest.id) };
    const { name } = guest;
    return guest.arrivedAt === null
      ? {
          ...shared,
          title: { en: `${name} never used the link`, zh: `${name}还没有使用登录链接` },
          at: (linkEnded ?? guest.invitedAt).toISOString(),
        }
      : {
          ...shared,
          title: { en: `${name}'s access ends soon`, zh: `${name}的访问权限即将到期` },
          at: new Date(guest.expiresAt.getTime() - NOTICE_MS).toISOString(),
          dueAt: guest.expiresAt.toISOString(),
        };
  });
};
