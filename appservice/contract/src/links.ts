import { z } from "zod";
import { ExternalId, Locale, LocalizedText, RoomId, Timestamp, UserId } from "./common.ts";
import { defineAbilities, defineErrors, event } from "./declare.ts";
import { defineRoutes } from "./routes.ts";

/** 32 random bytes in base64url; whatever else is sent is answered like an unknown link. */
const LinkToken = z.string().min(1).max(200);

export const abilities = defineAbilities({
  "person.issue-link": { meaning: "issue a one-time sign-in link to a person", roles: ["admin", "operator"] },
});

export const events = {
  "person.link-issued": event<{ personId: string }>(({ personId }) => `person:${personId}`),
};

export const errors = defineErrors({
  LINK_INVALID: { status: 404, message: "This link is not valid", log: "info" },
  LINK_USED: { status: 410, message: "This link was used before", log: "info" },
  LINK_EXPIRED: { status: 410, message: "This link has expired", log: "info" },
});

export const routes = defineRoutes({
  "POST /api/links/preview": {
    access: "public",
    summary: "What a one-time sign-in link leads to, without using it",
    body: z.strictObject({ token: LinkToken }),
    response: z.object({
      kind: z.enum(["guest", "staff"]),
      name: z.string(),
      company: LocalizedText,
      invitedBy: LocalizedText.nullable(),
      expiresAt: Timestamp,
      locale: Locale,
    }),
  },
  "POST /api/links/redeem": {
    access: "public",
    summary: "Use a one-time link: a login token for `m.login.token` at the homeserver",
    body: z.strictObject({ token: LinkToken }),
    response: z.object({ userId: UserId, loginToken: z.string(), roomId: RoomId.nullable() }),
  },
  "POST /api/operator/links": {
    access: "person.issue-link",
    summary: "For the launcher: a fresh one-time sign-in link for a person or a guest by id",
    body: z.strictObject({ id: ExternalId }),
    response: z.object({ userId: UserId, link: z.url(), expiresAt: Timestamp }),
    status: 201,
  },
});
