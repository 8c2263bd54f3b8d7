import type { InboxSource } from "../../http/define.ts";
import { documentState, sideOf } from "./model.ts";
import { listPartners } from "./store.ts";
import { listDocuments } from "./versions/store.ts";

/** Versions that wait for the side of whoever asks. */
export const partnersInbox: InboxSource = async (actor, db) => {
  const side = sideOf(actor);
  const partners = (await listPartners(db, { userId: actor.userId })).filter(
    ({ agreement, waiting }) => agreement?.state === "accepted" && waiting[side] > 0,
  );
  const found = await Promise.all(
    partners.map(async (partner) => {
      const documents = await listDocuments(db, partner.id);
      return documents
        .filter(({ agreement_id }) => agreement_id === partner.agreement?.id)
        .flatMap(({ id, title, versions: [latest], confirmations }) => {
          if (latest === undefined) return [];
          const own = confirmations.filter(({ version_id }) => version_id === latest.id);
          const state = documentState(new Set(own.map((each) => each.side)));
          if (state !== "waiting_both" && state !== `waiting_${side}`) return [];
          return [
            {
              id,
              kind: "partner-version",
              title: { en: `Confirm ${title}, version ${latest.number}`, zh: `确认${title}第 ${latest.number} 版` },
              text: partner.name,
              at: latest.at.toISOString(),
              link: side === "ours" ? `/partners/${partner.id}/versions/${id}` : `/versions/${id}`,
            },
          ];
        });
    }),
  );
  return found.flat();
};
