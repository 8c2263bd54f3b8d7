import { routes } from "@portico/contract/partners.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { partnersInbox } from "./inbox.ts";
import { createProgressService } from "./progress/service.ts";
import { partnerReactions } from "./reactions.ts";
import { createPartnerService } from "./service.ts";
import { versionListener } from "./versions/listen.ts";
import { createVersionService } from "./versions/service.ts";

/** Companies that we work with: agreement, zone, versions that both confirm, progress that both see. */
export const createPartnersFeature = (context: Context) => {
  const partners = createPartnerService(context);
  const versions = createVersionService(context);
  const progress = createProgressService(context);
  return defineFeature({
    name: "partners",
    routes,
    handlers: {
      "GET /api/partners": ({ actor }) => partners.list(actor),
      "POST /api/partners": ({ actor, body }) => partners.create(actor, body),
      "GET /api/partners/{partnerId}": ({ actor, params }) => partners.whole(actor, params.partnerId),
      "GET /api/partners/{partnerId}/audience": ({ actor, params }) => partners.audience(actor, params.partnerId),
      "POST /api/partners/{partnerId}/agreements": ({ actor, params, body }) =>
        partners.renew(actor, params.partnerId, body),
      "POST /api/partners/{partnerId}/acceptance": ({ actor, params }) => partners.accept(actor, params.partnerId),
      "POST /api/partners/{partnerId}/end": ({ actor, params, body }) =>
        partners.end(actor, params.partnerId, body.reason),
      "POST /api/partners/{partnerId}/contacts": ({ actor, params, body }) =>
        partners.addContact(actor, params.partnerId, body),
      "DELETE /api/partners/{partnerId}/contacts/{contactId}": ({ actor, params }) =>
        partners.removeContact(actor, params.partnerId, params.contactId),
      "POST /api/partners/{partnerId}/contacts/{contactId}/links": ({ actor, params }) =>
        partners.issueLink(actor, params.partnerId, params.contactId),
      "POST /api/partners/{partnerId}/rooms": ({ actor, params, body }) =>
        partners.openRoom(actor, params.partnerId, body),
      "POST /api/partners/{partnerId}/notices": ({ actor, params, body }) =>
        partners.notice(actor, params.partnerId, body),
      "GET /api/partners/{partnerId}/documents": ({ actor, params }) => versions.list(actor, params.partnerId),
      "POST /api/partners/{partnerId}/versions": ({ actor, params, body }) =>
        versions.begin(actor, params.partnerId, body),
      "POST /api/partners/{partnerId}/documents/{documentId}/versions": ({ actor, params, body }) =>
        versions.add(actor, params.partnerId, params.documentId, body),
      "POST /api/partners/{partnerId}/documents/{documentId}/versions/{versionId}/confirmation": ({
        actor,
        params: { partnerId, documentId, versionId },
        body,
      }) => versions.confirm(actor, partnerId, documentId, versionId, body.sha256),
      "GET /api/partners/{partnerId}/documents/{documentId}/versions/{versionId}/file": ({
        actor,
        params: { partnerId, documentId, versionId },
      }) => versions.file(actor, partnerId, documentId, versionId),
      "GET /api/partners/{partnerId}/documents/{documentId}/proof": ({ actor, params }) =>
        versions.proof(actor, params.partnerId, params.documentId),
      "GET /api/partners/{partnerId}/orders": ({ actor, params }) => progress.list(actor, params.partnerId),
      "POST /api/partners/{partnerId}/orders": ({ actor, params, body }) =>
        progress.enter(actor, params.partnerId, body),
      "POST /api/partners/{partnerId}/orders/{orderId}/entries": ({ actor, params, body }) =>
        progress.write(actor, params.partnerId, params.orderId, body),
      "GET /api/partners/{partnerId}/tokens": ({ actor, params }) => progress.tokens(actor, params.partnerId),
      "POST /api/partners/{partnerId}/tokens": ({ actor, params, body }) =>
        progress.issueToken(actor, params.partnerId, body),
      "DELETE /api/partners/{partnerId}/tokens/{tokenId}": ({ actor, params }) =>
        progress.revokeToken(actor, params.partnerId, params.tokenId),
      "POST /api/partner-systems/orders": ({ body }) => progress.readBySystem(body.token),
      "PUT /api/partner-systems/orders": ({ body: { token, number, order, ...state } }) =>
        progress.writeBySystem(token, number, order, state),
    },
    outbox: partnerReactions,
    inbox: partnersInbox,
    onMatrixEvent: versionListener,
  });
};
