import type { routes } from "@portico/contract/links.ts";
import type { z } from "zod";
import type { Context } from "../../context.ts";
import { loadGoodLink } from "./redeem.ts";
import { findGuestCard, findNames } from "./store.ts";

type Preview = z.input<(typeof routes)["POST /api/links/preview"]["response"]>;

/** Tells whom a link signs in, so that its owner can see that it is meant for him, and leaves it unused. */
export const createPreviewer =
  ({ db, settings }: Pick<Context, "db" | "settings">) =>
  async (token: string): Promise<Preview> => {
    const { link, account } = await loadGoodLink(db, token, new Date());
    const guest = account.guest_id === null ? undefined : await findGuestCard(db, account.guest_id);
    const inviter = guest && (await findNames(db, guest.invitedBy));
    return {
      kind: account.class,
      name: account.locale === "zh" ? account.name_zh : account.name_en,
      company: settings.company,
      invitedBy: inviter === undefined ? null : { en: inviter.name_en, zh: inviter.name_zh },
      expiresAt: link.expires_at.toISOString(),
      locale: account.locale,
    };
  };
