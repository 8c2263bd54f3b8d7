import { routes } from "@portico/contract/links.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { createOperatorLinks } from "./operator.ts";
import { createPreviewer } from "./preview.ts";
import { createRedeemer } from "./redeem.ts";

/** One-time sign-in links, for guests and for people of the company. */
export const createLinksFeature = (context: Context) => {
  const preview = createPreviewer(context);
  const redeem = createRedeemer(context);
  const issueById = createOperatorLinks(context);
  return defineFeature({
    name: "links",
    routes,
    handlers: {
      "POST /api/links/preview": ({ body }) => preview(body.token),
      "POST /api/links/redeem": ({ body }) => redeem(body.token),
      "POST /api/operator/links": async ({ actor, body }) => {
        const issued = await issueById(actor, body.id);
        return { ...issued, expiresAt: issued.expiresAt.toISOString() };
      },
    },
  });
};
